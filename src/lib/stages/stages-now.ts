// The timetable from the cells of a fold: what the server renders first and the browser goes on with.
import { groupCells, type FoldState } from '#lib/figures/fold.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import { gateTargets } from './gate-targets.ts';
import type { StagesPlan } from './stages-plan.ts';
import { stagesView, type StagesView } from './stages-view.ts';

export function stagesNow(plan: PlanSummary, stages: StagesPlan, state: FoldState): StagesView {
	return stagesView(stages, groupCells(state.cells), gateTargets(plan, state), state.today, state.verdict?.conflicts);
}
