// Which records stand behind a target's figure, as a filter of their ledger, and the addresses of the whole lists.
import { filterHref, firstPage, type EntryFilter } from '#lib/entries/entry-filter.ts';
import type { EntryView } from '#lib/entries/entry-view.ts';
import { isOf } from '#lib/entries/feature.ts';
import { dealKind } from '#lib/transactions/deal-entries.ts';
import type { PlanTarget } from '#lib/plan/plan-document.ts';

/** How many records a target's page shows. */
const shownRecords = 20;

export interface TargetRecords {
	readonly filter: EntryFilter;
	/** Kinds of records that count; empty: all of the filter. */
	readonly kinds: readonly string[];
}

/** Null for a register's target: its records are those of its entities. */
export function recordsOf({ measure }: PlanTarget): TargetRecords | null {
	const of = (ledger: string, kinds: readonly string[], one: string | null = null): TargetRecords => ({
		filter: { ledger, unit: null, period: null, kind: one, state: null, ...firstPage },
		kinds
	});
	if (measure.from === 'register') return null;
	if (measure.from === 'indicator') return of('observations', [measure.indicator], measure.indicator);
	switch (measure.figure) {
		case 'trade-amount':
			return of('transactions', ['transfer', 'licence', 'equity']);
		case 'pledge-amount':
			return of('transactions', ['pledge'], 'pledge');
		case 'accepted':
			return of('cases', ['case'], 'case');
		case 'days-to-close':
			return of('cases', ['closure'], 'closure');
		case 'closure-rate':
			return of('cases', []);
		case 'local-to-central':
			return of('funds', ['received'], 'received');
	}
}

/** The newest of a page of entries that count. */
export function countingRecords({ kinds, filter }: TargetRecords, rows: readonly EntryView[]): EntryView[] {
	const counts = (entry: EntryView) =>
		kinds.length === 0 || filter.kind !== null || (isOf(dealKind, entry) && kinds.includes(entry.details.deal));
	return rows.filter(counts).slice(0, shownRecords);
}

/** The whole lists: one, or one for each kind where the ledger's page takes one kind at a time. */
export function recordLinks({
	filter,
	kinds
}: TargetRecords): { readonly kind: string | null; readonly href: string }[] {
	if (filter.kind !== null || kinds.length === 0) return [{ kind: null, href: filterHref(filter) }];
	return kinds.map((kind) => ({ kind, href: filterHref(filter, { kind }) }));
}
