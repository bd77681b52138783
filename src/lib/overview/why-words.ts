// Why a share, a task and the whole of funds and milestones have the light that they have: the rule, and the figures it was given.
import { m } from '#lib/paraglide/messages.js';
import type { MeasureState } from '#lib/protocol/verdict.ts';
import { countOf, percentOf } from '#lib/figures/format.ts';
import type { Labels } from './labels.ts';
import { tileThresholds } from '#lib/tasks/milestones-view.ts';
import type { TaskState } from '#lib/tasks/tasks-view-types.ts';
import { shareWhy } from '#lib/tasks/share-why.ts';

/** How many units are named before the rest is only counted. */
const namedUnits = 4;

/** The sentences that give a task its light, the units that decide first. */
export function taskWhy(task: TaskState, labels: Labels): string[] {
	const { rule, units, leadAlone } = task.why;
	const limit = labels.limits.milestones.behindAfterDays;
	const shares = [...task.departments, ...task.territories].filter(({ unit }) => units.includes(unit));
	const said = shares.map((share) =>
		m.dashboard_why_unit({ unit: labels.unit(share.unit), why: shareWhy(share, limit) })
	);
	const list = units.slice(0, namedUnits).map(labels.unit).join(m.dashboard_unit_join());
	const decisive =
		rule === 'one'
			? said
			: rule === 'territories'
				? [
						m.dashboard_why_task_territories({
							units: units.length > namedUnits ? m.dashboard_why_task_more({ units: list, count: units.length }) : list
						}),
						...said.slice(0, namedUnits)
					]
				: [m.dashboard_why_task_calm()];
	return [...decisive, leadAlone ? m.dashboard_why_task_lead() : measureRule('tasks', labels)];
}

/** The rule by which a measure's light is given, with the plan's thresholds. */
export function measureRule(measure: MeasureState['measure'], { limits }: Labels): string {
	const whole = (share: number) => percentOf(share, 0);
	switch (measure) {
		case 'targets':
			return m.dashboard_why_targets();
		case 'funds':
			return m.dashboard_why_funds({ good: limits.pace.onCourseFrom, risk: limits.pace.atRiskFrom });
		case 'tasks':
			return m.dashboard_why_tasks({
				behind: whole(limits.overall.behindShareFrom),
				risk: whole(limits.overall.atRiskShareFrom)
			});
		case 'milestones':
			return m.dashboard_why_milestones({
				good: tileThresholds.onCourseFrom,
				risk: tileThresholds.atRiskFrom,
				limit: limits.milestones.behindAfterDays,
				long: whole(limits.overall.atRiskShareFrom)
			});
	}
}

/** The figures that the rule was given; null where they stand with each part. */
export function measureFigures({ measure, figures }: MeasureState): string | null {
	const of = (name: string) => figures[name] ?? 0;
	if (measure === 'funds')
		return m.dashboard_why_funds_figures({ share: percentOf(of('disbursedShare')), pace: percentOf(of('pace')) });
	if (measure === 'milestones')
		return m.dashboard_why_milestones_figures({
			due: countOf(of('due')),
			reached: countOf(of('reached')),
			overdue: countOf(of('overdue')),
			days: countOf(of('oldestOverdueDays'))
		});
	return null;
}
