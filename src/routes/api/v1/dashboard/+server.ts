// The figures an actor may see, in both layers, read in one database snapshot.
import { seesCity } from '#lib/access/rights.ts';
import { dashboardJson } from '#lib/dashboard/dashboard-json.ts';
import { json } from '@sveltejs/kit';
import { refuse } from '#lib/kernel/result.ts';
import { callerOf, problem } from '#lib/server/http.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	const caller = await callerOf(event);
	if (!caller.ok) return problem(caller);
	if (!seesCity(caller.value)) return problem(refuse('forbidden', 'not_allowed'));
	const { app } = event.locals;
	return json(dashboardJson(app.summary, await app.figures(caller.value)));
};
