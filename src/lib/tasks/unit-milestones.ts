// What each unit still owes of its milestones: the units furthest behind first, each with its shares and what is overdue in them.
import { milestoneIds, milestoneReached, shareIds } from '#lib/figures/families/tasks.ts';
import { groupCells, inLayer, type FoldState } from '#lib/figures/fold.ts';
import { sharesView, type ShareRecord } from './shares-view.ts';
import { daysBetween, type Day } from '#lib/kernel/day.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';

interface OverdueMilestone {
	/** `<task>/<unit>/<n>`. */
	readonly id: string;
	readonly planned: Day;
	/** Days since its planned day. */
	readonly days: number;
}

interface UnitShare extends Pick<ShareRecord, 'task' | 'unit' | 'role' | 'light' | 'progress' | 'planned' | 'reached'> {
	/** The oldest first. */
	readonly overdue: readonly OverdueMilestone[];
}

export interface UnitMilestones {
	readonly unit: string;
	readonly overdue: number;
	/** Days since the oldest overdue milestone was due; 0 when none is. */
	readonly oldest: number;
	readonly shares: readonly UnitShare[];
}

/** [R281] Every unit that holds a share; by the age of the oldest overdue milestone, then by how many are, then in official order. */
export function unitMilestones(plan: PlanSummary, state: Pick<FoldState, 'cells' | 'today'>): UnitMilestones[] {
	const groups = groupCells(state.cells);
	const reached = new Set(
		inLayer(milestoneReached.cells(groups), 'reported')
			.filter(({ value }) => value > 0n)
			.map(({ parts }) => milestoneIds.key(parts))
	);
	const shares = sharesView(plan, groups, state.today).map(
		({ task, unit, role, light, progress, planned, reached: count }): UnitShare => ({
			task,
			unit,
			role,
			light,
			progress,
			planned,
			reached: count,
			overdue: (plan.schedule[shareIds.key({ task, unit })] ?? [])
				.map((day, index) => ({
					id: milestoneIds.key({ task, unit, n: index + 1 }),
					planned: day,
					days: daysBetween(day, state.today)
				}))
				.filter(({ id, days }) => days > 0 && !reached.has(id))
				.sort((a, b) => b.days - a.days)
		})
	);
	return plan.units
		.map(({ code }) => {
			const own = shares.filter(({ unit }) => unit === code);
			const overdue = own.flatMap((share) => share.overdue);
			return {
				unit: code,
				overdue: overdue.length,
				oldest: Math.max(0, ...overdue.map(({ days }) => days)),
				shares: own
			};
		})
		.filter(({ shares: own }) => own.length > 0)
		.sort((a, b) => b.oldest - a.oldest || b.overdue - a.overdue);
}

/** The units and shares that an address asks for; without a unit or a task, those with something overdue or blocked. */
export function chosen(
	units: readonly UnitMilestones[],
	{ unit, task }: { readonly unit: string | null; readonly task: string | null }
): UnitMilestones[] {
	const wanted = (share: UnitShare) =>
		unit === null && task === null
			? share.overdue.length > 0 || share.light === 'blocked'
			: (unit === null || share.unit === unit) && (task === null || share.task === task);
	return units.map((one) => ({ ...one, shares: one.shares.filter(wanted) })).filter(({ shares }) => shares.length > 0);
}
