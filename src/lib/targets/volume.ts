// Yearly volumes of the ledgers (trade, pledge loans, accepted cases) by day, and how much they must grow.
import {
	addDays,
	daysBetween,
	firstDayOfYear,
	lastDayOfMonth,
	lastDayOfYear,
	monthOf,
	monthsBetween,
	shiftYears,
	yearOf,
	type Day
} from '#lib/kernel/day.ts';
import {
	atLeast,
	ceiling,
	fraction,
	fractionOf,
	minus,
	over,
	plain,
	plus,
	power,
	times,
	type Fraction
} from '#lib/kernel/fraction.ts';
import { runningSum, type RunningSum } from '#lib/figures/running-sum.ts';
import type { Layer } from '#lib/protocol/cells.ts';
import { baseViewOf, isOverdue, provisionally } from './base.ts';
import { baseYearOf, daysOf, dealsOf, frozenBase, type BaseContent } from '#lib/figures/base.ts';
import { asConfirmed, datedCells, notConfirmed, type Dated } from './confirmed-to.ts';
import { figure, inBoth, neededBy, nothingYet, shown, without, type KindView } from './figure.ts';
import { earlier } from './observed.ts';
import { casesTurned } from '#lib/figures/families/cases.ts';
import { dealAmounts, dealCounts } from '#lib/figures/families/deals.ts';
import { givenBase, layerCells, reads, type Subject } from '#lib/figures/subject.ts';
import type { BaseView, SeriesPoint, TargetFigure, YearFigure } from './target-view.ts';

/** Parts of one yuan. */
const hundredth = 100n;

/** What average growth is decided on, in one layer. */
export interface Growth {
	readonly figure: TargetFigure;
	/** Of the confirmed layer: the day that its records are confirmed up to; null where too much waits. */
	readonly confirmedTo: Day | null;
	/** The year that is judged, and the day in it. */
	readonly year: number;
	readonly at: Day;
	/** Years since the base year. */
	readonly n: number;
	readonly base: Fraction | null;
	readonly baseState: BaseView['state'];
	/** What the whole year must come to; null without a base. */
	readonly required: Fraction | null;
	/** The share of a year's whole that is planned to have come by a day of the judged year. */
	readonly shape: (until: Day) => Fraction;
	readonly volume: Volume;
}

interface Volume {
	/** From 1 January of a day's year to that day. */
	readonly inYear: (until: Day) => Fraction;
	/** Whether anything is recorded from 1 January to that day. */
	readonly known: (until: Day) => boolean;
	readonly newest: Day | null;
	/** Parts of one of the unit: 100 for money, 1 for counts. */
	readonly scale: bigint;
}

/** [R72]-[R75] */
export function averageGrowth(subject: Subject): KindView {
	const own = inBoth((layer) => growthOf(subject, layer));
	const { year, base, baseState, required, volume } = own.reported;
	const baseYear = baseYearOf(subject);
	const toGo = required && minus(required, volume.inYear(own.reported.at));
	const whole = toGo && fraction(ceiling(times(toGo, fraction(volume.scale))), volume.scale);
	return {
		...without,
		money: volume.scale === hundredth,
		reported: own.reported.figure,
		confirmed: own.confirmed.figure,
		confirmedTo: own.confirmed.confirmedTo,
		year,
		base: baseViewOf(subject, baseState, base),
		series: seriesOf(subject, own.reported, own.confirmed),
		years: [baseYear, ...subject.plan.years].map((each) => yearFigure(subject, each, own.reported, own.confirmed)),
		needed:
			whole && own.reported.n > 0 && subject.today <= subject.last
				? neededBy('more_this_year', whole, lastDayOfYear(year), subject.today, true)
				: null,
		reachesTo: volume.newest
	};
}

/** In the confirmed layer on the day up to which its records are confirmed (R31a). */
export function growthOf(subject: Subject, layer: Layer): Growth {
	if (layer === 'reported') return { ...growthIn(subject, layer), confirmedTo: null };
	const { to, subject: judged } = asConfirmed(subject, recordsOf(subject));
	const growth = growthIn(judged, layer);
	const open = to === null && subject.today >= subject.first;
	return { ...growth, confirmedTo: to, figure: open ? notConfirmed(subject) : growth.figure };
}

function growthIn(subject: Subject, layer: Layer): Omit<Growth, 'confirmedTo'> {
	const { target, today, last } = subject;
	const baseYear = baseYearOf(subject);
	const year = Math.min(yearOf(today), target.by ?? yearOf(today));
	const at = earlier(today, last);
	const n = year - baseYear;
	const volume = volumeOf(subject, layer);
	const given = givenInUnit(subject, layer);
	const endOfBase = lastDayOfYear(baseYear);
	const content = given ? null : frozenBase(subject, layer);
	const records = content ? frozenVolume(subject, content) : volume;
	const derived = records.known(endOfBase) && records.inYear(endOfBase).part > 0n ? records.inYear(endOfBase) : null;
	const base = given ?? derived;
	const baseState: BaseView['state'] = given ? 'given' : !derived ? 'missing' : content ? 'frozen' : 'derived';
	const shape = shapeOf(volume, at, given === null && derived !== null ? { records, years: n } : null);
	const common = {
		year,
		at,
		n,
		base,
		baseState,
		shape,
		volume
	};
	const rate = fractionOf(target.value);
	const required = base && n > 0 ? requiredLevel(subject, volume, base, baseYear, n, rate) : null;
	const figure = growthFigure(subject, { ...common, required }, baseYear);
	return {
		...common,
		required,
		figure: baseState === 'derived' && isOverdue(subject) ? provisionally(figure) : figure
	};
}

function growthFigure(
	subject: Subject,
	growth: Omit<Growth, 'figure' | 'confirmedTo'>,
	baseYear: number
): TargetFigure {
	const { plan, target, today, first, last } = subject;
	const { at, n, base, required, volume, shape } = growth;
	if (today < first || n <= 0) return figure({ light: 'not_started', rule: 'not_begun', day: at, value: null });
	if (!volume.known(at)) return nothingYet(subject);
	if (!base || !required) return figure({ light: 'base_missing', rule: 'base_missing', day: at, value: null });
	const actual = volume.inYear(at);
	const share = shape(at);
	const rate = fractionOf(target.value);
	const holds = atLeast(actual, times(required, share));
	const lower = times(rate, fractionOf(plan.settings.verdict.pace.atRiskFrom));
	const level = requiredLevel(subject, volume, base, baseYear, n, lower);
	const near = level !== null && atLeast(actual, times(level, share));
	const value = growthSoFar(subject, volume, base, baseYear, n, share);
	const judged = { day: at, planned: rate, parts: { part: actual, whole: times(base, share) } };
	const light = (): Pick<TargetFigure, 'light'> & { readonly rule: TargetFigure['why']['rule'] } => {
		if (today > last) return holds ? { light: 'done', rule: 'reached' } : { light: 'behind', rule: 'missed' };
		if (holds) return { light: 'good', rule: 'on_pace' };
		return near ? { light: 'risk', rule: 'near_pace' } : { light: 'behind', rule: 'below_pace' };
	};
	const made = figure({ ...judged, ...light(), value: null });
	return {
		...made,
		value,
		why: { ...made.why, actual: value, distance: value === null ? null : value - target.value }
	};
}

/**
 * The level that a year must reach: base x (1 + rate)^n where the growth is compound, or what brings the mean of the yearly
 * rates to the rate. Null where a year between has no record to grow from.
 */
function requiredLevel(
	subject: Subject,
	volume: Volume,
	base: Fraction,
	baseYear: number,
	n: number,
	rate: Fraction
): Fraction | null {
	const one = fraction(1n);
	if (!reads(subject, 'mean')) return times(base, power(plus(one, rate), n));
	const earlierRates = ratesBefore(volume, base, baseYear, n);
	if (!earlierRates) return null;
	const factor = minus(plus(one, times(rate, fraction(BigInt(n)))), earlierRates.sum);
	return factor.part <= 0n ? fraction(0n) : times(earlierRates.level, factor);
}

/** The sum of the rates of the years before the n-th, and the level of the last of them. */
function ratesBefore(volume: Volume, base: Fraction, baseYear: number, n: number) {
	let sum = fraction(0n);
	let level = base;
	for (let year = baseYear + 1; year < baseYear + n; year++) {
		const end = lastDayOfYear(year);
		const rate = volume.known(end) ? over(minus(volume.inYear(end), level), level) : null;
		if (!rate) return null;
		sum = plus(sum, rate);
		level = volume.inYear(end);
	}
	return level.part > 0n ? { sum, level } : null;
}

/** For display: the average growth if the rest of the year goes by its shape. */
function growthSoFar(
	subject: Subject,
	volume: Volume,
	base: Fraction,
	baseYear: number,
	n: number,
	share: Fraction
): number | null {
	const end = earlier(subject.today, subject.last);
	if (!reads(subject, 'mean')) {
		const factor = over(volume.inYear(end), times(base, share));
		return factor && plain(factor) ** (1 / n) - 1;
	}
	const before = ratesBefore(volume, base, baseYear, n);
	const factor = before && over(volume.inYear(end), times(before.level, share));
	return before && factor && (plain(before.sum) + plain(factor) - 1) / n;
}

/** [R73] In the shape of the base year where its records are the base, else of last year, else evenly by days. */
function shapeOf(
	volume: Volume,
	at: Day,
	base: { readonly records: Volume; readonly years: number } | null
): (until: Day) => Fraction {
	const shaped = (of: Volume, years: number): ((until: Day) => Fraction) | null => {
		const whole = of.inYear(lastDayOfYear(yearOf(at) - years));
		if (whole.part <= 0n || of.inYear(shiftYears(at, -years)).part <= 0n) return null;
		return (until) => over(of.inYear(shiftYears(until, -years)), whole) ?? fraction(0n);
	};
	const start = firstDayOfYear(yearOf(at));
	const length = daysBetween(start, lastDayOfYear(yearOf(at))) + 1;
	return (
		(base !== null && base.years > 0 ? shaped(base.records, base.years) : null) ??
		shaped(volume, 1) ??
		((until) => fraction(BigInt(daysBetween(start, until) + 1), BigInt(length)))
	);
}

function givenInUnit(subject: Subject, layer: Layer): Fraction | null {
	// A base in yuan says nothing about the number of deals.
	return countsDeals(subject) ? null : givenBase(subject, layer);
}

/** What the volume adds up, day by day in both layers. */
export function recordsOf(subject: Subject): Dated[] {
	const kinds = dealsOf[subject.target.figure ?? ''];
	return kinds
		? datedCells(subject, countsDeals(subject) ? dealCounts : dealAmounts, ({ kind, day }) =>
				kinds.includes(kind) ? { kind, date: day } : null
			)
		: datedCells(subject, casesTurned, ({ turn, day }) => (turn === 'accepted' ? { kind: turn, date: day } : null));
}

export function countsDeals(subject: Subject): boolean {
	return reads(subject, 'deals');
}

function volumeOf(subject: Subject, layer: Layer): Volume {
	const { figure: name } = subject.target;
	const kinds = dealsOf[name ?? ''];
	const money = kinds !== undefined && !countsDeals(subject);
	const amounts = new Map<Day, bigint>();
	const counts = new Map<Day, bigint>();
	const note = (to: Map<Day, bigint>, day: Day, value: bigint) => {
		if (day <= subject.today) to.set(day, (to.get(day) ?? 0n) + value);
	};
	if (kinds) {
		for (const [family, to] of [
			[dealAmounts, amounts],
			[dealCounts, counts]
		] as const)
			for (const { parts, value } of layerCells(subject, family, layer))
				if (kinds.includes(parts.kind)) note(to, parts.day, value);
	} else
		for (const { parts, value } of layerCells(subject, casesTurned, layer))
			if (parts.turn === 'accepted') note(counts, parts.day, value);
	return volumeFrom(amounts, counts, money);
}

/** [R72a] The base year as it was frozen. */
function frozenVolume(subject: Subject, content: BaseContent): Volume {
	const money = dealsOf[subject.target.figure ?? ''] !== undefined && !countsDeals(subject);
	return volumeFrom(daysOf(content, 'amount'), daysOf(content, 'count'), money);
}

function volumeFrom(amounts: ReadonlyMap<Day, bigint>, counts: ReadonlyMap<Day, bigint>, money: boolean): Volume {
	const scale = money ? hundredth : 1n;
	const sum: RunningSum = runningSum(money ? amounts : counts);
	const records: RunningSum = runningSum(counts);
	const before = (until: Day) => addDays(firstDayOfYear(yearOf(until)), -1);
	return {
		inYear: (until) => fraction(sum(until) - sum(before(until)), scale),
		known: (until) => records(until) > records(before(until)),
		newest: [...counts.keys()].sort().at(-1) ?? null,
		scale
	};
}

function seriesOf(subject: Subject, reported: Growth, confirmed: Growth): SeriesPoint[] {
	const { year, at, required, shape, volume } = reported;
	const months = monthsBetween(monthOf(firstDayOfYear(year)), monthOf(lastDayOfYear(year)));
	const lastKnown = volume.known(lastDayOfYear(year - 1));
	return months.map((month) => {
		const end = lastDayOfMonth(month);
		const begun = month <= monthOf(at);
		const until = begun ? earlier(end, at) : end;
		const of = (one: Growth, known = at) => (begun && one.volume.known(known) ? shown(one.volume.inYear(until)) : null);
		const sure = confirmed.confirmedTo;
		return {
			day: until,
			reported: of(reported),
			confirmed: sure !== null && until <= sure ? of(confirmed, sure) : null,
			pace: required && plain(times(required, shape(end))),
			lastYear: lastKnown ? plain(volume.inYear(lastDayOfMonth(monthOf(shiftYears(end, -1))))) : null
		};
	});
}

function yearFigure(subject: Subject, year: number, reported: Growth, confirmed: Growth): YearFigure {
	const baseYear = baseYearOf(subject);
	const until = earlier(lastDayOfYear(year), subject.today);
	const levelOf = ({ volume, base }: Growth): number | null => {
		if (year === baseYear) return shown(base);
		return until >= firstDayOfYear(year) && volume.known(until) ? plain(volume.inYear(until)) : null;
	};
	const n = year - baseYear;
	const rate = fractionOf(subject.target.value);
	const required =
		reported.base && n > 0 && yearOf(subject.today) >= year
			? requiredLevel(subject, reported.volume, reported.base, baseYear, n, rate)
			: null;
	const over = subject.today > lastDayOfYear(year);
	return {
		year,
		reported: levelOf(reported),
		confirmed: levelOf(confirmed),
		target: shown(required),
		met: required && over && levelOf(reported) !== null ? atLeast(reported.volume.inYear(until), required) : null
	};
}
