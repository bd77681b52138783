// A year's work on cases: what came in, what was closed, the closure rate, where 31 December ends, and the light of it.
import { addDays, firstDayOfYear, lastDayOfYear, shiftYears, yearOf, type Day, type Month } from '#lib/kernel/day.ts';
import { atLeast, ceiling, fraction, fractionOf, minus, times, type Fraction } from '#lib/kernel/fraction.ts';
import type { Cell, PartsOf } from '#lib/figures/cell-family.ts';
import type { casesTurned, CaseTurn } from '#lib/figures/families/cases.ts';
import { runningSum, type RunningSum } from '#lib/figures/running-sum.ts';

/** How far below the target the projection may end and still count as at risk: 2 points. */
const riskMargin = fractionOf(0.02);

/** What happened up to a day, since the first record. */
export interface CaseMoves {
	readonly accepted: RunningSum;
	readonly reopened: RunningSum;
	/** Closures less those that were undone in their own year. */
	readonly closed: RunningSum;
}

/** A year's work up to one of its days. */
export interface YearToDate {
	readonly openAtStart: bigint;
	readonly accepted: bigint;
	readonly reopened: bigint;
	readonly workload: bigint;
	readonly closed: bigint;
}

export interface Closure {
	readonly light: 'good' | 'risk' | 'behind' | 'unreported' | 'base_missing';
	readonly rule:
		'projection_holds' | 'projection_near' | 'projection_short' | 'holds' | 'not_reported' | 'base_missing';
	readonly now: YearToDate;
	readonly rate: Fraction | null;
	readonly lastYear: Fraction | null;
	readonly projected: Fraction | null;
	/** Whether anything was recorded in all of last year. */
	readonly lastYearKnown: boolean;
}

/** How often something happened to cases on a day or, of a unit, in a month. */
export interface CaseEvents {
	readonly turn: CaseTurn;
	readonly date: Day | Month;
	readonly value: bigint;
}

/** @param cells the city's own of one layer */
export function cityMoves(cells: readonly Cell<PartsOf<typeof casesTurned>>[]): CaseMoves {
	return caseMoves(cells.map(({ parts: { turn, day }, value }) => ({ turn, date: day, value })));
}

export function caseMoves(events: readonly CaseEvents[]): CaseMoves {
	const of = (signs: { readonly [Turn in CaseTurn]?: 1n | -1n }) =>
		runningSum(
			events.flatMap(({ turn, date, value }) => {
				const sign = signs[turn];
				return sign === undefined ? [] : [[date, sign * value] as const];
			})
		);
	return { accepted: of({ accepted: 1n }), reopened: of({ reopened: 1n }), closed: of({ closed: 1n, undone: -1n }) };
}

export function yearToDate({ accepted, reopened, closed }: CaseMoves, until: Day): YearToDate {
	const before = addDays(firstDayOfYear(yearOf(until)), -1);
	const openAtStart = accepted(before) + reopened(before) - closed(before);
	const inYear = {
		accepted: accepted(until) - accepted(before),
		reopened: reopened(until) - reopened(before),
		closed: closed(until) - closed(before)
	};
	return { openAtStart, ...inYear, workload: openAtStart + inYear.accepted + inYear.reopened };
}

/** Null without a workload. */
export function closureRate({ closed, workload }: YearToDate): Fraction | null {
	return workload > 0n ? fraction(closed, workload) : null;
}

/** Whether a year has a record: its opening stock alone would make the rate nought. */
export function hasRecords({ accepted, reopened, closed }: YearToDate): boolean {
	return accepted !== 0n || reopened !== 0n || closed !== 0n;
}

/** [R14] [R15] [R19] */
export function closureOf(moves: CaseMoves, today: Day, target: number): Closure {
	const now = yearToDate(moves, today);
	const sameDay = yearToDate(moves, shiftYears(today, -1));
	const lastYear = yearToDate(moves, lastDayOfYear(yearOf(today) - 1));
	const lastYearKnown = lastYear.accepted > 0n || lastYear.reopened > 0n || lastYear.closed > 0n;
	const known = {
		now,
		rate: closureRate(now),
		lastYear: lastYearKnown ? closureRate(sameDay) : null,
		projected: lastYearKnown ? projectionOf(now, sameDay, lastYear) : null,
		lastYearKnown
	};
	return { ...known, ...judged(known, fractionOf(target)) };
}

/** [R16] The least number of closures after which closed / workload holds the target, on the cases known today. */
export function stillToClose({ workload, closed }: YearToDate, target: number): bigint {
	const needed = ceiling(times(fractionOf(target), fraction(workload))) - closed;
	return needed > 0n ? needed : 0n;
}

/** As long as fewer came in last year, a comparison with it says nothing. */
const comparableFrom = 30n;

/**
 * [R15] The rest of last year, scaled by what has come in so far, on top of this year's work. What was open before is no
 * inflow and scales nothing; closed is no more than what is there.
 * @param sameDay last year up to the same day
 */
export function projectionOf(now: YearToDate, sameDay: YearToDate, lastYear: YearToDate): Fraction | null {
	const before = inflow(sameDay);
	const [part, whole] = before < comparableFrom ? [1n, 1n] : [inflow(now), before];
	const coming = part * (inflow(lastYear) - before);
	const atMost = (now.workload - now.closed) * whole + coming;
	const closing = part * (lastYear.closed - sameDay.closed);
	const closed = now.closed * whole + (closing > atMost ? atMost : closing);
	const work = now.workload * whole + coming;
	return work <= 0n ? null : fraction(closed < 0n ? 0n : closed, work);
}

function inflow({ accepted, reopened }: YearToDate): bigint {
	return accepted + reopened;
}

function judged(
	{ now, rate, lastYear, projected }: Omit<Closure, 'light' | 'rule'>,
	target: Fraction
): Pick<Closure, 'light' | 'rule'> {
	if (!rate || !hasRecords(now)) return { light: 'unreported', rule: 'not_reported' };
	if (!projected)
		return atLeast(rate, target) ? { light: 'good', rule: 'holds' } : { light: 'base_missing', rule: 'base_missing' };
	if (atLeast(projected, target)) return { light: 'good', rule: 'projection_holds' };
	const asLastYear = lastYear !== null && atLeast(rate, lastYear);
	return asLastYear && atLeast(projected, minus(target, riskMargin))
		? { light: 'risk', rule: 'projection_near' }
		: { light: 'behind', rule: 'projection_short' };
}
