// The timetable as a page's address wants it, under the plan that was in force on the day shown.
import { stagesNow } from './stages-now.ts';
import { stagesPlanOf } from './stages-plan.ts';
import type { App } from '#lib/app/app.server.ts';
import type { ShownFigures } from '#lib/figures/shown-figures.server.ts';

export function shownStages(app: App, { state, plan, asOf }: ShownFigures) {
	const stages = stagesPlanOf(app.reads.planOn(state.today));
	return { plan, stages, asOf, view: stagesNow(plan, stages, state) };
}
