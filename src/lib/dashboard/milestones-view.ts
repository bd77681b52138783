// The milestones of the city and of every district and zone: planned, due, reached, overdue.
import type { Day } from '#lib/kernel/day.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import type { Cell } from './fold.ts';
import { sumMilestones, type ShareRecord } from './shares-view.ts';
import type { Layered, Light, MilestonesView, UnitMilestones } from './view-types.ts';

/** Percent of the milestones due that are reached: from where a tile is on course, and from where at risk. */
export const tileThresholds = { onCourseFrom: 85, atRiskFrom: 70 } as const;

/**
 * @param totals the cells `milestones/reached`
 * @param shares null for readers without figures by unit
 */
export function milestonesView(
	plan: PlanSummary,
	totals: readonly Cell[],
	shares: readonly ShareRecord[] | null,
	today: Day
): MilestonesView {
	const days = Object.values(plan.schedule).flat();
	const due = days.filter((planned) => planned <= today).length;
	const reached = reachedOf(totals);
	// Without the units nobody knows which ones were reached: those ahead of time may stand for some that are missing.
	const dueReached = shares ? sumMilestones(shares).dueReached.reported : reached.reported;
	return {
		light: milestonesLight(days.length, due, reached.reported, dueReached),
		planned: days.length,
		due,
		reached,
		units: shares && unitMilestones(plan, shares).filter(({ kind }) => kind !== 'department')
	};
}

/** How many milestones are overdue; without figures by unit, how many fewer are reached than were due before today. */
export function overdueMilestones(
	plan: PlanSummary,
	totals: readonly Cell[],
	shares: readonly ShareRecord[] | null,
	today: Day
): number {
	if (shares) return sumMilestones(shares).overdue;
	const before = Object.values(plan.schedule)
		.flat()
		.filter((planned) => planned < today).length;
	return Math.max(0, before - reachedOf(totals).reported);
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
				light: milestonesLight(sums.planned, sums.due, sums.reached.reported, sums.dueReached.reported),
				...sums
			}
		];
	});
}

function milestonesLight(planned: number, due: number, reached: number, dueReached: number): Light {
	if (planned > 0 && reached >= planned) return 'done';
	if (due === 0) return 'not_started';
	if (reached === 0) return 'unreported';
	if (dueReached * 100 >= tileThresholds.onCourseFrom * due) return 'good';
	return dueReached * 100 >= tileThresholds.atRiskFrom * due ? 'risk' : 'behind';
}

function reachedOf(totals: readonly Cell[]): Layered<number> {
	const reached = { reported: 0, confirmed: 0 };
	for (const { layer, parts, value } of totals) if (parts[0] === 'reached') reached[layer] = Number(value);
	return reached;
}
