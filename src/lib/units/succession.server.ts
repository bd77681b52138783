// The day after a unit's last, once the plan of that day is in force.
import { eachDay } from '#lib/jobs/business-day.server.ts';
import type { Job } from '#lib/jobs/job.server.ts';
import { m } from '#lib/paraglide/messages.js';

/** @param succeed lets the people of units that have ended go on at their successors */
export function succeedEachDay(succeed: () => Promise<void>): Job {
	return {
		kind: 'unit-succession',
		title: () => m.jobs_unit_succession(),
		clock: 'business',
		schedule: eachDay,
		after: ['plan-version'],
		run: succeed
	};
}
