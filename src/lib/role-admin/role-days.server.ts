// The day on which a role begins or has ended: the people concerned sign in again.
import { eachDay } from '#lib/jobs/business-day.server.ts';
import type { Job } from '#lib/jobs/job.server.ts';
import { m } from '#lib/paraglide/messages.js';

/** @param dayTurned signs them out */
export function signOutEachDay(dayTurned: () => Promise<void>): Job {
	return {
		kind: 'role-days',
		title: () => m.jobs_role_days(),
		clock: 'business',
		schedule: eachDay,
		after: ['unit-succession'],
		run: dayTurned
	};
}
