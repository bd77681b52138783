// Stores the dashboard of each day soon after its midnight, and at the start those that were missed.
import { setImmediate as breathe } from 'node:timers/promises';
import type { DailySnapshots } from './daily-snapshots.server.ts';
import { addDays, dayAt, type Day } from '#lib/kernel/day.ts';
import type { Clock } from '#lib/jobs/clock.server.ts';

/** A write that was stamped before midnight is committed by then: its locks are given up after a few seconds. */
const graceMs = 15_000;
const lookEveryMs = 5_000;

export interface DailySnapshotKeeper {
	/** The newest day stored once all that were missed are there; null until then. */
	readonly lastDay: () => Day | null;
	readonly close: () => Promise<void>;
}

export function keepDailySnapshots(
	snapshots: DailySnapshots,
	clock: Clock,
	onError: (error: unknown) => void
): DailySnapshotKeeper {
	let closing = false;
	let filled: Day | null = null;
	let lastDay: Day | null = null;
	const look = async () => {
		const until = addDays(dayAt(clock.now().getTime() - graceMs), -1);
		if (closing || until === filled) return;
		await snapshots.fill(until, async () => {
			if (closing) throw new Closed();
			await breathe();
		});
		filled = until;
		lastDay = (await snapshots.stored())?.last ?? null;
	};
	let busy: Promise<void> | null = null;
	const tick = () => {
		busy ??= look()
			.catch((error: unknown) => {
				if (!(error instanceof Closed)) onError(error);
			})
			.finally(() => {
				busy = null;
			});
	};
	tick();
	const timer = setInterval(tick, lookEveryMs);
	return {
		lastDay: () => lastDay,
		close: async () => {
			closing = true;
			clearInterval(timer);
			await busy;
		}
	};
}

class Closed extends Error {}
