// The small plan with a target of every kind, and cells as observations, base figures, readings and registers make them.
import {
	observedReports,
	observedReportsBy,
	observedValues,
	observedValuesBy
} from '#lib/figures/families/observations.ts';
import { registerCounts, registerCountsBy, registerSums } from '#lib/figures/families/registers.ts';
import type { Period } from '#lib/kernel/period.ts';
import { baseDeltas } from '#lib/observations/base-figure.ts';
import { readingDeltas } from '#lib/plan-changes/reading.ts';
import { layers, type CellDelta, type Layer } from '#lib/protocol/cells.ts';
import type { PlanSummary, TargetSummary } from '#lib/plan/plan-summary.ts';
import { day } from '#lib/kernel/day.ts';
import { groupCells } from '#lib/figures/fold.ts';
import { targetsView } from '#lib/targets/targets-view.ts';
import { targetByUnit, type TargetByUnit } from '#lib/targets/by-unit.ts';
import type { TargetView } from '#lib/targets/target-view.ts';
import { smallPlan, stateOf, target } from './small-plan.ts';

const indicator = (code: string) => ({ from: 'indicator' as const, indicator: code });
const cases = (figure: 'accepted' | 'days-to-close') => ({ from: 'ledger' as const, ledger: 'cases' as const, figure });

export const targets: readonly TargetSummary[] = [
	...smallPlan.targets,
	target('databases', 'cumulative', 2000, { measure: indicator('databases'), base: { year: null, value: null } }),
	target('officers', 'level', 80, { measure: indicator('officers'), by: 2019 }),
	target('aided', 'count-each-year', 100, { measure: indicator('aided'), by: null }),
	target('satisfaction', 'score', 80, { measure: indicator('satisfaction') }),
	target('case-growth', 'average-growth', 0.2, {
		measure: cases('accepted'),
		figure: 'accepted',
		base: { year: 2017, value: null },
		readings: ['average-growth']
	}),
	target('time-cut', 'reduction', 0.2, {
		measure: cases('days-to-close'),
		figure: 'days-to-close',
		base: { year: 2017, value: null },
		readings: ['closing-time']
	}),
	target('portfolios', 'register', 20, {
		measure: { from: 'register', register: 'portfolios' },
		conditions: [
			{ measure: 'inventions', op: '>=', value: 50 },
			{ measure: 'pct-applications', op: '>=', value: 10 }
		],
		readings: ['portfolio-condition']
	})
];

export const targetPlan: PlanSummary = {
	...smallPlan,
	targets,
	indicators: {
		databases: { period: 'quarter', aggregate: 'sum', yearToDate: false, owners: ['haishu'] },
		officers: { period: 'quarter', aggregate: 'last', yearToDate: false, owners: ['haishu'] },
		aided: { period: 'month', aggregate: 'last', yearToDate: true, owners: ['haishu'] },
		satisfaction: { period: 'year', aggregate: 'last', yearToDate: false, owners: ['haishu'] }
	},
	readings: { ...smallPlan.readings, 'portfolio-condition': 'each' }
};

/** The same plan where these units owe every figure. */
export function ownedBy(...owners: readonly string[]): PlanSummary {
	const { indicators } = targetPlan;
	return {
		...targetPlan,
		indicators: Object.fromEntries(
			Object.entries(indicators).map(([code, indicator]) => [code, { ...indicator, owners: [...owners] }])
		)
	};
}

/** One target of the plan as these changes leave it on a day. */
export function viewed(
	id: string,
	deltas: readonly CellDelta[],
	today = '2019-09-16',
	plan: PlanSummary = targetPlan
): TargetView {
	const { cells } = stateOf(deltas, today);
	const found = targetsView(plan, groupCells(cells), day(today)).find((view) => view.id === id);
	if (!found) throw new RangeError(id);
	return found;
}

/** The same by unit. */
export function parted(id: string, deltas: readonly CellDelta[], today = '2019-09-16'): TargetByUnit | null {
	const own = targets.find((each) => each.id === id);
	if (!own) throw new RangeError(id);
	return targetByUnit(zonedPlan, groupCells(stateOf(deltas, today).cells), own, day(today));
}

/** The zone lies in the second district. */
const zonedPlan: PlanSummary = {
	...targetPlan,
	units: targetPlan.units.map((unit) => (unit.kind === 'zone' ? { ...unit, within: 'jiangbei' } : unit))
};

/** A period's report: what it adds to the total (`change`), in the indicator's own unit. */
export function reported(
	indicatorCode: string,
	text: string,
	change: number,
	layer: Layer = 'reported',
	unit = 'haishu'
): CellDelta[] {
	const delta = BigInt(Math.round(change * 100));
	const figure = { indicator: indicatorCode, period: text as Period };
	return [
		observedValues.delta(figure, layer, delta),
		observedReports.delta(figure, layer, 1n),
		observedValuesBy.delta({ unit, ...figure }, layer, delta),
		observedReportsBy.delta({ unit, ...figure }, layer, 1n)
	];
}

/** A base figure in force, in both layers. */
export function based(id: string, value: number): CellDelta[] {
	return layers.flatMap((layer) => baseDeltas({ target: id, value: BigInt(Math.round(value * 100)) }, layer, 1n));
}

/** A reading switched to another option. */
export function switched(reading: string, option: string): CellDelta[] {
	return readingDeltas(reading, null, { option, shown: true });
}

/** Entities entered on a day: of all, how many qualify. */
export function entered(
	date: string,
	all: number,
	qualified: number,
	layer: Layer = 'reported',
	[territory, industry]: readonly [string, string] = ['haishu', 'steel']
): CellDelta[] {
	const own = { register: 'portfolios', day: day(date) };
	return [['all', all] as const, ['qualified', qualified] as const].flatMap(([state, count]) => [
		registerCounts.delta({ ...own, state, industry }, layer, BigInt(count)),
		registerCountsBy.delta({ ...own, state, territory }, layer, BigInt(count))
	]);
}

/** A change of the sum of a measure over all portfolios. */
export function summed(date: string, measure: string, delta: number): CellDelta[] {
	const own = { register: 'portfolios', measure, day: day(date) };
	return [registerSums.delta(own, 'reported', BigInt(delta))];
}

/** Takes every change back. */
export function reversed(deltas: readonly CellDelta[]): CellDelta[] {
	return deltas.map((one) => ({ ...one, delta: -one.delta }));
}
