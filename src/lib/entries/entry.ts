// The terms that all records share: which ledger, which kind, and the two layers they live in.

/** The name of a ledger, and of a kind of record: features bring them (app/features.ts). */
export type Ledger = string;
export type EntryKind = string;

/** What a record shows of itself in lists. */
export type EntryState = 'reported' | 'confirmed' | 'reversed' | 'reversal_waits';

export function entryState(record: {
	readonly confirmed: boolean;
	readonly reversed: boolean;
	readonly reversalWaits: boolean;
}): EntryState {
	if (record.reversed) return record.reversalWaits ? 'reversal_waits' : 'reversed';
	return record.confirmed ? 'confirmed' : 'reported';
}
