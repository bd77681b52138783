// Which of the waiting groups a review page lists one by one.
import { isOf } from '#lib/entries/feature.ts';
import { milestoneKind } from '#lib/tasks/task-entries.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { Waiting, WaitingEntry } from '#lib/entries/entry-view.ts';
import { milestoneTitles, planNames, type PlanNames } from '#lib/plan/plan-names.ts';

export interface UnitMonth {
	readonly unit: string;
	readonly month: string;
}

/** The group of the address while something waits in it, else the first; null when nothing waits. */
export function chosenGroup(waiting: Waiting, params: URLSearchParams): UnitMonth | null {
	const all = [...waiting.groups, ...waiting.barred];
	const named = all.find(({ unit, month }) => unit === params.get('unit') && month === params.get('month'));
	const group = named ?? all[0];
	return group ? { unit: group.unit, month: group.month } : null;
}

/** Whether the address asks what confirming this very month would do. */
export function isAsked({ unit, month }: UnitMonth, params: URLSearchParams): boolean {
	return params.get('ask') === 'month' && params.get('unit') === unit && params.get('month') === month;
}

/** The plan's names in one language, with the milestones that records speak of. */
export function wordsOfRecords(
	plan: PlanIndex,
	locale: string,
	entries: readonly Pick<WaitingEntry, 'entry'>[]
): { readonly names: PlanNames; readonly milestones: Readonly<Record<string, string>> } {
	const spoken = entries.flatMap(({ entry }) => (isOf(milestoneKind, entry) ? [entry.details.milestone] : []));
	return { names: planNames(plan, locale), milestones: milestoneTitles(plan, locale, [...new Set(spoken)]) };
}
