// The timetable as a page's address wants it, under the plan that was in force on the day shown.
import { stagesNow } from '#lib/stages/stages-now.ts';
import { stagesPlanOf } from '#lib/stages/stages-plan.ts';
import type { App } from './app.server.ts';
import type { ShownFigures } from './shown-figures.server.ts';

export function shownStages(app: App, { state, plan, asOf }: ShownFigures) {
	const stages = stagesPlanOf(app.reads.planOn(state.today));
	return { plan, stages, asOf, view: stagesNow(plan, stages, state) };
}
