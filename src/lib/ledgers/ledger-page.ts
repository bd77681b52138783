// What a ledger's page shows beside its records: the filter of its address, the choices it offers, the names it needs.
import { firstDayOfYear, monthOf, monthsBetween, type Day } from '#lib/kernel/day.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { readFilter, type EntryFilter } from '#lib/entries/entry-filter.ts';
import type { Book } from '#lib/entries/feature.ts';
import { planNames, type PlanNames } from '#lib/plan/plan-names.ts';

export interface LedgerPageFrame {
	readonly filter: EntryFilter;
	readonly names: PlanNames;
	/** Periods to choose from, the newest first. */
	readonly years: readonly string[];
	readonly months: readonly string[];
	/** Whether the reader enters records of this ledger. */
	readonly mayEnter: boolean;
	/** Record whose details are open, and the one that was just entered. */
	readonly opened: string | null;
	readonly recorded: string | null;
}

export function ledgerPage(
	plan: PlanIndex,
	book: Book,
	mayEnter: boolean,
	ledger: string,
	params: URLSearchParams,
	today: Day,
	locale: string
): LedgerPageFrame {
	const months = monthsBetween(monthOf(firstDayOfYear(plan.document.baseYear)), monthOf(today)).reverse();
	return {
		filter: readFilter(
			params,
			ledger,
			new Set(plan.units.keys()),
			book.subjects(plan.document.indicators.map(({ code }) => code))
		),
		names: planNames(plan, locale),
		years: [...new Set(months.map((month) => month.slice(0, 4)))],
		months,
		mayEnter,
		opened: params.get('open'),
		recorded: params.get('recorded')
	};
}
