// The description of the API, made from the schemas that check its input.
import { json } from '@sveltejs/kit';
import { openApi } from '#lib/server/openapi.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals }) => json(openApi(locals.app.sessions.cookieName));
