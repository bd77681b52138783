// The turn of the business day: told to every screen, once, however many nodes there are.
import type { Day } from '#lib/kernel/day.ts';
import { ok } from '#lib/kernel/result.ts';
import { write, type EventLog } from '#lib/log/event-log.server.ts';
import { m } from '#lib/paraglide/messages.js';
import { invalidated } from '#lib/protocol/invalidations.ts';
import type { Job } from './job.server.ts';

/** Midnight in Shanghai. */
export const eachDay = '0 0 * * *';

export function tellTheDay(log: EventLog, today: () => Day): Job {
	return {
		kind: 'day-turned',
		title: () => m.jobs_day_turned(),
		clock: 'business',
		schedule: eachDay,
		run: async ({ done }) => {
			const day = today();
			const operation = { actor: 'system:clock', opId: `dayTurned:${day}`, request: { today: day } };
			const written = await write(log, operation, async ({ tx }) => {
				await done(tx);
				return ok({
					ids: [],
					facts: [
						{
							type: 'dayTurned' as const,
							ids: [],
							unit: null,
							values: { today: day },
							deltas: [],
							touches: [invalidated.day],
							streams: [],
							feed: false
						}
					]
				});
			});
			if (!written.ok) throw new Error(`the turn to ${day} was not written`);
		}
	};
}
