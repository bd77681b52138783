// Every target of the plan as cells, plan and today make it: value, light and why, in both layers.
import type { Day } from '#lib/kernel/day.ts';
import type { CellGroups } from '#lib/figures/cell-family.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import { ratioEachYear, reduction } from './closing.ts';
import { countEachYear, score } from './each-year.ts';
import type { KindView } from './figure.ts';
import { cumulative, level, register } from './linear.ts';
import { match } from './match.ts';
import { subjectOf, type Subject } from '#lib/figures/subject.ts';
import type { TargetView } from './target-view.ts';
import { averageGrowth } from './volume.ts';

const kinds: Readonly<Record<TargetView['kind'], (subject: Subject) => KindView>> = {
	cumulative,
	level,
	'count-each-year': countEachYear,
	'ratio-each-year': ratioEachYear,
	'average-growth': averageGrowth,
	reduction,
	score,
	register,
	match
};

/** @returns the targets in the plan's order */
export function targetsView(plan: PlanSummary, groups: CellGroups, today: Day): TargetView[] {
	return plan.targets.map((target) => {
		const { id, kind, value, by } = target;
		return { id, kind, target: value, by, ...kinds[kind](subjectOf(plan, groups, target, today)) };
	});
}
