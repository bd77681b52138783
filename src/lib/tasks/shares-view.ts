// What is known of every unit's share of every task today: light, progress, milestones. Tasks, tiles and alerts build on it.
import { daysBetween, type Day } from '#lib/kernel/day.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import type { CellGroups } from '#lib/figures/cell-family.ts';
import { milestoneIds, milestoneReached, shareIds, sharesProgress, shareStatus } from '#lib/figures/families/tasks.ts';
import type { ShareRule, ShareState } from './tasks-view-types.ts';
import type { Layered, Light } from '#lib/figures/layered.ts';

export interface ShareRecord extends ShareState {
	readonly task: string;
	readonly dueReached: Layered<number>;
	/** Milestones overdue for longer than the plan bears. */
	readonly longOverdue: number;
}

interface Known {
	readonly status: Layered<string>;
	readonly progress: Layered<number>;
}

/** All shares in the order of the plan: task by task, departments as named, then districts and zones in official order. */
export function sharesView(plan: PlanSummary, groups: CellGroups, today: Day): ShareRecord[] {
	const known = knownShares(groups);
	const reached = reachedMilestones(groups);
	const territories = plan.units.filter(({ kind }) => kind === 'district' || kind === 'zone').map(({ code }) => code);
	const record = (task: string, unit: string, role: ShareState['role']): ShareRecord => {
		const id = `${task}/${unit}`;
		const behindAfter = plan.settings.verdict.milestones.behindAfterDays;
		const milestones = milestonesOf(plan.schedule[id] ?? [], (n) => reached.get(`${id}/${n}`), today, behindAfter);
		const { status, progress } = known.get(id) ?? unknown;
		return {
			...{ task, unit, role },
			...shareLight(status, milestones, behindAfter),
			progress: shareProgress(milestones, progress),
			...milestones
		};
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
		oldestOverdueDays: Math.max(0, ...shares.map(({ oldestOverdueDays }) => oldestOverdueDays)),
		longOverdue: sum(({ longOverdue }) => longOverdue)
	};
}

type Milestones = Pick<
	ShareRecord,
	'planned' | 'due' | 'reached' | 'dueReached' | 'overdue' | 'oldestOverdueDays' | 'longOverdue'
>;

/** @param planned the planned day of milestone n at n - 1 */
function milestonesOf(
	planned: readonly Day[],
	reachedIn: (n: number) => Layered<boolean> | undefined,
	today: Day,
	behindAfterDays: number
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
		oldestOverdueDays: Math.max(0, ...overdue.map(({ day }) => daysBetween(day, today))),
		longOverdue: overdue.filter(({ day }) => daysBetween(day, today) > behindAfterDays).length
	};
}

/**
 * The light of a share and the rule that gives it; the unit's own page shows the same ones.
 * @param status as reported, and as the confirmed layer has it
 */
export function shareLight(
	status: Layered<string>,
	milestones: Pick<Milestones, 'planned' | 'overdue' | 'oldestOverdueDays' | 'reached'>,
	behindAfterDays: number
): { readonly light: Light; readonly why: ShareRule } {
	// That a share is given up is no unit's own word.
	const standing = status.reported === 'cancelled' ? status.confirmed : status.reported;
	if (standing === 'cancelled') return { light: 'cancelled', why: 'cancelled' };
	if (milestones.oldestOverdueDays > behindAfterDays) return { light: 'behind', why: 'long_overdue' };
	if (standing === 'blocked') return { light: 'blocked', why: 'blocked' };
	if (milestones.overdue > 0) return { light: 'risk', why: 'overdue' };
	const whole =
		milestones.planned > 0 ? milestones.reached.reported >= milestones.planned : status.confirmed === 'completed';
	if (standing === 'completed' && whole) return { light: 'done', why: 'completed' };
	if (standing === 'not_started' && milestones.reached.reported === 0)
		return { light: 'not_started', why: 'not_started' };
	return { light: 'good', why: 'on_track' };
}

/**
 * Whole percent of the milestones that are reached, rounded down.
 * @param typed what a share without milestones says of itself
 */
function shareProgress(
	{ planned, reached }: Pick<Milestones, 'planned' | 'reached'>,
	typed: Layered<number>
): Layered<number> {
	if (planned === 0) return typed;
	const percent = (count: number) => Math.floor((100 * count) / planned);
	return { reported: percent(reached.reported), confirmed: percent(reached.confirmed) };
}

const unknown: Known = {
	status: { reported: 'not_started', confirmed: 'not_started' },
	progress: { reported: 0, confirmed: 0 }
};

function knownShares(groups: CellGroups): Map<string, Known> {
	const known = new Map<string, Known>();
	for (const { layer, parts } of shareStatus.cells(groups)) {
		const id = shareIds.key(parts);
		const share = known.get(id) ?? unknown;
		known.set(id, { ...share, status: { ...share.status, [layer]: parts.status } });
	}
	for (const { layer, parts, value } of sharesProgress.cells(groups)) {
		const id = shareIds.key(parts);
		const share = known.get(id) ?? unknown;
		known.set(id, { ...share, progress: { ...share.progress, [layer]: Number(value) } });
	}
	return known;
}

function reachedMilestones(groups: CellGroups): Map<string, Layered<boolean>> {
	const reached = new Map<string, Layered<boolean>>();
	for (const { layer, parts } of milestoneReached.cells(groups)) {
		const id = milestoneIds.key(parts);
		reached.set(id, { ...(reached.get(id) ?? { reported: false, confirmed: false }), [layer]: true });
	}
	return reached;
}
