// Watches the business clock: stores where a demonstration stands, and tells every screen when the day turns.
import { ok } from '#lib/kernel/result.ts';
import { write, type EventLog } from '#lib/live/event-log.server.ts';
import { saveEveryMs, type Clock } from './clock.server.ts';

export function watchBusinessDay(
	log: EventLog,
	clock: Clock,
	onError: (error: unknown) => void
): { close: () => Promise<void> } {
	let known = clock.today();
	let saved = performance.now();
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
								touches: ['day'],
								streams: [],
								feed: false
							}
						]
					})
				)
			);
			known = today;
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
