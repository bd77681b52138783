// What is known of every unit's share of every task today: light, progress, milestones. Tasks, tiles and alerts build on it.
import { daysBetween, type Day } from '#lib/kernel/day.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import type { Cell, CellGroups } from './fold.ts';
import type { Layered, Light, ShareState } from './view-types.ts';

export interface ShareRecord extends ShareState {
	readonly task: string;
	readonly planned: number;
	/** Planned up to today. */
	readonly due: number;
	readonly reached: Layered<number>;
	readonly dueReached: Layered<number>;
	/** Days since the oldest overdue milestone was due; 0 when none is. */
	readonly oldestOverdueDays: number;
}

interface Known {
	readonly status: string;
	readonly progress: Layered<number>;
}

/** All shares in the order of the plan: task by task, departments as named, then districts and zones in official order. */
export function sharesView(plan: PlanSummary, groups: CellGroups, today: Day): ShareRecord[] {
	const known = knownShares(groups.get('share') ?? []);
	const reached = reachedMilestones(groups.get('milestone') ?? []);
	const territories = plan.units.filter(({ kind }) => kind === 'district' || kind === 'zone').map(({ code }) => code);
	const record = (task: string, unit: string, role: ShareState['role']): ShareRecord => {
		const id = `${task}/${unit}`;
		const milestones = milestonesOf(plan.schedule[id] ?? [], (n) => reached.get(`${id}/${n}`), today);
		const { status, progress } = known.get(id) ?? { status: 'not_started', progress: { reported: 0, confirmed: 0 } };
		const behindAfter = plan.settings.verdict.milestones.behindAfterDays;
		return { task, unit, role, light: shareLight(status, progress, milestones, behindAfter), progress, ...milestones };
	};
	return plan.tasks.flatMap(({ code, departments, territories: everywhere }) => [
		...departments.map((unit, index) => record(code, unit, index === 0 ? 'lead' : 'joint')),
		...(everywhere
			? territories.filter((unit) => `${code}/${unit}` in plan.schedule).map((unit) => record(code, unit, 'territory'))
			: [])
	]);
}

/** Sums of the milestones of some shares. */
export function sumMilestones(shares: readonly ShareRecord[]) {
	const sum = (of: (share: ShareRecord) => number) => shares.reduce((total, share) => total + of(share), 0);
	return {
		planned: sum(({ planned }) => planned),
		due: sum(({ due }) => due),
		reached: { reported: sum(({ reached }) => reached.reported), confirmed: sum(({ reached }) => reached.confirmed) },
		dueReached: {
			reported: sum(({ dueReached }) => dueReached.reported),
			confirmed: sum(({ dueReached }) => dueReached.confirmed)
		},
		overdue: sum(({ overdue }) => overdue),
		oldestOverdueDays: Math.max(0, ...shares.map(({ oldestOverdueDays }) => oldestOverdueDays))
	};
}

type Milestones = Pick<ShareRecord, 'planned' | 'due' | 'reached' | 'dueReached' | 'overdue' | 'oldestOverdueDays'>;

/** @param planned the planned day of milestone n at n - 1 */
function milestonesOf(
	planned: readonly Day[],
	reachedIn: (n: number) => Layered<boolean> | undefined,
	today: Day
): Milestones {
	const all = planned.map((day, index) => ({
		day,
		...(reachedIn(index + 1) ?? { reported: false, confirmed: false })
	}));
	const due = all.filter(({ day }) => day <= today);
	// On its planned day a milestone is due; it is overdue from the day after.
	const overdue = due.filter(({ day, reported }) => day < today && !reported);
	const countLayers = (list: typeof all): Layered<number> => ({
		reported: list.filter(({ reported }) => reported).length,
		confirmed: list.filter(({ confirmed }) => confirmed).length
	});
	return {
		planned: all.length,
		due: due.length,
		reached: countLayers(all),
		dueReached: countLayers(due),
		overdue: overdue.length,
		oldestOverdueDays: Math.max(0, ...overdue.map(({ day }) => daysBetween(day, today)))
	};
}

/** The light of a share; the unit's own page shows the same one. */
export function shareLight(
	status: string,
	progress: Layered<number>,
	milestones: Pick<Milestones, 'overdue' | 'oldestOverdueDays' | 'reached'>,
	behindAfterDays: number
): Light {
	if (status === 'cancelled' || status === 'blocked') return status;
	if (status === 'completed') return 'done';
	if (milestones.overdue > 0) return milestones.oldestOverdueDays > behindAfterDays ? 'behind' : 'risk';
	const untouched = status === 'not_started' && progress.reported === 0 && milestones.reached.reported === 0;
	return untouched ? 'not_started' : 'good';
}

/** Cells `share/<task>/<unit>/status/<status>` (1 for the one that holds) and `share/<task>/<unit>/progress` (percent). */
function knownShares(cells: readonly Cell[]): Map<string, Known> {
	const known = new Map<string, Known>();
	for (const { layer, parts, value } of cells) {
		const [task = '', unit = '', field, status = ''] = parts;
		const id = `${task}/${unit}`;
		const share = known.get(id) ?? { status: 'not_started', progress: { reported: 0, confirmed: 0 } };
		if (field === 'progress') known.set(id, { ...share, progress: { ...share.progress, [layer]: Number(value) } });
		else if (layer === 'reported') known.set(id, { ...share, status });
	}
	return known;
}

function reachedMilestones(cells: readonly Cell[]): Map<string, Layered<boolean>> {
	const reached = new Map<string, Layered<boolean>>();
	for (const { layer, parts } of cells) {
		const id = parts.join('/');
		reached.set(id, { ...(reached.get(id) ?? { reported: false, confirmed: false }), [layer]: true });
	}
	return reached;
}
