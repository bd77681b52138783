// Indicators with the units whose figures somebody may report.
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { Actor } from '#lib/access/roles.ts';
import { mayObserve } from './decide.ts';

export interface ObservationChoice {
	readonly indicator: string;
	/** Whose figures the actor may report, in the order of the plan. */
	readonly units: readonly string[];
}

/** Indicators with the units whose figures an actor may report. */
export function observationChoices(plan: PlanIndex, actor: Actor): ObservationChoice[] {
	return plan.document.indicators.flatMap((indicator) => {
		const units = indicator.owners.filter((unit) => mayObserve(plan, actor, indicator, unit));
		return units.length === 0 ? [] : [{ indicator: indicator.code, units }];
	});
}
