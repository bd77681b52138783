// Records of any feature: one, or an array of them, through the command of the endpoint.
import { postRecords } from '#lib/http/http.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) => {
	const { act, schema, run } = event.locals.app.endpoint(event.params.endpoint);
	return postRecords(event, act, schema, run);
};
