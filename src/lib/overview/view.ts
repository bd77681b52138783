// The overview as a function of the plan, the cells, today and the server's verdict; nothing else goes in.
import { yearOf, type Day } from '#lib/kernel/day.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import type { MeasureState, Verdict } from '#lib/protocol/verdict.ts';
import { targetsView } from '#lib/targets/targets-view.ts';
import { attentionOf } from './attention.ts';
import { casesView } from './cases-view.ts';
import type { KeptParts } from './day-figures.ts';
import { firstPart, type CellFamily, type CellGroups } from '#lib/figures/cell-family.ts';
import { casesDuration, casesOpen, casesTurned } from '#lib/figures/families/cases.ts';
import { dealAmounts, dealCounts } from '#lib/figures/families/deals.ts';
import { budgetMoved, fundsMoved } from '#lib/figures/families/funds.ts';
import {
	milestoneReached,
	milestonesReached,
	sharesProgress,
	sharesByStatus,
	shareStatus
} from '#lib/figures/families/tasks.ts';
import { groupCells, type FoldState } from '#lib/figures/fold.ts';
import { fundsView } from './funds-view.ts';
import { milestonesView, type ToldMilestones } from '#lib/tasks/milestones-view.ts';
import { proofConflicts } from '#lib/tasks/proofs.ts';
import { sharesView, type ShareRecord } from '#lib/tasks/shares-view.ts';
import { tasksView } from '#lib/tasks/tasks-view.ts';
import { totalsOf } from './totals.ts';
import { otherTargets, verdictOf } from './verdict.ts';
import type { DashboardView, Panel } from './view-types.ts';
import type { Light } from '#lib/figures/layered.ts';
import { volumeView } from './volume-view.ts';
import { paceOf } from '#lib/figures/pace.ts';

/** Readers whose heads do not name the stream `breakdown` get no tasks and no figures by unit. */
export function viewOf(plan: PlanSummary, state: Omit<FoldState, 'feed' | 'epoch'>): DashboardView {
	const { today } = state;
	const groups = groupCells(state.cells);
	const pace = paceOf(plan, today);
	const targets = targetsView(plan, groups, today);
	const others = otherTargets(plan, targets);
	const shares = state.heads['breakdown'] === undefined ? null : sharesView(plan, groups, today);
	const told = state.verdict?.measures.find(({ measure }) => measure === 'milestones');
	const counted = { pace, targets, ...measured(plan, groups, shares, today, pace, told && toldMilestones(told)) };
	const parts = {
		...counted,
		trade: volumeView(plan, groups, today, 'trade'),
		pledge: volumeView(plan, groups, today, 'pledge'),
		cases: casesView(plan, groups, today)
	};
	return {
		today,
		planYear: plan.years.filter((year) => year <= yearOf(today)).length,
		...parts,
		verdict: state.verdict ?? verdictFrom(plan, groups, shares, counted, state),
		attention: attentionOf(plan, { ...parts, targets: others }, shares),
		totals: totalsOf(groups),
		updated: updatedOf(state.changed)
	};
}

/** What the verdict counts beside the targets. */
function measured(
	plan: PlanSummary,
	groups: CellGroups,
	shares: readonly ShareRecord[] | null,
	today: Day,
	pace: DashboardView['pace'],
	told: ToldMilestones | null = null
) {
	const begun = groups.has(shareStatus) || groups.has(sharesProgress) || groups.has(milestoneReached);
	return {
		funds: fundsView(plan, groups, today, pace),
		tasks: shares && tasksView(plan, shares, begun),
		milestones: milestonesView(plan, milestonesReached.cells(groups), shares, today, told)
	};
}

/**
 * The verdict alone: it is computed for every batch of frames, so it leaves out what only panels show.
 * @param state every cell of `city` and `breakdown`: only then it is the verdict that all readers get
 */
export function wholeVerdict(plan: PlanSummary, state: WholeState): Verdict {
	return judged(plan, groupCells(state.cells), state).verdict;
}

/** What is kept of a day, without what only panels show: past days are computed by the thousand. */
export function keptOf(plan: PlanSummary, state: WholeState): KeptParts {
	const groups = groupCells(state.cells);
	return {
		...judged(plan, groups, state),
		cases: casesView(plan, groups, state.today),
		totals: totalsOf(groups)
	};
}

type WholeState = Pick<FoldState, 'cells' | 'heads' | 'today'>;

/** What is counted, and the verdict on it. */
function judged(plan: PlanSummary, groups: CellGroups, { today, heads }: WholeState) {
	const pace = paceOf(plan, today);
	const targets = targetsView(plan, groups, today);
	const shares = heads['breakdown'] === undefined ? null : sharesView(plan, groups, today);
	const counted = { pace, targets, ...measured(plan, groups, shares, today, pace) };
	return { ...counted, verdict: verdictFrom(plan, groups, shares, counted, { today, heads }) };
}

/** The verdict on what has been computed. */
function verdictFrom(
	plan: PlanSummary,
	groups: CellGroups,
	shares: readonly ShareRecord[] | null,
	counted: Pick<DashboardView, 'pace' | 'targets'> & ReturnType<typeof measured>,
	{ today, heads }: Pick<FoldState, 'heads' | 'today'>
): Verdict {
	const attention = attentionOf(plan, counted, shares);
	const conflicts = proofConflicts(plan, groups, counted.targets);
	return verdictOf(plan, { ...counted, attention, conflicts }, today, heads);
}

function toldMilestones({ lights, figures }: MeasureState): ToldMilestones {
	const [light = 'unreported'] = Object.keys(lights) as Light[];
	return { light, overdue: figures['overdue'] ?? 0, oldestOverdueDays: figures['oldestOverdueDays'] ?? 0 };
}

/** The families that each panel is computed from. */
const sources: Readonly<Record<Panel, readonly CellFamily[]>> = {
	funds: [fundsMoved, budgetMoved],
	transactions: [dealAmounts, dealCounts],
	cases: [casesTurned, casesOpen, casesDuration],
	tasks: [shareStatus, sharesProgress, sharesByStatus, milestoneReached, milestonesReached],
	milestones: [milestoneReached, milestonesReached]
};

function updatedOf(changed: FoldState['changed']): DashboardView['updated'] {
	const newest = (families: readonly CellFamily[]) =>
		families
			.flatMap(({ pattern }) => changed[firstPart(pattern)] ?? [])
			.reduce<string | null>((last, at) => (last === null || Date.parse(at) > Date.parse(last) ? at : last), null);
	return Object.fromEntries(
		Object.entries(sources).map(([panel, families]) => [panel, newest(families)])
	) as DashboardView['updated'];
}
