// Counters of failed sign-ins whose time is over.
import type { Job } from '#lib/jobs/job.server.ts';
import { m } from '#lib/paraglide/messages.js';

/** @param prune removes them */
export function forgetLocks(prune: () => Promise<void>): Job {
	return {
		kind: 'lock-counters',
		title: () => m.jobs_lock_counters(),
		clock: 'system',
		schedule: '5 * * * *',
		run: prune
	};
}
