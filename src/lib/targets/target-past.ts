// How a target stood a week, a month and a year ago, as pages compare it.
import type { Past, PastSpan } from '#lib/figures/as-of.ts';
import type { TargetThen } from '#lib/figures/past-figures.ts';
import type { BaseView, TargetView } from './target-view.ts';

/** Reported layer; null where that day is not stored. */
export type TargetPast = Readonly<Record<PastSpan, TargetThen | null>>;

export function pastOf(past: Past, target: string): TargetPast {
	const of = (span: PastSpan) => past[span]?.targets[target]?.reported ?? null;
	return { week: of('week'), month: of('month'), year: of('year') };
}

/**
 * [R278] What has come since another day, in the target's unit. What a base figure adds or takes away, because it was given or corrected
 * meanwhile, has not come since: an opening stock is left out on both sides, and against another base nothing is compared (`base`).
 * Null while either is unknown.
 */
export function changeSince(
	kind: TargetView['kind'],
	value: number | null,
	base: BaseView | null,
	then: TargetThen
): number | 'base' | null {
	if (value === null || then.value === null) return null;
	const from = base === null || base.state === 'missing' ? null : base.value;
	if (then.base === undefined || then.base === from) return value - then.value;
	return kind === 'cumulative' ? value - (from ?? 0) - (then.value - (then.base ?? 0)) : 'base';
}
