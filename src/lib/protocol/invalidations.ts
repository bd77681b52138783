// What a write invalidates: the names of what pages and programs show and may have to ask for again. Frames and events carry them as `touches`.

/** The names, those of one thing among many with its code; written nowhere else, for programs outside know them. */
export const invalidated = {
	/** What waits for confirmation. */
	review: 'review',
	/** The plan in force, its units and codes. */
	plan: 'plan',
	/** Readings, safeguards and amendments that are proposed. */
	planRecords: 'plan-records',
	/** All that is due or overdue. */
	day: 'day',
	stages: 'stages',
	sampleActivity: 'sample-activity',
	accounts: 'accounts',
	roles: 'roles',
	units: 'units',
	sessions: 'sessions',
	tokens: 'tokens',
	policy: 'policy',
	settings: 'settings',
	/** Jobs and reactions. */
	jobs: 'jobs',
	audit: 'audit',
	/** The records of a ledger. */
	ledger: (ledger: string) => `ledger:${ledger}` as const,
	/** The entities of a register. */
	register: (register: string) => `register:${register}` as const,
	/** What belongs to a unit. */
	unit: (code: string) => `unit:${code}` as const,
	/** All shares of a unit. */
	work: (unit: string) => `work:${unit}` as const,
	/** @param id `<task>/<unit>` */
	share: (id: string) => `share:${id}` as const,
	task: (code: string) => `task:${code}` as const,
	/** The decisions at the gate of a phase. */
	gate: (phase: string) => `gate:${phase}` as const
} as const;

type NameOf<Of> = Of extends (code: string) => infer Name ? Name : Of;
export type Invalidation = NameOf<(typeof invalidated)[keyof typeof invalidated]>;

/** Names that stand alone. */
export const invalidatedThings: readonly string[] = Object.values(invalidated).filter(
	(name) => typeof name === 'string'
);

/** What stands before the colon of the others. */
export const invalidatedKinds: readonly string[] = Object.values(invalidated).flatMap((name) =>
	typeof name === 'string' ? [] : [name('').slice(0, -1)]
);

/** What a name looks like. */
export const invalidationPattern = `^(${invalidatedThings.join('|')}|(${invalidatedKinds.join('|')}):.+)$`;

/** What a page depends on, and is loaded again for. */
export function liveName(name: string): `live:${string}` {
	return `live:${name}`;
}
