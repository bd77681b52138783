// Sums of dated figures up to any day: sorted once, then each answer is a search.
import type { Day } from '#lib/kernel/day.ts';

/** The sum of all figures dated up to a day, that day included. */
export type RunningSum = (until: Day) => bigint;

export function runningSum(figures: Iterable<readonly [date: string, value: bigint]>): RunningSum {
	const sorted = [...figures].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
	const days: string[] = [];
	const sums: bigint[] = [];
	let sum = 0n;
	for (const [date, value] of sorted) {
		days.push(date);
		sums.push((sum += value));
	}
	return (until) => sums[countUpTo(days, until) - 1] ?? 0n;
}

/** How many of the sorted days are not after `until`. */
function countUpTo(days: readonly string[], until: string): number {
	let low = 0;
	let high = days.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((days[middle] as string) <= until) low = middle + 1;
		else high = middle;
	}
	return low;
}
