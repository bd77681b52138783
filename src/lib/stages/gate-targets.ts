// The targets as gates ask for them, from the same cells as every screen.
import type { FoldState } from '#lib/dashboard/fold.ts';
import { viewOf } from '#lib/dashboard/view.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import type { GateTarget } from './stages-view.ts';

export function gateTargets(plan: PlanSummary, state: Omit<FoldState, 'feed' | 'epoch'>): readonly GateTarget[] {
	return viewOf(plan, state).targets;
}
