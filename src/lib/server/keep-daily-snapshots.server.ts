// Stores the dashboard of each day soon after its midnight, and at the start those that were missed.
import { setImmediate as breathe } from 'node:timers/promises';
import type { DailySnapshots } from '#lib/dashboard/daily-snapshots.server.ts';
import { addDays, dayAt, type Day } from '#lib/kernel/day.ts';
import type { Clock } from './clock.server.ts';

/** A write that was stamped before midnight is committed by then: its locks are given up after a few seconds. */
const graceMs = 15_000;
const lookEveryMs = 5_000;

export function keepDailySnapshots(
	snapshots: DailySnapshots,
	clock: Clock,
	onError: (error: unknown) => void
): { close: () => Promise<void> } {
	let closing = false;
	let stored: Day | null = null;
	const look = async () => {
		const until = addDays(dayAt(clock.now().getTime() - graceMs), -1);
		if (closing || until === stored) return;
		await snapshots.fill(until, async () => {
			if (closing) throw new Closed();
			await breathe();
		});
		stored = until;
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
		close: async () => {
			closing = true;
			clearInterval(timer);
			await busy;
		}
	};
}

class Closed extends Error {}
