// Targets on cases: the yearly closure rate, and the reduction of the time to close.
import {
	lastDayOfMonth,
	lastDayOfYear,
	firstDayOfYear,
	monthOf,
	monthsBetween,
	shiftYears,
	yearOf,
	type Day
} from '#lib/kernel/day.ts';
import { atLeast, fraction, fractionOf, minus, over, plain, times, type Fraction } from '#lib/kernel/fraction.ts';
import {
	cityMoves,
	closureOf,
	closureRate,
	hasRecords,
	stillToClose,
	yearToDate,
	type CaseMoves
} from '#lib/cases/case-year.ts';
import { casesDuration, casesTurned, type CaseTurn } from '#lib/figures/families/cases.ts';
import { countOf, durationsOf, meanOf, medianOf } from '#lib/figures/time-to-close.ts';
import type { Layer } from '#lib/protocol/cells.ts';
import { baseViewOf, isOverdue, provisionally } from './base.ts';
import { baseValue, baseYearOf, frozenBase } from '#lib/figures/base.ts';
import { asConfirmed, datedCells, notConfirmed, type Dated } from './confirmed-to.ts';
import { figure, inBoth, neededBy, nothingYet, shown, without, type KindView } from './figure.ts';
import { earlier } from './observed.ts';
import { byPace, elapsed } from './pace.ts';
import { givenBase, layerCells, reads, type Subject } from '#lib/figures/subject.ts';
import type { SeriesPoint, TargetFigure, YearFigure } from './target-view.ts';

/** [R67] [R68] */
export function ratioEachYear(subject: Subject): KindView {
	const { plan, target, today, last } = subject;
	const at = earlier(today, last);
	const moves = inBoth((layer) => cityMoves(layerCells(subject, casesTurned, layer)));
	const { to, subject: sure } = asConfirmed(subject, caseRecords(subject));
	const own = {
		reported: closureFigure(subject, moves.reported, at),
		confirmed:
			to === null && today >= subject.first
				? notConfirmed(subject)
				: closureFigure(sure, moves.confirmed, earlier(sure.today, last))
	};
	const now = yearToDate(moves.reported, at);
	const judged = today >= subject.first && today <= last && own.reported.light !== 'unreported';
	return {
		...without,
		...own,
		confirmedTo: to,
		year: yearOf(at),
		series: rateSeries(at, moves, to),
		years: plan.years.map((year) => rateOfYear(subject, year, moves, to)),
		needed: judged
			? neededBy('close_this_year', fraction(stillToClose(now, target.value)), lastDayOfYear(yearOf(at)), today, true)
			: null,
		reachesTo: newestCase(subject)
	};
}

/** What happened to cases, day by day in both layers. */
export function caseRecords(subject: Pick<Subject, 'groups'>, turns: readonly CaseTurn[] | null = null): Dated[] {
	return datedCells(subject, casesTurned, ({ turn, day }) =>
		turns === null || turns.includes(turn) ? { kind: turn, date: day } : null
	);
}

/** [R76] [R77] */
export function reduction(subject: Subject): KindView {
	const { plan, target, today, last } = subject;
	const at = earlier(today, last);
	const year = yearOf(at);
	const baseYear = baseYearOf(subject);
	const { to, subject: sure } = asConfirmed(subject, caseRecords(subject, ['closed', 'undone']));
	const own = inBoth((layer) => {
		const given = givenBase(subject, layer);
		const frozen = given ? null : frozenBase(subject, layer);
		const base = given ?? (frozen ? baseValue(subject, frozen) : timeIn(subject, layer, baseYear));
		const state = given ? ('given' as const) : frozen ? ('frozen' as const) : ('derived' as const);
		const judged = layer === 'reported' ? subject : sure;
		const figure =
			layer === 'confirmed' && to === null && today >= subject.first
				? notConfirmed(subject)
				: reductionFigure(judged, layer, base, earlier(judged.today, last), baseYear);
		return { state, base, figure: state === 'derived' && isOverdue(judged) ? provisionally(figure) : figure };
	});
	const { base, state } = own.reported;
	const goal = base && times(base, minus(fraction(1n), fractionOf(target.value)));
	const time = timeIn(subject, 'reported', year);
	return {
		...without,
		reported: own.reported.figure,
		confirmed: own.confirmed.figure,
		confirmedTo: to,
		year,
		base: baseViewOf(subject, state, base),
		series: timeSeries(subject, base, baseYear),
		years: [baseYear, ...plan.years].map((each) =>
			timeOfYear(subject, each, baseYear, own.reported.base, own.confirmed.base)
		),
		needed:
			goal && time && year > baseYear && today <= last
				? neededBy('days_less', minus(time, goal), last, today, false)
				: null,
		reachesTo: newestCase(subject)
	};
}

function closureFigure(subject: Subject, moves: CaseMoves, at: Day): TargetFigure {
	const { target, today, first, last } = subject;
	if (today < first) return nothingYet(subject);
	const { light, rule, now, rate, lastYear, projected } = closureOf(moves, at, target.value);
	if (light === 'unreported') return nothingYet(subject);
	const goal = fractionOf(target.value);
	const parts = { part: fraction(now.closed), whole: fraction(now.workload) };
	const judged = { day: at, value: rate, planned: goal, parts, lastYear };
	if (today <= last) return figure({ ...judged, light, rule, projected });
	const held = rate !== null && atLeast(rate, goal);
	return figure({ ...judged, ...(held ? { light: 'done', rule: 'reached' } : { light: 'behind', rule: 'missed' }) });
}

function rateSeries(
	at: Day,
	{ reported, confirmed }: Readonly<Record<Layer, CaseMoves>>,
	confirmedUpTo: Day | null
): SeriesPoint[] {
	const year = yearOf(at);
	const known = hasRecords(yearToDate(reported, lastDayOfYear(year - 1)));
	return monthsBetween(monthOf(firstDayOfYear(year)), monthOf(lastDayOfYear(year))).map((month) => {
		const end = lastDayOfMonth(month);
		const begun = month <= monthOf(at);
		const until = begun ? earlier(end, at) : end;
		const rate = (moves: CaseMoves, to: Day) => shown(closureRate(yearToDate(moves, to)));
		return {
			day: until,
			reported: begun ? rate(reported, until) : null,
			confirmed: begun && confirmedUpTo !== null && until <= confirmedUpTo ? rate(confirmed, until) : null,
			pace: null,
			lastYear: known ? rate(reported, lastDayOfMonth(monthOf(shiftYears(end, -1)))) : null
		};
	});
}

function rateOfYear(
	subject: Subject,
	year: number,
	{ reported, confirmed }: Readonly<Record<Layer, CaseMoves>>,
	confirmedUpTo: Day | null
): YearFigure {
	const { target, today } = subject;
	const rateOf = (moves: CaseMoves, to: Day = today) => {
		const work = yearToDate(moves, earlier(to, lastDayOfYear(year)));
		return yearOf(to) >= year && hasRecords(work) ? closureRate(work) : null;
	};
	const rate = rateOf(reported);
	return {
		year,
		reported: shown(rate),
		confirmed: shown(rateOf(confirmed, confirmedUpTo ?? today)),
		target: target.value,
		met: rate && today > lastDayOfYear(year) ? atLeast(rate, fractionOf(target.value)) : null
	};
}

/** Median days of a year's closures, or their mean where the reading says so; null where there are too few. */
function timeIn(subject: Subject, layer: Layer, year: number): Fraction | null {
	const durations = durationsOf(layerCells(subject, casesDuration, layer), year);
	if (countOf(durations) < subject.plan.settings.verdict.minClosures) return null;
	return reads(subject, 'mean') ? meanOf(durations) : medianOf(durations);
}

function reductionFigure(
	subject: Subject,
	layer: Layer,
	base: Fraction | null,
	at: Day,
	baseYear: number
): TargetFigure {
	const { plan, target, today, first, last } = subject;
	if (today < first || yearOf(at) <= baseYear)
		return figure({ light: 'not_started', rule: 'not_begun', day: today, value: null });
	const time = timeIn(subject, layer, yearOf(at));
	if (!time) {
		const count = countOf(durationsOf(layerCells(subject, casesDuration, layer), yearOf(at)));
		if (count <= 0) return nothingYet(subject);
		const sample = { count, least: plan.settings.verdict.minClosures };
		return figure({ light: 'too_few', rule: 'too_few', day: at, value: null, sample });
	}
	const cut = base && over(minus(base, time), base);
	if (!base || !cut) return figure({ light: 'base_missing', rule: 'base_missing', day: at, value: null });
	const goal = fractionOf(target.value);
	const judged = { day: at, value: cut, parts: { part: time, whole: base } };
	if (today > last) {
		const reached = atLeast(cut, goal);
		return figure({
			...judged,
			planned: goal,
			...(reached ? { light: 'done', rule: 'reached' } : { light: 'behind', rule: 'missed' })
		});
	}
	if (atLeast(cut, goal)) return figure({ ...judged, planned: goal, light: 'good', rule: 'holds' });
	const planned = times(goal, elapsed(first, last, at));
	return figure({ ...judged, planned, ...byPace(plan, cut, planned) });
}

/** What the time may be on a day: the base less the share of the reduction that is due by then. */
function allowed({ target, first, last }: Subject, base: Fraction, on: Day): Fraction {
	const due = times(fractionOf(target.value), elapsed(first, last, on));
	return times(base, minus(fraction(1n), due));
}

function timeSeries(subject: Subject, base: Fraction | null, baseYear: number): SeriesPoint[] {
	return [baseYear, ...subject.plan.years].map((year) => {
		const end = lastDayOfYear(year);
		const begun = yearOf(subject.today) >= year;
		return {
			day: begun ? earlier(end, subject.today) : end,
			reported: year === baseYear ? shown(base) : begun ? shown(timeIn(subject, 'reported', year)) : null,
			confirmed: begun ? shown(timeIn(subject, 'confirmed', year)) : null,
			pace: base && plain(allowed(subject, base, end)),
			lastYear: null
		};
	});
}

function timeOfYear(
	subject: Subject,
	year: number,
	baseYear: number,
	base: Fraction | null,
	confirmedBase: Fraction | null
): YearFigure {
	const begun = yearOf(subject.today) >= year;
	const time = year === baseYear ? base : begun ? timeIn(subject, 'reported', year) : null;
	const sure = year === baseYear ? confirmedBase : begun ? timeIn(subject, 'confirmed', year) : null;
	const limit = year > baseYear && base ? allowed(subject, base, lastDayOfYear(year)) : null;
	return {
		year,
		reported: shown(time),
		confirmed: shown(sure),
		target: shown(limit),
		met: limit && time && subject.today > lastDayOfYear(year) ? atLeast(limit, time) : null
	};
}

function newestCase(subject: Subject): Day | null {
	const days = layerCells(subject, casesTurned, 'reported').map(({ parts }) => parts.day);
	return (
		days
			.filter((day) => day <= subject.today)
			.sort()
			.at(-1) ?? null
	);
}
