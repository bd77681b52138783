// Drops what is kept for a time alone: keys of writes, jobs that were done, events that reactions have caught up with.
import { pruneOperations, type EventLog } from '#lib/log/event-log.server.ts';
import { pruneFailures } from '#lib/log/reaction-rows.server.ts';
import { m } from '#lib/paraglide/messages.js';
import { pruneJobs } from './job-rows.server.ts';
import type { Job } from './job.server.ts';

export function keepHouse({ database: { db }, now }: EventLog): Job {
	return {
		kind: 'housekeeping',
		title: () => m.jobs_housekeeping(),
		clock: 'system',
		schedule: '0 * * * *',
		run: async () => {
			await pruneOperations(db);
			await pruneFailures(db);
			await pruneJobs(db, now());
		}
	};
}
