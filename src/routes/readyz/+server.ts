// Ready when the database answers; one entry a dependency.
import { json } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals }) => {
	const database = await locals.app.ping();
	return json(
		{ ready: database, database: { ok: database, kind: locals.app.database.kind } },
		{ status: database ? 200 : 503 }
	);
};
