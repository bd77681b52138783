// The milestones of the city and of every district and zone: planned, due, reached, overdue.
import type { Day } from '#lib/kernel/day.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import type { Cell } from '#lib/figures/cell-family.ts';
import { sumMilestones, type ShareRecord } from './shares-view.ts';
import { reachesShare } from '#lib/figures/ratios.ts';
import type { MilestonesView, UnitMilestones } from './tasks-view-types.ts';
import type { Layered, Light } from '#lib/figures/layered.ts';

/** Percent of the milestones due that are reached: from where a tile is on course, and from where at risk. */
export const tileThresholds = { onCourseFrom: 85, atRiskFrom: 70 } as const;

/** As much as the verdict tells readers without figures by unit. */
export type ToldMilestones = Pick<MilestonesView, 'light' | 'overdue'> & { readonly oldestOverdueDays: number };

/**
 * @param totals the cells of all milestones that are reached
 * @param shares null for readers without figures by unit
 * @param told by the verdict, for readers without figures by unit; null until it has come
 */
export function milestonesView(
	plan: PlanSummary,
	totals: readonly Pick<Cell, 'layer' | 'value'>[],
	shares: readonly ShareRecord[] | null,
	today: Day,
	told: ToldMilestones | null = null
): MilestonesView {
	const days = Object.values(plan.schedule).flat();
	const due = days.filter((planned) => planned <= today).length;
	const reached = reachedOf(totals);
	const sums = { planned: days.length, due, reached };
	if (shares) {
		const { dueReached, overdue, oldestOverdueDays, longOverdue } = sumMilestones(shares);
		return {
			light: milestonesLight(plan, { ...sums, dueReached, longOverdue }),
			...{ ...sums, overdue, oldestOverdueDays },
			units: unitMilestones(plan, shares).filter(({ kind }) => kind !== 'department')
		};
	}
	if (told) return { ...sums, ...told, units: null };
	// Without the units nobody knows which ones were reached: those ahead of time may stand for some that are missing.
	const before = days.filter((planned) => planned < today).length;
	return {
		light: milestonesLight(plan, { ...sums, dueReached: reached, longOverdue: 0 }),
		...{ ...sums, overdue: Math.max(0, before - reached.reported), oldestOverdueDays: null },
		units: null
	};
}

/** Every unit that holds a share, departments too, in official order; together they are the city. */
export function unitMilestones(plan: PlanSummary, shares: readonly ShareRecord[]): UnitMilestones[] {
	return plan.units.flatMap(({ code, kind }) => {
		const own = shares.filter(({ unit }) => unit === code);
		if (own.length === 0) return [];
		const sums = sumMilestones(own);
		return [
			{
				unit: code,
				kind: kind === 'district' || kind === 'zone' ? kind : 'department',
				light: milestonesLight(plan, sums),
				...sums
			}
		];
	});
}

type Sums = Pick<UnitMilestones, 'planned' | 'due' | 'reached' | 'dueReached' | 'longOverdue'>;

/** How many are reached, and how old the oldest is that is not. */
function milestonesLight(plan: PlanSummary, sums: Sums): Light {
	const { planned, due, longOverdue } = sums;
	const [reached, dueReached] = [sums.reached.reported, sums.dueReached.reported];
	if (planned > 0 && reached >= planned) return 'done';
	if (due === 0) return 'not_started';
	if (reached === 0) return 'unreported';
	if (reachesShare(longOverdue, due, plan.settings.verdict.overall.atRiskShareFrom)) return 'behind';
	if (dueReached * 100 < tileThresholds.atRiskFrom * due) return 'behind';
	return longOverdue === 0 && dueReached * 100 >= tileThresholds.onCourseFrom * due ? 'good' : 'risk';
}

function reachedOf(totals: readonly Pick<Cell, 'layer' | 'value'>[]): Layered<number> {
	const reached = { reported: 0, confirmed: 0 };
	for (const { layer, value } of totals) reached[layer] = Number(value);
	return reached;
}
