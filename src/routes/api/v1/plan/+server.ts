// The plan with its units, tasks and shares.
import { callerOf, problem } from '#lib/server/http.server.ts';
import { planAnswer } from '#lib/server/plan-answer.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	const caller = await callerOf(event);
	return caller.ok ? planAnswer(event.locals.app, caller.value) : problem(caller);
};
