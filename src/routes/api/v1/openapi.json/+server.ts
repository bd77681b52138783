// The description of the API, made from the schemas that check its input.
import { json } from '@sveltejs/kit';
import { nameFaults } from '#lib/kernel/query.ts';
import { invalid } from '#lib/kernel/result.ts';
import { problem } from '#lib/http/http.server.ts';
import { openApi } from '#lib/app/openapi.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals, url }) => {
	const odd = nameFaults(url.searchParams, []);
	return odd.length > 0 ? problem(invalid(odd)) : json(openApi(locals.app.sessions.cookieName));
};
