// The terms that all records share: which ledger, which kind, and the two layers they live in.

export const ledgers = ['funds', 'transactions', 'cases', 'tasks', 'observations', 'registers', 'plan'] as const;
export type Ledger = (typeof ledgers)[number];

export const entryKinds = [
	// funds
	'movement',
	'transfer',
	'operation',
	'review',
	// transactions
	'deal',
	// cases
	'case',
	'closure',
	'reopening',
	// tasks
	'update',
	'milestone',
	// observations
	'observation',
	'base',
	// registers
	'entity',
	// plan
	'reading',
	'safeguard',
	'amendment'
] as const;
export type EntryKind = (typeof entryKinds)[number];

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
