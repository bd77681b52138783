// How far the plan's days have passed: 时序进度.
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import { type Day, firstDayOfYear, daysBetween, lastDayOfYear } from '#lib/kernel/day.ts';

export interface Pace {
	/** Days that have begun, today included. */
	readonly elapsed: number;
	/** All days of the plan. */
	readonly total: number;
	/** elapsed / total, 0..1. */
	readonly share: number;
}

/** The days of the plan that have begun, today included, of all its days. */
export function paceOf(plan: Pick<PlanSummary, 'years'>, today: Day): Pace {
	const first = firstDayOfYear(Math.min(...plan.years));
	const total = daysBetween(first, lastDayOfYear(Math.max(...plan.years))) + 1;
	const elapsed = Math.min(total, Math.max(0, daysBetween(first, today) + 1));
	return { elapsed, total, share: elapsed / total };
}
