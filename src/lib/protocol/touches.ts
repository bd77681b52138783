// What events and frames say that they touch: the names of what pages and programs show, and may have to ask for again.

/** Names that stand alone. */
export const touchedThings = [
	'review',
	'plan',
	'plan-records',
	'day',
	'stages',
	'sample-activity',
	'accounts',
	'roles',
	'units',
	'sessions',
	'tokens',
	'policy',
	'settings',
	'audit'
] as const;

/** Names with a code behind a colon. */
export const touchedKinds = ['ledger', 'register', 'unit', 'work', 'share', 'task', 'gate'] as const;

/** What a name in `touches` looks like. */
export const touchPattern = `^(${touchedThings.join('|')}|(${touchedKinds.join('|')}):.+)$`;
