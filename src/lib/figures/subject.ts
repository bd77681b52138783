// A target with all that its figure depends on, and what the office may have decided about it: readings and base figures.
import { firstDayOfYear, lastDayOfYear, type Day } from '#lib/kernel/day.ts';
import { fraction, fractionOf, type Fraction } from '#lib/kernel/fraction.ts';
import type { Cell, CellFamily, CellGroups } from './cell-family.ts';
import { basesGiven, baseValues } from './families/bases.ts';
import { readingsChosen } from './families/plan.ts';
import { inLayer } from './fold.ts';
import type { PlanSummary, TargetSummary } from '#lib/plan/plan-summary.ts';
import type { Layer } from '#lib/protocol/cells.ts';

export interface Subject {
	readonly plan: PlanSummary;
	readonly groups: CellGroups;
	readonly target: TargetSummary;
	readonly today: Day;
	/** The plan's first day. */
	readonly first: Day;
	/** The last day of the year by which the target is to be reached; the plan's last day for one of every year. */
	readonly last: Day;
}

export function subjectOf(plan: PlanSummary, groups: CellGroups, target: TargetSummary, today: Day): Subject {
	return {
		plan,
		groups,
		target,
		today,
		first: firstDayOfYear(Math.min(...plan.years)),
		last: lastDayOfYear(target.by ?? Math.max(...plan.years))
	};
}

/** The cells of a family in one layer. */
export function layerCells<Of extends object>(
	{ groups }: Pick<Subject, 'groups'>,
	family: CellFamily<Of>,
	layer: Layer
): readonly Cell<Of>[] {
	return inLayer(family.cells(groups), layer);
}

/** Whether one of the target's readings stands at an option: the plan's default, or the one put in force since. */
export function reads(subject: Pick<Subject, 'plan' | 'groups' | 'target'>, option: string): boolean {
	const { plan, target } = subject;
	const switched = layerCells(subject, readingsChosen, 'reported');
	return target.readings.some((reading) => {
		const other = switched.find(({ parts }) => parts.reading === reading)?.parts.option;
		return (other ?? plan.readings[reading]) === option;
	});
}

/** The base figure that the office has given, else the document's; null while it is a gap. In the target's records' unit. */
export function givenBase(subject: Subject, layer: Layer): Fraction | null {
	const { target } = subject;
	const valueOf = (family: CellFamily<{ readonly target: string }>) =>
		layerCells(subject, family, layer).find(({ parts }) => parts.target === target.id)?.value ?? 0n;
	if (valueOf(basesGiven) > 0n) return fraction(valueOf(baseValues), 100n);
	const stated = target.base?.value ?? null;
	return stated === null ? null : fractionOf(stated);
}
