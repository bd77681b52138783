// How long the closures of a year took, from the histogram of their days.
import { fraction, type Fraction } from '#lib/kernel/fraction.ts';
import type { Cell } from './fold.ts';

/** A year's closures by the days they took, ascending. */
export type Durations = readonly (readonly [days: number, count: number])[];

/** @param cells those of one layer: `cases/duration/<year>/<days>` */
export function durationsOf(cells: readonly Cell[], year: number): Durations {
	return cells
		.filter(({ parts }) => parts[0] === 'duration' && parts[1] === String(year))
		.map(({ parts, value }) => [Number(parts[2]), Number(value)] as const)
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
