// Which records a ledger's page shows, as its address says it; what it does not understand it leaves out.
import { parseMonth } from '#lib/kernel/day.ts';
import type { EntryState } from './entry.ts';

export const bookLedgers = ['funds', 'transactions', 'cases', 'observations'] as const;
/** The ledgers that are kept as books; tasks have pages of their own. */
export type BookLedger = (typeof bookLedgers)[number];

export const entryStates: readonly EntryState[] = ['reported', 'confirmed', 'reversal_waits', 'reversed'];

/** How many records one page holds. */
export const pageSize = 50;

export interface EntryFilter {
	readonly ledger: BookLedger;
	/** Entered by the unit or belonging to its territory. */
	readonly unit: string | null;
	/** '2019' or '2019-09'. */
	readonly period: string | null;
	/** A step of funds, a kind of deal or of case record, an indicator; `open` = cases that are open. */
	readonly kind: string | null;
	readonly state: EntryState | null;
	/** Nodes of the budget: movements, operations and reviews on them, transfers from them or to them. */
	readonly nodes?: readonly string[];
	/** Where a movement's money comes from. */
	readonly source?: string | null;
	/** Movements of funds alone, or those of them that overdraw the budget, approved or not. */
	readonly only?: 'movements' | 'exceptions';
	/** From 1. */
	readonly page: number;
}

const kindsOf: Readonly<Record<BookLedger, readonly string[]>> = {
	funds: ['allocated', 'received', 'committed', 'disbursed', 'spent', 'exception', 'transfer', 'operation', 'review'],
	transactions: ['transfer', 'licence', 'equity', 'pledge'],
	cases: ['case', 'closure', 'reopening', 'open'],
	observations: ['base']
};

/** @param indicators the plan's: observations are counted by them */
export function kindsOfLedger(ledger: BookLedger, indicators: readonly string[]): readonly string[] {
	return ledger === 'observations' ? [...indicators, ...kindsOf.observations] : kindsOf[ledger];
}

export function readFilter(
	params: URLSearchParams,
	ledger: BookLedger,
	units: ReadonlySet<string>,
	indicators: readonly string[] = []
): EntryFilter {
	const unit = params.get('unit');
	const period = params.get('month') ?? '';
	const kind = params.get('kind') ?? '';
	const page = params.get('page') ?? '';
	return {
		ledger,
		unit: unit !== null && units.has(unit) ? unit : null,
		period: parseMonth(period) ?? (/^\d{4}$/.test(period) ? period : null),
		kind: kindsOfLedger(ledger, indicators).includes(kind) ? kind : null,
		state: entryStates.find((state) => state === params.get('state')) ?? null,
		page: /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1
	};
}

/** The address of a ledger's page with other values; a change of what is shown leads back to its first page. */
export function filterHref(filter: EntryFilter, change: Partial<EntryFilter> = {}): string {
	const { ledger, unit, period, kind, state, page } = { ...filter, page: 1, ...change };
	const params = new URLSearchParams();
	if (unit !== null) params.set('unit', unit);
	if (period !== null) params.set('month', period);
	if (kind !== null) params.set('kind', kind);
	if (state !== null) params.set('state', state);
	if (page > 1) params.set('page', String(page));
	const query = params.toString();
	return `/ledger/${ledger}${query && `?${query}`}`;
}
