// A yearly volume (trade or pledge loans): to date against the same day of last year, the base year and the growth target.
import {
	firstDayOfYear,
	addDays,
	lastDayOfMonth,
	lastDayOfYear,
	monthOf,
	monthsBetween,
	shiftYears,
	yearOf,
	type Day
} from '#lib/kernel/day.ts';
import { fen, type Fen } from '#lib/kernel/money.ts';
import { fraction, times } from '#lib/kernel/fraction.ts';
import type { LedgerFigure, PlanSummary, TargetSummary } from '#lib/plan/plan-summary.ts';
import { dealsOf } from '#lib/figures/base.ts';
import { subjectOf } from '#lib/figures/subject.ts';
import { countsDeals, growthOf, type Growth } from '#lib/targets/volume.ts';
import type { CellGroups } from '#lib/figures/cell-family.ts';
import { dealAmounts, dealCounts } from '#lib/figures/families/deals.ts';
import { inLayer } from '#lib/figures/fold.ts';
import type { Layer } from '#lib/protocol/cells.ts';
import { runningSum, type RunningSum } from '#lib/figures/running-sum.ts';
import { ratioOf } from '#lib/figures/ratios.ts';
import type { VolumeView } from './view-types.ts';

export type Volume = 'trade' | 'pledge';

const figures: Readonly<Record<Volume, LedgerFigure>> = { trade: 'trade-amount', pledge: 'pledge-amount' };

/** The target that the plan sets for a ledger's figure; without one the value is 0 and nobody owns it. */
export function targetFor(
	plan: PlanSummary,
	figure: LedgerFigure
): { readonly value: number; readonly owner: string | null } {
	return plan.targets.find((target) => target.figure === figure) ?? { value: 0, owner: null };
}

export function volumeTarget(plan: PlanSummary, volume: Volume): ReturnType<typeof targetFor> {
	return targetFor(plan, figures[volume]);
}

/** Light, average growth and path are those of the volume's target; the rest are sums of the cells of deals. */
export function volumeView(plan: PlanSummary, groups: CellGroups, today: Day, volume: Volume): VolumeView {
	const kinds = dealsOf[figures[volume]] ?? [];
	const sumOf = (family: typeof dealAmounts, layer: Layer): RunningSum =>
		runningSum(
			inLayer(family.cells(groups), layer)
				.filter(({ parts }) => kinds.includes(parts.kind))
				.map(({ parts, value }) => [parts.day, value] as const)
		);
	const amount = { reported: sumOf(dealAmounts, 'reported'), confirmed: sumOf(dealAmounts, 'confirmed') };
	const count = { reported: sumOf(dealCounts, 'reported'), confirmed: sumOf(dealCounts, 'confirmed') };

	const year = yearOf(today);
	const last = shiftYears(today, -1);
	const inLastYear = inYear(count.reported, lastDayOfYear(year - 1)) > 0n;
	const growth = (layer: Layer, on: Day | null) => {
		if (on === null) return null;
		const before = inYear(amount[layer], shiftYears(on, -1));
		// Nothing recorded yet is not known, it is no fall to nought.
		if (before === 0n || inYear(count[layer], on) === 0n) return null;
		return ratioOf(inYear(amount[layer], on) - before, before);
	};
	const toDate = inYear(amount.reported, today);
	const subject = subjectOf(plan, groups, targetOf(plan, volume), today);
	const grown = growthOf(subject, 'reported');
	const sure = growthOf(subject, 'confirmed').confirmedTo;
	return {
		light: grown.figure.light,
		rule: grown.figure.why.rule,
		year,
		amount: { reported: fen(toDate), confirmed: fen(inYear(amount.confirmed, today)) },
		count: { reported: Number(inYear(count.reported, today)), confirmed: Number(inYear(count.confirmed, today)) },
		lastYearAmount: inLastYear ? fen(inYear(amount.reported, last)) : null,
		lastYearCount: inLastYear ? Number(inYear(count.reported, last)) : null,
		growth: { reported: growth('reported', today), confirmed: growth('confirmed', sure) },
		confirmedTo: sure,
		averageGrowth: grown.figure.value,
		target: subject.target.value,
		months: monthsOf(amount, today, countsDeals(subject) ? null : grown, inLastYear)
	};
}

/** What a running sum holds from 1 January of a day's year to that day. */
function inYear(sum: RunningSum, until: Day): bigint {
	return sum(until) - sum(addDays(firstDayOfYear(yearOf(until)), -1));
}

/** The plan's target; a volume that has none is held to what it was. */
function targetOf(plan: PlanSummary, volume: Volume): TargetSummary {
	const figure = figures[volume];
	const nameless = { zh: volume, en: volume };
	return (
		plan.targets.find((target) => target.figure === figure) ?? {
			id: volume,
			kind: 'average-growth',
			name: nameless,
			unit: nameless,
			op: '>=',
			value: 0,
			by: null,
			goal: null,
			owner: '',
			measure: { from: 'ledger', ledger: 'transactions', figure },
			figure,
			base: { year: plan.baseYear, value: null },
			conditions: null,
			match: null,
			readings: []
		}
	);
}

/** @param grown what the target's path follows; null where the target counts deals */
function monthsOf(
	amount: { readonly reported: RunningSum; readonly confirmed: RunningSum },
	today: Day,
	grown: Growth | null,
	inLastYear: boolean
): VolumeView['months'] {
	const year = yearOf(today);
	const present = monthOf(today);
	const monthsOfYear = monthsBetween(monthOf(firstDayOfYear(year)), monthOf(lastDayOfYear(year)));
	return monthsOfYear.map((month, index) => {
		const end = lastDayOfMonth(month);
		const until = month === present ? today : end;
		const thisYear = (sum: RunningSum): Fen | null => (month > present ? null : fen(inYear(sum, until)));
		const lastYear = inYear(amount.reported, lastDayOfMonth(monthOf(shiftYears(end, -1))));
		return {
			month: index + 1,
			thisYear: thisYear(amount.reported),
			thisYearConfirmed: thisYear(amount.confirmed),
			lastYear: inLastYear ? fen(lastYear) : null,
			targetPath: grown && pathAt(grown, end)
		};
	});
}

function pathAt({ required, shape, year }: Growth, end: Day): Fen | null {
	if (!required || year !== yearOf(end)) return null;
	const { part, whole } = times(times(required, shape(end)), fraction(100n));
	return fen(part / whole);
}
