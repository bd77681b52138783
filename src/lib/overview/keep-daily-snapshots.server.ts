// Stores the dashboard of each day soon after its midnight, and at the start those that were missed; every node knows the newest.
import { setImmediate as breathe } from 'node:timers/promises';
import type { Job } from '#lib/jobs/job.server.ts';
import type { NodeTask } from '#lib/jobs/run-jobs.server.ts';
import { addDays, dayAt, type Day } from '#lib/kernel/day.ts';
import { m } from '#lib/paraglide/messages.js';
import type { DailySnapshots } from './daily-snapshots.server.ts';

/** A write that was stamped before midnight is committed by then: its locks are given up after a few seconds. */
const graceMs = 15_000;
const lookEveryMs = 2_000;

export interface DailySnapshotKeeping {
	readonly job: Job;
	/** Looks whether the newest day is there: another node may have stored it. */
	readonly look: NodeTask;
	/** The newest day stored once all that were missed are there; null until then. */
	readonly lastDay: () => Day | null;
}

/** @param now the business clock */
export function keepDailySnapshots(snapshots: DailySnapshots, now: () => Date): DailySnapshotKeeping {
	const wanted = () => addDays(dayAt(now().getTime() - graceMs), -1);
	let lastDay: Day | null = null;
	return {
		job: {
			kind: 'daily-snapshots',
			title: () => m.jobs_daily_snapshots(),
			clock: 'business',
			schedule: `${graceMs / 1000} 0 0 * * *`,
			atStart: true,
			run: ({ signal }) =>
				snapshots.fill(wanted(), async () => {
					signal.throwIfAborted();
					await breathe();
				})
		},
		look: {
			everyMs: lookEveryMs,
			run: async () => {
				const day = wanted();
				if (day !== lastDay && (await snapshots.stored())?.last === day) lastDay = day;
			}
		},
		lastDay: () => lastDay
	};
}
