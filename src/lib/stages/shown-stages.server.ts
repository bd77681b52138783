// The timetable as a page's address wants it, under the plan that was in force on the day shown.
import { stagesNow } from './stages-now.ts';
import { stagesPlanOf } from './stages-plan.ts';
import type { Day } from '#lib/kernel/day.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { ShownFigures } from '#lib/figures/shown-figures.server.ts';

/** @param planOn the plan that was in force on a day */
export function shownStages(planOn: (day: Day) => PlanIndex, { state, plan, asOf }: ShownFigures) {
	const stages = stagesPlanOf(planOn(state.today));
	return { plan, stages, asOf, view: stagesNow(plan, stages, state) };
}
