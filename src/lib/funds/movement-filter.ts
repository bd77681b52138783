// Which movements the page of a line lists, as its address says it; what it does not understand it leaves out.
import { firstPage, readPlace, setPlace, type EntryFilter } from '#lib/entries/entry-filter.ts';
import type { EntryPage } from '#lib/entries/entry-view.ts';
import { isGroup, type FundsGroup, type FundsLine } from './funds-plan.ts';
import { sources, steps, type Source, type Step } from './movement.ts';

export interface MovementFilter {
	readonly step: Step | null;
	readonly source: Source | null;
	readonly year: string | null;
	/** From 1; and the place as lists have it. */
	readonly page: number;
	readonly after: string | null;
	readonly before: string | null;
}

export function readMovementFilter(params: URLSearchParams): MovementFilter {
	const year = params.get('year') ?? '';
	const page = params.get('page') ?? '';
	return {
		step: steps.find((step) => step === params.get('step')) ?? null,
		source: sources.find((source) => source === params.get('source')) ?? null,
		year: /^\d{4}$/.test(year) ? year : null,
		page: /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1,
		...readPlace(params)
	};
}

/** The address of a line's page with other values; a change of what is shown leads back to its first page. */
export function movementHref(line: string, filter: MovementFilter, change: Partial<MovementFilter> = {}): string {
	const { step, source, year, ...place } = { ...filter, ...firstPage, ...change };
	const params = new URLSearchParams();
	if (step !== null) params.set('step', step);
	if (source !== null) params.set('source', source);
	if (year !== null) params.set('year', year);
	setPlace(params, place);
	const query = params.toString();
	return `/funds/${line}${query && `?${query}`}`;
}

/** The movements on some nodes of the budget, as the list of records wants it. */
export function movementsOn(nodes: readonly string[], { step, source, year, ...place }: MovementFilter): EntryFilter {
	return {
		ledger: 'funds',
		unit: null,
		period: year,
		kind: step,
		state: null,
		nodes,
		source,
		only: 'movements',
		...place
	};
}

const besideKinds = ['operation', 'review', 'transfer', 'exception'] as const;
/** What stands beside the movements, and movements that overdraw the budget. */
export type BesideKind = (typeof besideKinds)[number];

/** The records of a kind, on all nodes without `nodes`. */
function besideOn(kind: BesideKind, nodes?: readonly string[]): EntryFilter {
	return {
		ledger: 'funds',
		unit: null,
		period: null,
		kind: kind === 'exception' ? null : kind,
		state: null,
		...(nodes === undefined ? {} : { nodes }),
		...(kind === 'exception' ? { only: 'exceptions' as const } : {}),
		...firstPage
	};
}

/** What the page of a class or a line has beside its movements. */
export function besideKindsOf(node: FundsGroup | FundsLine): BesideKind[] {
	const asked: Readonly<Record<BesideKind, boolean>> = {
		operation: !isGroup(node) && node.kind !== 'subsidy',
		review: !isGroup(node) && node.performanceReview,
		transfer: true,
		exception: true
	};
	return besideKinds.filter((kind) => asked[kind]);
}

export interface BesideRecords {
	readonly kind: BesideKind;
	/** The newest of them, and how many there are. */
	readonly page: EntryPage;
}

/** The records of several kinds, in the order of the kinds. */
export function besidePages(
	read: (filter: EntryFilter) => Promise<EntryPage>,
	kinds: readonly BesideKind[],
	nodes?: readonly string[]
): Promise<BesideRecords[]> {
	return Promise.all(kinds.map(async (kind) => ({ kind, page: await read(besideOn(kind, nodes)) })));
}
