// Which rows the log keeps digests of: all of them, but for what is listed here with its reason.

/** Tables that are checked against the log in another way. */
export const checkedOtherwise: Readonly<Record<string, string>> = {
	event: 'each row is hashed with the hash before it',
	stream_head: 'must be the number and the hash of the last event of its stream',
	cell: 'must be the newest value and the latest instant that events give it'
};

/** Tables of passing things: who changes them deceives nobody about what was done. */
export const uncoveredTables: Readonly<Record<string, string>> = {
	op: 'idempotency keys, dropped after seven days',
	session: 'moves with every request and ends by itself; signing in and out are events',
	sign_in_step: 'lives five minutes between password and code',
	rate_limit: 'counters of failed tries, kept by a library; locks are events',
	entry_sum: 'sums over the rows of entry, kept by a trigger',
	job: 'what is due and who is at it; what a job does is covered as any other write',
	reaction_cursor: 'how far each reaction has read the log; what a reaction does is covered as any other write',
	reaction_failure: 'events that a reaction is to be given again; asking for it is an event',
	daily_snapshot: 'days gone by, folded from the log: deleted rows are folded anew at the next start'
};

/** Columns that change without an event, and that no digest covers. */
export const uncoveredColumns: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	meta: {
		epoch: 'renewed by the operator after a restore',
		business_clock: 'where the clock of a demonstration stands, stored every five seconds'
	},
	api_token: { last_used_at: 'moves with every request of the token' },
	second_factor: { last_step: 'moves with every code; only says which codes are too old to be taken again' }
};
