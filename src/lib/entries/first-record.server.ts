// When the first record was entered.
import type { Drizzle } from '#lib/platform/database.server.ts';
import { type Day, dayAt } from '#lib/kernel/day.ts';
import { min } from 'drizzle-orm';
import { entry } from './tables.server.ts';

/** The business day on which the first record was entered. */
export async function firstRecordDay(db: Drizzle): Promise<Day | null> {
	const [oldest] = await db.select({ at: min(entry.effectiveAt) }).from(entry);
	return oldest?.at ? dayAt(oldest.at.getTime()) : null;
}
