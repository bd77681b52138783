// The figures an actor may see, in both layers, read in one database snapshot; `?asOf=` as they stood at the end of a day.
import { readingBar, seesCity } from '#lib/access/rights.ts';
import { dashboardJson } from '#lib/overview/dashboard-json.ts';
import { json } from '@sveltejs/kit';
import { nameFaults } from '#lib/kernel/query.ts';
import { invalid, refuse } from '#lib/kernel/result.ts';
import { callerOf, problem } from '#lib/http/http.server.ts';
import { figuresAsOf } from '#lib/figures/shown-figures.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	const caller = await callerOf(event);
	if (!caller.ok) return problem(caller);
	if (!seesCity(caller.value)) return problem(refuse('forbidden', readingBar(caller.value)));
	const odd = nameFaults(event.url.searchParams, ['asOf']);
	if (odd.length > 0) return problem(invalid(odd));
	const shown = await figuresAsOf(event.locals.app, caller.value, event.url.searchParams.get('asOf'));
	return shown.ok ? json(dashboardJson(shown.value.plan, shown.value.state)) : problem(shown);
};
