// The business clock: the system's time, or in a demonstration a stored date that advances in real time and stops with the server.
import { eq, sql } from 'drizzle-orm';
import { dayAt, startOf, addDays, type Day } from '#lib/kernel/day.ts';
import { meta } from '#lib/log/tables.server.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';

export interface Clock {
	readonly now: () => Date;
	readonly today: () => Day;
	/** Stores where a demonstration's clock stands. */
	readonly save: () => Promise<void>;
}

/** How often a demonstration's clock is stored: what a killed server loses at most. */
export const saveEveryMs = 5000;

/**
 * @param lastDay the plan's last day: a demonstration's clock stops at its end
 */
export async function openClock(db: Drizzle, lastDay: Day): Promise<Clock> {
	const [row] = await db
		.select({
			stored: meta.businessClock,
			newest: sql<string | null>`(select max(effective_at) from event where stream = 'city')`
		})
		.from(meta);
	if (!row?.stored) {
		const now = () => new Date();
		return { now, today: () => dayAt(now().getTime()), save: () => Promise.resolve() };
	}
	// A server that was killed may have stamped events after it last stored the clock: business time never runs back.
	const base = Math.max(row.stored.getTime(), row.newest ? new Date(row.newest).getTime() + 1 : 0);
	const end = startOf(addDays(lastDay, 1)) - 1000;
	const started = performance.now();
	const now = () => new Date(Math.min(base + Math.floor(performance.now() - started), end));
	return {
		now,
		today: () => dayAt(now().getTime()),
		save: async () => {
			await db.update(meta).set({ businessClock: now() }).where(eq(meta.id, 1));
		}
	};
}
