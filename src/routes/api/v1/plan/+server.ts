// The plan with its units, tasks and shares.
import { nameFaults } from '#lib/kernel/query.ts';
import { invalid } from '#lib/kernel/result.ts';
import { callerOf, problem } from '#lib/http/http.server.ts';
import { planAnswer } from '#lib/app/plan-answer.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	const caller = await callerOf(event);
	if (!caller.ok) return problem(caller);
	const odd = nameFaults(event.url.searchParams, []);
	return odd.length > 0 ? problem(invalid(odd)) : planAnswer(event.locals.app, caller.value);
};
