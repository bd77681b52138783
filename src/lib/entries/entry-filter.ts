// Which records a ledger's page shows, as its address says it; what it does not understand it leaves out.
import { parseMonth } from '#lib/kernel/day.ts';
import type { EntryState } from './entry.ts';

export const entryStates: readonly EntryState[] = ['reported', 'confirmed', 'reversal_waits', 'reversed'];

/** How many records one page holds. */
export const pageSize = 50;

export interface EntryFilter {
	/** One with a list of its own. */
	readonly ledger: string;
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
	/** The place after which the page begins, or before which it ends (see `cursorOf`); without them it is found by its number. */
	readonly after: string | null;
	readonly before: string | null;
}

/** A record's place in its list, as addresses and programs name it. */
export function cursorOf({ effectiveAt, id }: { readonly effectiveAt: Date; readonly id: string }): string {
	return `${effectiveAt.toISOString()}~${id}`;
}

/** @returns null for what is no place */
export function readCursor(cursor: string): { readonly at: string; readonly id: string } | null {
	const [, at = '', id = ''] =
		/^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)~([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor) ?? [];
	return id === '' || Number.isNaN(Date.parse(at)) ? null : { at, id };
}

/** @param kinds what records of the ledger are counted by */
export function readFilter(
	params: URLSearchParams,
	ledger: string,
	units: ReadonlySet<string>,
	kinds: readonly string[]
): EntryFilter {
	const unit = params.get('unit');
	const period = params.get('month') ?? '';
	const kind = params.get('kind') ?? '';
	const page = params.get('page') ?? '';
	return {
		ledger,
		unit: unit !== null && units.has(unit) ? unit : null,
		period: parseMonth(period) ?? (/^\d{4}$/.test(period) ? period : null),
		kind: kinds.includes(kind) ? kind : null,
		state: entryStates.find((state) => state === params.get('state')) ?? null,
		page: /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1,
		...readPlace(params)
	};
}

/** Which of both is said and understood; after wins. */
export function readPlace(params: URLSearchParams): Pick<EntryFilter, 'after' | 'before'> {
	const of = (name: string) => {
		const cursor = params.get(name) ?? '';
		return readCursor(cursor) === null ? null : cursor;
	};
	const after = of('after');
	return { after, before: after === null ? of('before') : null };
}

/** Which page a filter is at. */
export function placeOf({ page, after, before }: EntryFilter): Pick<EntryFilter, 'page' | 'after' | 'before'> {
	return { page, after, before };
}

/** The first page, and without a place: what a change of the filter leads to. */
export const firstPage = { page: 1, after: null, before: null } as const;

/** The address of a ledger's page with other values; a change of what is shown leads back to its first page. */
export function filterHref(filter: EntryFilter, change: Partial<EntryFilter> = {}): string {
	const { ledger, unit, period, kind, state, ...place } = { ...filter, ...firstPage, ...change };
	const params = new URLSearchParams();
	if (unit !== null) params.set('unit', unit);
	if (period !== null) params.set('month', period);
	if (kind !== null) params.set('kind', kind);
	if (state !== null) params.set('state', state);
	setPlace(params, place);
	const query = params.toString();
	return `/ledger/${ledger}${query && `?${query}`}`;
}

/** Says in an address which page it is. */
export function setPlace(
	params: URLSearchParams,
	{ page, after, before }: Pick<EntryFilter, 'page' | 'after' | 'before'>
): void {
	if (page > 1) params.set('page', String(page));
	if (after !== null) params.set('after', after);
	if (before !== null && page > 1) params.set('before', before);
}

/** The pages beside one: null where there is none. */
export function pagesBeside(
	{ page }: Pick<EntryFilter, 'page'>,
	{ previous, next }: { readonly previous: string | null; readonly next: string | null }
) {
	return {
		previous:
			previous === null ? null : { page: Math.max(1, page - 1), before: page > 2 ? previous : null, after: null },
		next: next === null ? null : { page: page + 1, after: next, before: null }
	};
}
