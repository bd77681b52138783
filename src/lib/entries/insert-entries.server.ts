// Puts the common part of records into the ledgers, for the features that record.
import { feedOf, type Actor } from '#lib/access/roles.ts';
import type { Day } from '#lib/kernel/day.ts';
import type { WriteTx } from '#lib/log/event-log.server.ts';
import type { EntryKind, Ledger } from './entry.ts';
import { entry } from './tables.server.ts';

export interface NewEntry {
	readonly id: string;
	readonly kind: EntryKind;
	/** The unit it is entered for: the actor's, or the territory's where the leading group or a feed enters. */
	readonly unit: string;
	readonly day: Day;
	readonly territory: string | null;
	/** What lists count and sum it by; its kind where nothing is said. */
	readonly subject?: string;
	/** Whole fen. */
	readonly amount?: bigint;
	readonly line?: string;
	readonly toLine?: string;
	readonly source?: string;
	readonly exception?: boolean;
	readonly department?: string | null;
	/** Code of its task. */
	readonly task?: string;
}

export async function insertEntries(
	write: WriteTx,
	ledger: Ledger,
	actor: Actor,
	entries: readonly NewEntry[]
): Promise<void> {
	if (entries.length === 0) return;
	await write.tx.insert(entry).values(
		entries.map((record) => ({
			...record,
			subject: record.subject ?? record.kind,
			ledger,
			actor: actor.id,
			feed: feedOf(actor),
			effectiveAt: write.effectiveAt,
			recordedAt: write.recordedAt
		}))
	);
}
