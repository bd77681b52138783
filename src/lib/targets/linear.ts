// Targets whose pace line runs straight by days to the end of their year: cumulative counts, levels and registers.
import { addDays, lastDayOfMonth, monthOf, monthsBetween, type Day } from '#lib/kernel/day.ts';
import { atLeast, fraction, fractionOf, minus, plain, plus, times, type Fraction } from '#lib/kernel/fraction.ts';
import { firstDayOf, lastDayOf, periodsBetween } from '#lib/kernel/period.ts';
import { runningSum } from '#lib/figures/running-sum.ts';
import type { Layer } from '#lib/protocol/cells.ts';
import { figure, inBoth, neededBy, nothingYet, shown, without, type KindView } from './figure.ts';
import { earlier, observedOf, reachOf, sinceOf, type Observed } from './observed.ts';
import { byPace, elapsed } from './pace.ts';
import type { Cell, CellFamily } from '#lib/figures/cell-family.ts';
import { registerCounts, registerSums } from '#lib/figures/families/registers.ts';
import { givenBase, layerCells, reads, type Subject } from '#lib/figures/subject.ts';
import type { BaseView, Missing, SeriesPoint, Since, TargetFigure } from './target-view.ts';
import type { IndustrySplit } from '#lib/registers/industry-split.ts';

/** A count that grows from the plan's first day to the target. */
interface Course {
	/** The count at the end of a day. */
	readonly at: (until: Day) => Fraction;
	/** Where the pace line begins. */
	readonly from: Fraction;
	/** The day that value and pace are taken at. */
	readonly judged: Day;
	/** The ends of the steps in which the count moves, oldest first. */
	readonly steps: readonly Day[];
	readonly since: Since | null;
	readonly missing: Missing | null;
}

/** [R63] */
export function cumulative(subject: Subject): KindView {
	const both = inBoth((layer) => cumulativeIn(subject, layer));
	const { figure: reported, opening, stock, seen } = both.reported;
	return {
		...without,
		reported,
		confirmed: both.confirmed.figure,
		base: baseView(opening, stock),
		series: periodSeries(subject, both, opening !== null),
		needed: stillMissing(subject, reported, true),
		reachesTo: reachOf(seen, reported.since)
	};
}

/** [R64] */
export function level(subject: Subject): KindView {
	const both = inBoth((layer) => {
		const seen = observedOf(subject, layer);
		const course = courseOf(subject, seen, fraction(0n));
		return {
			seen,
			course,
			figure: seen.told === null ? nothingYet(subject, course.since) : levelFigure(subject, course)
		};
	});
	const { figure: reported } = both.reported;
	return {
		...without,
		reported,
		confirmed: both.confirmed.figure,
		series: periodSeries(subject, both, true),
		needed: stillMissing(subject, reported, false),
		reachesTo: reachOf(both.reported.seen, reported.since)
	};
}

/** [R70] [R71] */
export function register(subject: Subject): KindView {
	const total = reads(subject, 'total');
	const counts = inBoth((layer) => countsOf(subject, layer, total ? 'all' : 'qualified'));
	const own = inBoth((layer) => {
		if (!counts[layer].known) return nothingYet(subject);
		const judged = reachedFigure(subject, counts[layer]);
		const short = total && !conditionsMet(subject, layer) && judged.light !== 'behind' && judged.light !== 'risk';
		return short
			? { ...judged, light: 'risk' as const, why: { ...judged.why, rule: 'conditions_short' as const } }
			: judged;
	});
	return {
		...without,
		...own,
		series: monthSeries(subject, counts.reported, counts.confirmed),
		needed: stillMissing(subject, own.reported, false),
		reachesTo: counts.reported.newest,
		industries: industriesOf(subject)
	};
}

function cumulativeIn(subject: Subject, layer: Layer) {
	const seen = observedOf(subject, layer);
	const { plan, target } = subject;
	const stock = target.measure.from === 'indicator' && plan.indicators[target.measure.indicator]?.aggregate === 'last';
	// Of a stock each report says the whole: what stood on the first day is known from the reports themselves.
	const opening = stock ? seenAt(seen, addDays(subject.first, -1)) : givenBase(subject, layer);
	const course = courseOf(subject, seen, opening);
	return { seen, stock, opening, course, figure: cumulativeFigure(subject, seen, opening, course) };
}

function cumulativeFigure(subject: Subject, seen: Observed, opening: Fraction | null, course: Course): TargetFigure {
	const { target, today, first } = subject;
	const came = (until: Day) => minus(seenAt(seen, until), seenAt(seen, addDays(first, -1)));
	const done = atLeast(course.at(today), fractionOf(target.value));
	if (seen.told === null && !(done && seen.newest !== null)) return nothingYet(subject, course.since);
	const added = came(done ? today : seen.judged);
	if (opening === null && !done) {
		const { since, missing, judged } = course;
		const gap = { light: 'base_missing', rule: 'base_missing', day: judged, value: null } as const;
		return figure({ ...gap, added, since: since && { ...since, value: null }, missing });
	}
	return { ...reachedFigure(subject, course), added: plain(added) };
}

/** What indicators add up to: the opening stock and all that came since the plan's first day. */
function courseOf(subject: Subject, seen: Observed, opening: Fraction | null): Course {
	const from = opening ?? fraction(0n);
	const before = seenAt(seen, addDays(subject.first, -1));
	const level = subject.target.kind === 'level';
	const at = (until: Day) => (level ? seenAt(seen, until) : plus(from, minus(seenAt(seen, until), before)));
	return {
		at,
		from,
		judged: seen.judged,
		steps: seen.periods.filter((period) => firstDayOf(period) >= subject.first).map(lastDayOf),
		since: sinceOf(seen, subject.today, at(subject.today)),
		missing: seen.missing
	};
}

function seenAt(seen: Observed, until: Day): Fraction {
	return fraction(seen.total(until), 100n);
}

/** A count that stays: done once all that is reported reaches it, late when that was after its year. */
function reachedFigure(subject: Subject, course: Course): TargetFigure {
	const { target, today, last } = subject;
	const goal = fractionOf(target.value);
	const value = course.at(today);
	if (!atLeast(value, goal)) return onCourse(subject, course);
	const reached = course.steps.find((step) => atLeast(course.at(step), goal));
	const late = reached !== undefined && reached > last;
	return figure({
		light: late ? 'done_late' : 'done',
		rule: late ? 'reached_late' : 'reached',
		day: reached === undefined ? today : earlier(reached, today),
		value,
		planned: goal
	});
}

/** A count that can fall again: before the end of its year it holds, on that day it is decided. */
function levelFigure(subject: Subject, course: Course): TargetFigure {
	const { target, today, last } = subject;
	const goal = fractionOf(target.value);
	const { since, missing, judged } = course;
	const value = course.at(judged);
	if (today <= last || judged < last) {
		if (!atLeast(value, goal)) return onCourse(subject, course);
		return figure({ light: 'good', rule: 'holds', day: judged, value, planned: goal, since, missing });
	}
	if (atLeast(course.at(last), goal))
		return figure({ light: 'done', rule: 'reached', day: last, value: course.at(last), planned: goal });
	const now = course.at(today);
	if (atLeast(now, goal))
		return figure({ light: 'done_late', rule: 'reached_late', day: today, value: now, planned: goal });
	return figure({ light: 'behind', rule: 'missed', day: last, value, planned: goal, since });
}

/** [R62] [R65] Short of the target: by the pace line, or missed when the year is over. */
function onCourse(subject: Subject, course: Course): TargetFigure {
	const { plan, target, today, last } = subject;
	const goal = fractionOf(target.value);
	const { since, missing, judged } = course;
	const value = course.at(judged);
	if (today > last && judged >= last)
		return figure({ light: 'behind', rule: 'missed', day: last, value, planned: goal, since });
	const way = times(minus(goal, course.from), elapsed(subject.first, last, judged));
	const { light, rule } = byPace(plan, minus(value, course.from), way);
	return figure({ light, rule, day: judged, value, planned: plus(course.from, way), since, missing });
}

function stillMissing({ target, last, today }: Subject, { value }: TargetFigure, monthly: boolean) {
	if (value === null) return null;
	return neededBy('more_in_total', minus(fractionOf(target.value), hundredths(value)), last, today, monthly);
}

/** Of a figure that was computed in hundredths. */
function hundredths(value: number): Fraction {
	return fraction(BigInt(Math.round(value * 100)), 100n);
}

function baseView(opening: Fraction | null, stock: boolean): BaseView {
	if (opening === null) return { state: 'missing', year: null };
	const value = plain(opening);
	// What was reported before the plan's first day is told again by every later report: there is nothing to freeze.
	return stock ? { state: 'derived', year: null, value, provisional: false } : { state: 'given', year: null, value };
}

interface Drawn {
	readonly seen: Observed;
	readonly course: Course;
	readonly figure: TargetFigure;
}

/** @param paced whether there is a pace line: not while nobody knows where it begins */
function periodSeries(
	subject: Subject,
	{ reported, confirmed }: Readonly<Record<Layer, Drawn>>,
	paced: boolean
): SeriesPoint[] {
	const { first, last, today } = subject;
	const ending = today > last ? today : last;
	return periodsBetween(first, ending, reported.seen.kind).map((period) => {
		const day = lastDayOf(period);
		/** What is reported after the judged day is drawn once it counts. */
		const at = ({ seen, course, figure: { since } }: Drawn) => {
			const counted = since === null ? seen.newest : seen.told;
			return counted !== null && period <= counted && period >= (seen.periods[0] ?? period)
				? plain(course.at(day))
				: null;
		};
		return {
			day: firstDayOf(period) <= today ? earlier(day, today) : day,
			reported: at(reported),
			confirmed: at(confirmed),
			pace: paced ? paceAt(subject, reported.course.from, day) : null,
			lastYear: null
		};
	});
}

function paceAt({ target, first, last }: Subject, from: Fraction, day: Day): number {
	return plain(plus(from, times(minus(fractionOf(target.value), from), elapsed(first, last, day))));
}

interface Counts extends Course {
	readonly known: boolean;
	/** The days of the first and of the last entry. */
	readonly oldest: Day | null;
	readonly newest: Day | null;
}

/** The entities of a register day by day: all of them, or those that meet its conditions. */
function countsOf(subject: Subject, layer: Layer, which: 'all' | 'qualified'): Counts {
	const own = registerCells(subject, registerCounts, layer);
	const days = (state: string) =>
		own.flatMap(({ parts, value }) =>
			parts.state === state && parts.day <= subject.today ? [[parts.day, value] as const] : []
		);
	const sum = runningSum(days(which));
	const all = days('all');
	const entered = [...all, ...days('qualified'), ...days('near')].map(([day]) => day).sort();
	return {
		at: (until) => fraction(sum(until)),
		from: fraction(0n),
		judged: subject.today,
		since: null,
		missing: null,
		steps: [...new Set(days(which).map(([day]) => day))].sort(),
		known: all.length > 0,
		oldest: entered[0] ?? null,
		newest: entered.at(-1) ?? null
	};
}

function registerCells<Of extends { readonly register: string }>(
	subject: Subject,
	family: CellFamily<Of>,
	layer: Layer
): Cell<Of>[] {
	const { measure } = subject.target;
	const name = measure.from === 'register' ? measure.register : '';
	return layerCells(subject, family, layer).filter(({ parts }) => parts.register === name);
}

/** Whether the sums over all entities meet the conditions of the clause together. */
function conditionsMet(subject: Subject, layer: Layer): boolean {
	const sums = registerCells(subject, registerSums, layer);
	return (subject.target.conditions ?? []).every(({ measure, op, value }) => {
		const sum = sums
			.filter(({ parts }) => parts.measure === measure && parts.day <= subject.today)
			.reduce((total, cell) => total + cell.value, 0n);
		return op === '>=' ? sum >= BigInt(value) : sum <= BigInt(value);
	});
}

function industriesOf(subject: Subject): IndustrySplit[] {
	const counts = new Map<string, { all: number; near: number; reported: number; confirmed: number }>();
	for (const layer of ['reported', 'confirmed'] as const)
		for (const { parts, value } of registerCells(subject, registerCounts, layer)) {
			const { state, industry, day } = parts;
			if (day > subject.today) continue;
			const own = counts.get(industry) ?? { all: 0, near: 0, reported: 0, confirmed: 0 };
			counts.set(industry, own);
			if (state === 'qualified') own[layer] += Number(value);
			else if (layer === 'reported') own[state] += Number(value);
		}
	return [...counts]
		.map(([industry, { all, near, reported, confirmed }]) => ({
			industry,
			all,
			near,
			qualified: { reported, confirmed }
		}))
		.sort((a, b) => b.qualified.reported - a.qualified.reported || (a.industry < b.industry ? -1 : 1));
}

function monthSeries(subject: Subject, reported: Counts, confirmed: Counts): SeriesPoint[] {
	const { first, last, today } = subject;
	const ending = today > last ? today : last;
	return monthsBetween(monthOf(first), monthOf(ending)).map((month) => {
		const end = lastDayOfMonth(month);
		const begun = monthOf(today) >= month;
		const at = (counts: Counts) =>
			begun && counts.oldest !== null && counts.oldest <= end ? shown(counts.at(end)) : null;
		return {
			day: begun ? earlier(end, today) : end,
			reported: at(reported),
			confirmed: at(confirmed),
			pace: paceAt(subject, reported.from, end),
			lastYear: null
		};
	});
}
