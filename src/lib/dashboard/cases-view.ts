// The cases' panel: the year's closure rate against last year and the target, what is still to close, how long it takes.
import {
	addDays,
	daysBetween,
	firstDayOfYear,
	lastDayOfMonth,
	lastDayOfYear,
	monthOf,
	monthsBetween,
	parseDay,
	shiftYears,
	yearOf,
	type Day
} from '#lib/kernel/day.ts';
import type { Layer } from '#lib/protocol/cells.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import type { Cell } from './fold.ts';
import { runningSum, type RunningSum } from './running-sum.ts';
import { tenThousandths } from './verdict.ts';
import type { CasesView, Light } from './view-types.ts';
import { targetFor } from './volume-view.ts';

/** How far below the target the projection may end and still count as at risk, in ten-thousandths (2 points). */
const riskMargin = 200n;

/** What happened up to a day, since the first record. */
interface Moves {
	readonly accepted: RunningSum;
	readonly reopened: RunningSum;
	/** Closures less those that were undone in their own year. */
	readonly closed: RunningSum;
}

/** A year's work up to one of its days. */
interface YearToDate {
	readonly openAtStart: bigint;
	readonly accepted: bigint;
	readonly reopened: bigint;
	readonly workload: bigint;
	readonly closed: bigint;
}

/** A rate kept as its two whole numbers. */
interface Fraction {
	readonly part: bigint;
	readonly whole: bigint;
}

/** @param cells those of `cases/<accepted|closed|undone|reopened|open>/<day>` and `cases/duration/<year>/<days>` */
export function casesView(plan: PlanSummary, cells: readonly Cell[], today: Day): CasesView {
	const year = yearOf(today);
	const reported = movesOf(cells, 'reported');
	const now = yearToDate(reported, today);
	const confirmed = yearToDate(movesOf(cells, 'confirmed'), today);
	const sameDay = yearToDate(reported, shiftYears(today, -1));
	const lastYear = yearToDate(reported, lastDayOfYear(year - 1));
	// A year in which nothing was recorded has no rate to compare with: its opening stock alone would make it nought.
	const known = lastYear.accepted > 0n || lastYear.reopened > 0n || lastYear.closed > 0n;
	const lastRate = known ? rateOf(sameDay) : null;
	const projected = known ? projectionOf(now, sameDay, lastYear) : null;
	const target = targetFor(plan, 'closure-rate').value;
	const durations = durationsOf(cells, year);
	const ageing = ageingOf(cells, today);
	return {
		light: casesLight(now, lastRate, projected, tenThousandths(target)),
		year,
		openAtStart: Number(now.openAtStart),
		accepted: Number(now.accepted),
		reopened: Number(now.reopened),
		workload: { reported: Number(now.workload), confirmed: Number(confirmed.workload) },
		closed: { reported: Number(now.closed), confirmed: Number(confirmed.closed) },
		rate: { reported: shown(rateOf(now)), confirmed: shown(rateOf(confirmed)) },
		target,
		lastYearRate: shown(lastRate),
		projectedRate: shown(projected),
		stillToClose: Number(stillToClose(now, tenThousandths(target))),
		open: ageing.reduce((sum, { count }) => sum + count, 0),
		ageing,
		medianDays: medianOf(durations),
		meanDays: meanOf(durations),
		lastYearMedianDays: medianOf(durationsOf(cells, year - 1)),
		months: monthsOf(reported, today, known)
	};
}

function movesOf(cells: readonly Cell[], layer: Layer): Moves {
	const of = (kinds: Readonly<Record<string, 1n | -1n>>) =>
		runningSum(
			cells.flatMap(({ layer: own, parts: [kind = '', date = ''], value }) => {
				const sign = own === layer ? kinds[kind] : undefined;
				return sign === undefined ? [] : [[date, sign * value] as const];
			})
		);
	return { accepted: of({ accepted: 1n }), reopened: of({ reopened: 1n }), closed: of({ closed: 1n, undone: -1n }) };
}

function yearToDate({ accepted, reopened, closed }: Moves, until: Day): YearToDate {
	const before = addDays(firstDayOfYear(yearOf(until)), -1);
	const openAtStart = accepted(before) + reopened(before) - closed(before);
	const inYear = {
		accepted: accepted(until) - accepted(before),
		reopened: reopened(until) - reopened(before),
		closed: closed(until) - closed(before)
	};
	return { openAtStart, ...inYear, workload: openAtStart + inYear.accepted + inYear.reopened };
}

function rateOf({ closed, workload }: YearToDate): Fraction | null {
	return workload > 0n ? { part: closed, whole: workload } : null;
}

/** The rest of last year, scaled by how much larger this year's work is than last year's was on the same day. */
function projectionOf(now: YearToDate, sameDay: YearToDate, lastYear: YearToDate): Fraction | null {
	if (sameDay.workload <= 0n || now.workload <= 0n) return null;
	const closing = lastYear.closed - sameDay.closed;
	const coming = lastYear.workload - sameDay.workload;
	const part = now.closed * sameDay.workload + closing * now.workload;
	const whole = now.workload * sameDay.workload + coming * now.workload;
	return { part: part > whole ? whole : part < 0n ? 0n : part, whole };
}

/** The least number of closures after which closed / workload holds the target, on the cases known today. */
function stillToClose({ workload, closed }: YearToDate, target: bigint): bigint {
	const needed = (target * workload + 9_999n) / 10_000n - closed;
	return needed > 0n ? needed : 0n;
}

function casesLight(now: YearToDate, lastRate: Fraction | null, projected: Fraction | null, target: bigint): Light {
	if (now.workload <= 0n || (now.accepted === 0n && now.reopened === 0n && now.closed === 0n)) return 'unreported';
	const rate: Fraction = { part: now.closed, whole: now.workload };
	if (!projected) return reaches(rate, target) ? 'good' : 'base_missing';
	if (reaches(projected, target)) return 'good';
	const asLastYear = lastRate !== null && rate.part * lastRate.whole >= lastRate.part * rate.whole;
	return asLastYear && reaches(projected, target - riskMargin) ? 'risk' : 'behind';
}

function reaches({ part, whole }: Fraction, rate: bigint): boolean {
	return part * 10_000n >= rate * whole;
}

function shown(fraction: Fraction | null): number | null {
	return fraction && Number(fraction.part) / Number(fraction.whole);
}

function ageingOf(cells: readonly Cell[], today: Day): CasesView['ageing'] {
	const counts = { to30: 0, to60: 0, to90: 0, over90: 0 };
	for (const { layer, parts, value } of cells) {
		const accepted = parts[0] === 'open' && layer === 'reported' ? parseDay(parts[1] ?? '') : null;
		if (!accepted || accepted > today) continue;
		const days = daysBetween(accepted, today);
		counts[days <= 30 ? 'to30' : days <= 60 ? 'to60' : days <= 90 ? 'to90' : 'over90'] += Number(value);
	}
	return (['to30', 'to60', 'to90', 'over90'] as const).map((bucket) => ({ bucket, count: counts[bucket] }));
}

/** A year's closures by the days they took, ascending; reported layer. */
function durationsOf(cells: readonly Cell[], year: number): readonly (readonly [days: number, count: number])[] {
	return cells
		.filter(({ layer, parts }) => layer === 'reported' && parts[0] === 'duration' && parts[1] === String(year))
		.map(({ parts, value }) => [Number(parts[2]), Number(value)] as const)
		.sort(([a], [b]) => a - b);
}

/** The middle closure's days; of an even number the mean of the two in the middle. */
function medianOf(durations: ReturnType<typeof durationsOf>): number | null {
	const total = durations.reduce((sum, [, count]) => sum + count, 0);
	if (total <= 0) return null;
	const daysOf = (place: number): number => {
		let seen = 0;
		return durations.find(([, count]) => (seen += count) >= place)?.[0] ?? 0;
	};
	return (daysOf(Math.ceil(total / 2)) + daysOf(Math.floor(total / 2) + 1)) / 2;
}

/** To one decimal. */
function meanOf(durations: ReturnType<typeof durationsOf>): number | null {
	const total = durations.reduce((sum, [, count]) => sum + count, 0);
	const days = durations.reduce((sum, [each, count]) => sum + each * count, 0);
	return total <= 0 ? null : Math.round((days * 10) / total) / 10;
}

function monthsOf(moves: Moves, today: Day, lastYearKnown: boolean): CasesView['months'] {
	const year = yearOf(today);
	const present = monthOf(today);
	return monthsBetween(monthOf(firstDayOfYear(year)), monthOf(lastDayOfYear(year))).map((month, index) => {
		const end = lastDayOfMonth(month);
		const endLastYear = lastDayOfMonth(monthOf(shiftYears(end, -1)));
		return {
			month: index + 1,
			thisYear: month > present ? null : shown(rateOf(yearToDate(moves, month === present ? today : end))),
			lastYear: lastYearKnown ? shown(rateOf(yearToDate(moves, endLastYear))) : null
		};
	});
}
