// The small plan with a target of every kind, and cells as observations, base figures, readings and registers make them.
import type { CellDelta, Layer } from '#lib/protocol/cells.ts';
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
	period: string,
	change: number,
	layer: Layer = 'reported',
	unit = 'haishu'
): CellDelta[] {
	const delta = BigInt(Math.round(change * 100));
	return [
		{ stream: 'city', key: `observations/${indicatorCode}/value/${period}`, layer, delta },
		{ stream: 'city', key: `observations/${indicatorCode}/reports/${period}`, layer, delta: 1n },
		{ stream: 'breakdown', key: `observations-by/${unit}/${indicatorCode}/value/${period}`, layer, delta },
		{ stream: 'breakdown', key: `observations-by/${unit}/${indicatorCode}/reports/${period}`, layer, delta: 1n }
	];
}

/** A base figure in force, in both layers. */
export function based(id: string, value: number): CellDelta[] {
	return (['reported', 'confirmed'] as const).flatMap((layer) => [
		{ stream: 'city', key: `bases/${id}/value`, layer, delta: BigInt(Math.round(value * 100)) },
		{ stream: 'city', key: `bases/${id}/given`, layer, delta: 1n }
	]);
}

/** A reading switched to another option. */
export function switched(reading: string, option: string): CellDelta[] {
	return (['reported', 'confirmed'] as const).map((layer) => ({
		stream: 'city',
		key: `readings/${reading}/${option}`,
		layer,
		delta: 1n
	}));
}

/** Entities entered on a day: of all, how many qualify. */
export function entered(
	day: string,
	all: number,
	qualified: number,
	layer: Layer = 'reported',
	[territory, industry]: readonly [string, string] = ['haishu', 'steel']
): CellDelta[] {
	return [['all', all] as const, ['qualified', qualified] as const].flatMap(([kind, count]) => [
		{ stream: 'city', key: `registers/portfolios/${kind}/${industry}/${day}`, layer, delta: BigInt(count) },
		{ stream: 'breakdown', key: `registers-by/${territory}/portfolios/${kind}/${day}`, layer, delta: BigInt(count) }
	]);
}

/** A change of the sum of a measure over all portfolios. */
export function summed(day: string, measure: string, delta: number): CellDelta[] {
	return [
		{ stream: 'city', key: `register-sums/portfolios/${measure}/${day}`, layer: 'reported', delta: BigInt(delta) }
	];
}

/** Takes every change back. */
export function reversed(deltas: readonly CellDelta[]): CellDelta[] {
	return deltas.map((one) => ({ ...one, delta: -one.delta }));
}
