// How a target stood a week, a month and a year ago, as pages compare it.
import type { Past, PastSpan } from '#lib/dashboard/as-of.ts';
import type { TargetThen } from '#lib/dashboard/day-figures.ts';

/** Reported layer; null where that day is not stored. */
export type TargetPast = Readonly<Record<PastSpan, TargetThen | null>>;

export function pastOf(past: Past, target: string): TargetPast {
	const of = (span: PastSpan) => past[span]?.targets[target]?.reported ?? null;
	return { week: of('week'), month: of('month'), year: of('year') };
}
