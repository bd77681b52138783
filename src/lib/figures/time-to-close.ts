// How long the closures of a year took, from the histogram of their days.
import { fraction, type Fraction } from '#lib/kernel/fraction.ts';
import type { Cell, PartsOf } from './cell-family.ts';
import type { casesDuration } from './families/cases.ts';

/** A year's closures by the days they took, ascending. */
export type Durations = readonly (readonly [days: number, count: number])[];

/** @param cells those of one layer */
export function durationsOf(
	cells: readonly Pick<Cell<PartsOf<typeof casesDuration>>, 'parts' | 'value'>[],
	year: number
): Durations {
	return cells
		.filter(({ parts }) => parts.year === year)
		.map(({ parts, value }) => [parts.days, Number(value)] as const)
		.sort(([a], [b]) => a - b);
}

export function countOf(durations: Durations): number {
	return durations.reduce((sum, [, count]) => sum + count, 0);
}

/** The middle closure's days; of an even number the mean of the two in the middle. Null without closures. */
export function medianOf(durations: Durations): Fraction | null {
	const total = countOf(durations);
	if (total <= 0) return null;
	const daysOf = (place: number): number => {
		let seen = 0;
		return durations.find(([, count]) => (seen += count) >= place)?.[0] ?? 0;
	};
	return fraction(BigInt(daysOf(Math.ceil(total / 2)) + daysOf(Math.floor(total / 2) + 1)), 2n);
}

/** Null without closures. */
export function meanOf(durations: Durations): Fraction | null {
	const total = countOf(durations);
	const days = durations.reduce((sum, [each, count]) => sum + each * count, 0);
	return total <= 0 ? null : fraction(BigInt(days), BigInt(total));
}
