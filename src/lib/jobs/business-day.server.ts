// Looks at the clock every second: stores where a demonstration stands, tells every screen when the day turns, drops old keys.
import { ok } from '#lib/kernel/result.ts';
import { pruneOperations, write, type EventLog } from '#lib/log/event-log.server.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import { saveEveryMs, type Clock } from './clock.server.ts';

/** Idempotency keys are kept for seven days; they are looked through so often. */
const pruneEveryMs = 3_600_000;

/**
 * @param turned what else a new day brings on this node
 * @param prune what else is dropped when its time is over
 */
export function watchBusinessDay(
	log: EventLog,
	clock: Clock,
	turned: () => Promise<void>,
	onError: (error: unknown) => void,
	prune: () => Promise<void>
): { close: () => Promise<void> } {
	let known = clock.today();
	let saved = performance.now();
	let pruned = -Infinity;
	let busy: Promise<void> = Promise.resolve();
	const look = async () => {
		const today = clock.today();
		if (today !== known) {
			// The key makes it one event, however many nodes watch.
			await write(log, { actor: 'system:clock', opId: `dayTurned:${today}`, request: { today } }, () =>
				Promise.resolve(
					ok({
						ids: [],
						facts: [
							{
								type: 'dayTurned' as const,
								ids: [],
								unit: null,
								values: { today },
								deltas: [],
								touches: [invalidated.day],
								streams: [],
								feed: false
							}
						]
					})
				)
			);
			await turned();
			known = today;
		}
		if (performance.now() - pruned > pruneEveryMs) {
			pruned = performance.now();
			await pruneOperations(log.database.db);
			await prune();
		}
		if (performance.now() - saved < saveEveryMs) return;
		saved = performance.now();
		await clock.save();
	};
	const timer = setInterval(() => {
		busy = busy.then(look).catch(onError);
	}, 1000);
	return {
		close: async () => {
			clearInterval(timer);
			await busy;
		}
	};
}
