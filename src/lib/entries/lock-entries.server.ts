// Entries under a lock until the end of the transaction: all that a write looks at in one statement and one order.
import { asc, eq, inArray } from 'drizzle-orm';
import type { Tx } from '#lib/platform/database.server.ts';
import type { UndoneEntry } from './confirmation-bars.server.ts';
import type { EntryRow } from './port.server.ts';
import { entry, reversal } from './tables.server.ts';

/** Entries by id, the oldest first. */
export async function lockEntries(tx: Tx, ids: readonly string[]): Promise<EntryRow[]> {
	if (ids.length === 0) return [];
	return tx
		.select()
		.from(entry)
		.where(inArray(entry.id, [...ids]))
		.orderBy(asc(entry.effectiveAt), asc(entry.id))
		.for('update');
}

export interface Listed {
	/** The oldest first. */
	readonly entries: readonly EntryRow[];
	readonly reversals: readonly UndoneEntry[];
}

/** What a list of ids names, entries and reversals; of reversals the entries as well. */
export async function lockListed(tx: Tx, ids: readonly string[]): Promise<Listed> {
	if (ids.length === 0) return { entries: [], reversals: [] };
	const named = [...ids];
	const undone = await tx.select({ id: reversal.entry }).from(reversal).where(inArray(reversal.id, named));
	const rows = await lockEntries(tx, [...ids, ...undone.map(({ id }) => id)]);
	const reversals = await tx
		.select({ reversal, entry })
		.from(reversal)
		.innerJoin(entry, eq(entry.id, reversal.entry))
		.where(inArray(reversal.id, named))
		.orderBy(asc(reversal.id))
		.for('update', { of: reversal });
	const asked = new Set(ids);
	return { entries: rows.filter(({ id }) => asked.has(id)), reversals };
}
