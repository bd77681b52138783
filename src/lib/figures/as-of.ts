// Which day a page shows: today, live, or a day gone by as it stood at its end; and the days that one compares with.
import { addDays, shiftMonths, shiftYears, type Day } from '#lib/kernel/day.ts';
import type { DayFigures } from './past-figures.ts';

export interface AsOf {
	/** Null: the page is live. */
	readonly day: Day | null;
	readonly today: Day;
	/** The first and the newest day that can be looked back at; null while none is stored. */
	readonly first: Day | null;
	readonly last: Day | null;
}

/** How things stood before; null where that day is not stored. */
export interface Past {
	readonly week: DayFigures | null;
	readonly month: DayFigures | null;
	readonly year: DayFigures | null;
}

export type PastSpan = keyof Past;
export const pastSpans: readonly PastSpan[] = ['week', 'month', 'year'];

/** The days that a day is compared with. */
export function pastDays(today: Day): Readonly<Record<PastSpan, Day>> {
	return { week: addDays(today, -7), month: shiftMonths(today, -1), year: shiftYears(today, -1) };
}

/** An address with another day to look back at; null leads back to the live page. */
export function asOfHref(url: URL, day: Day | null): string {
	const params = new URLSearchParams(url.searchParams);
	if (day === null) params.delete('asOf');
	else params.set('asOf', day);
	const query = params.toString();
	return `${url.pathname}${query && `?${query}`}`;
}
