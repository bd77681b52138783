// Periods that figures are reported for: a year '2019', a quarter '2019-Q2', a month '2019-06'.
import { firstDayOfYear, lastDayOfMonth, lastDayOfYear, monthOf, yearOf, type Day, type Month } from './day.ts';

declare const periodBrand: unique symbol;
/** "2019", "2019-Q2" or "2019-06". */
export type Period = string & { readonly [periodBrand]: true };
export type PeriodKind = 'year' | 'quarter' | 'month';

/** Null when the text names no period. */
export function parsePeriod(text: string): Period | null {
	return /^(?!0000)\d{4}(?:-Q[1-4]|-(?:0[1-9]|1[0-2]))?$/.test(text) ? (text as Period) : null;
}

export function periodKind(period: Period): PeriodKind {
	return period.length === 4 ? 'year' : period.includes('Q') ? 'quarter' : 'month';
}

export function firstDayOf(period: Period): Day {
	const year = period.slice(0, 4);
	switch (periodKind(period)) {
		case 'year':
			return firstDayOfYear(Number(year));
		case 'quarter':
			return `${year}-${String(Number(period.slice(6)) * 3 - 2).padStart(2, '0')}-01` as Day;
		case 'month':
			return `${period}-01` as Day;
	}
}

export function lastDayOf(period: Period): Day {
	switch (periodKind(period)) {
		case 'year':
			return lastDayOfYear(Number(period));
		case 'quarter':
			return lastDayOfMonth(`${period.slice(0, 4)}-${String(Number(period.slice(6)) * 3).padStart(2, '0')}` as Month);
		case 'month':
			return lastDayOfMonth(period as string as Month);
	}
}

/** The period of a kind that a day lies in. */
export function periodAt(value: Day, kind: PeriodKind): Period {
	switch (kind) {
		case 'year':
			return value.slice(0, 4) as Period;
		case 'quarter':
			return `${value.slice(0, 4)}-Q${Math.ceil(Number(value.slice(5, 7)) / 3)}` as Period;
		case 'month':
			return monthOf(value) as string as Period;
	}
}

/** All periods of a kind from the one that holds `from` to the one that holds `to`. */
export function periodsBetween(from: Day, to: Day, kind: PeriodKind): Period[] {
	const length = { year: 1, quarter: 4, month: 12 }[kind];
	const place = (value: Day) =>
		yearOf(value) * length + { year: 0, quarter: quarterOf(value), month: Number(value.slice(5, 7)) - 1 }[kind];
	const name = (index: number): Period => {
		const year = String(Math.floor(index / length)).padStart(4, '0');
		const within = (index % length) + 1;
		if (kind === 'year') return year as Period;
		return (kind === 'quarter' ? `${year}-Q${within}` : `${year}-${String(within).padStart(2, '0')}`) as Period;
	};
	const first = place(from);
	return Array.from({ length: Math.max(0, place(to) - first + 1) }, (_, index) => name(first + index));
}

function quarterOf(value: Day): number {
	return Math.ceil(Number(value.slice(5, 7)) / 3) - 1;
}
