// The day of a version of the plan: it takes effect soon after its midnight.
import { eachDay } from '#lib/jobs/business-day.server.ts';
import type { Job } from '#lib/jobs/job.server.ts';
import { m } from '#lib/paraglide/messages.js';
import type { PlanHolder } from './plan-in-force.server.ts';

export function letVersionsTakeEffect({ refresh }: Pick<PlanHolder, 'refresh'>): Job {
	return {
		kind: 'plan-version',
		title: () => m.jobs_plan_version(),
		clock: 'business',
		schedule: eachDay,
		run: refresh
	};
}
