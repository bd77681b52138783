// The pace line 序时进度 and the light of an actual figure against it.
import { daysBetween, type Day } from '#lib/kernel/day.ts';
import { atLeast, fraction, fractionOf, times, type Fraction } from '#lib/kernel/fraction.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import type { Why } from './target-view.ts';

export interface Judgement {
	readonly light: 'good' | 'risk' | 'behind';
	readonly rule: Extract<Why['rule'], 'on_pace' | 'near_pace' | 'below_pace'>;
}

/** The share of the days from `first` to `last` that have begun on a day, that day included: 0 before, 1 after. */
export function elapsed(first: Day, last: Day, at: Day): Fraction {
	const total = daysBetween(first, last) + 1;
	return fraction(BigInt(Math.min(total, Math.max(0, daysBetween(first, at) + 1))), BigInt(total));
}

/** Light by actual / planned and the plan's two thresholds. */
export function byPace(plan: PlanSummary, actual: Fraction, planned: Fraction): Judgement {
	const { onCourseFrom, atRiskFrom } = plan.settings.verdict.pace;
	if (atLeast(actual, times(planned, fractionOf(onCourseFrom)))) return { light: 'good', rule: 'on_pace' };
	return atLeast(actual, times(planned, fractionOf(atRiskFrom)))
		? { light: 'risk', rule: 'near_pace' }
		: { light: 'behind', rule: 'below_pace' };
}
