// The targets as gates ask for them, from the same cells as every screen.
import { groupCells, type FoldState } from '#lib/figures/fold.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import { targetsView } from '#lib/targets/targets-view.ts';
import type { GateTarget } from './stages-view.ts';

export function gateTargets(plan: PlanSummary, state: Pick<FoldState, 'cells' | 'today'>): readonly GateTarget[] {
	return targetsView(plan, groupCells(state.cells), state.today);
}
