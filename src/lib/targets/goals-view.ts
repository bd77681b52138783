// What the pages of goals fold: every target, or one of them with its units, and which readings are in force.
import type { CellGroups } from '#lib/figures/cell-family.ts';
import { readingsChosen } from '#lib/figures/families/plan.ts';
import { groupCells, inLayer, type FoldState } from '#lib/figures/fold.ts';
import type { Day } from '#lib/kernel/day.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import type { ProofConflict } from '#lib/protocol/verdict.ts';
import { targetByUnit, type TargetByUnit } from './by-unit.ts';
import type { TargetView } from './target-view.ts';
import { targetsView } from './targets-view.ts';

export interface GoalsView {
	readonly today: Day;
	readonly targets: readonly TargetView[];
	/** The option in force of every reading. */
	readonly readings: Readonly<Record<string, string>>;
	/** Milestones that targets contradict. */
	readonly conflicts: readonly ProofConflict[];
}

export interface TargetPageView {
	readonly today: Day;
	/** Null for a target that the plan does not have. */
	readonly target: TargetView | null;
	readonly readings: Readonly<Record<string, string>>;
	/** Null for readers without figures by unit, and where the kind has none. */
	readonly byUnit: TargetByUnit | null;
	/** Milestones that this target contradicts. */
	readonly conflicts: readonly ProofConflict[];
}

type Figures = Pick<FoldState, 'cells' | 'today' | 'heads' | 'verdict'>;

export function goalsView(plan: PlanSummary, { cells, today, verdict }: Figures): GoalsView {
	const groups = groupCells(cells);
	return {
		today,
		targets: targetsView(plan, groups, today),
		readings: readingsInForce(plan, groups),
		conflicts: verdict?.conflicts ?? []
	};
}

export function targetPageView(
	plan: PlanSummary,
	{ cells, today, heads, verdict }: Figures,
	id: string
): TargetPageView {
	const groups = groupCells(cells);
	const own = plan.targets.filter((target) => target.id === id);
	const [target] = own;
	return {
		today,
		target: targetsView({ ...plan, targets: own }, groups, today)[0] ?? null,
		readings: readingsInForce(plan, groups),
		byUnit: target && heads['breakdown'] !== undefined ? targetByUnit(plan, groups, target, today) : null,
		conflicts: verdict?.conflicts.filter((conflict) => conflict.target === id) ?? []
	};
}

/** A unit's own part of a target. @param cells the city's and the unit's own: how far a figure counts is the city's to say */
export function ownFigures(
	plan: PlanSummary,
	cells: FoldState['cells'],
	id: string,
	unit: string,
	today: Day
): TargetByUnit | null {
	const target = plan.targets.find((one) => one.id === id);
	const byUnit = target ? targetByUnit(plan, groupCells(cells), target, today) : null;
	const units = byUnit?.units.filter((one) => one.unit === unit) ?? [];
	return byUnit && units.length > 0 ? { ...byUnit, units } : null;
}

/** The plan's defaults, and what has been put in force instead. */
function readingsInForce(plan: Pick<PlanSummary, 'readings'>, groups: CellGroups): Readonly<Record<string, string>> {
	const switched = inLayer(readingsChosen.cells(groups), 'reported');
	return {
		...plan.readings,
		...Object.fromEntries(switched.map(({ parts: { reading, option } }) => [reading, option]))
	};
}
