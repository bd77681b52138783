// A target by the units that report it: what each has of it, with and without its zones, and a matrix of units and periods.
import {
	addDays,
	firstDayOfYear,
	lastDayOfMonth,
	lastDayOfYear,
	monthOf,
	shiftMonths,
	shiftYears,
	yearOf,
	type Day,
	type Month
} from '#lib/kernel/day.ts';
import { firstDayOf, lastDayOf, periodsBetween, type Period } from '#lib/kernel/period.ts';
import { caseMoves, closureRate, hasRecords, yearToDate } from '#lib/cases/case-year.ts';
import type { CellGroups } from '#lib/figures/cell-family.ts';
import { casesTurnedBy } from '#lib/figures/families/cases.ts';
import { dealAmountsBy, dealCountsBy } from '#lib/figures/families/deals.ts';
import { fundsMovedBy } from '#lib/figures/families/funds.ts';
import { observedReportsBy, observedValuesBy } from '#lib/figures/families/observations.ts';
import { registerCountsBy } from '#lib/figures/families/registers.ts';
import { runningSum } from '#lib/figures/running-sum.ts';
import type { UnitKind } from '#lib/plan/plan-document.ts';
import type { MatchBasis, PlanSummary, TargetSummary } from '#lib/plan/plan-summary.ts';
import type { Layer } from '#lib/protocol/cells.ts';
import { dealsOf } from '#lib/figures/base.ts';
import { caseRecords } from './closing.ts';
import { asConfirmed, type Dated } from './confirmed-to.ts';
import { inBoth, shown } from './figure.ts';
import { judgedYearOf } from './each-year.ts';
import { earlier, observedOf } from './observed.ts';
import { layerCells, reads, subjectOf, type Subject } from '#lib/figures/subject.ts';
import { targetsView } from './targets-view.ts';
import { countsDeals, recordsOf } from './volume.ts';

export interface TargetByUnit {
	/** The periods of the matrix, oldest first. */
	readonly columns: readonly Period[];
	/** What a cell of the matrix says: what came in the period, what stood at its end, or the rate from 1 January to its end. */
	readonly cell: 'flow' | 'total' | 'rate';
	/** The last whole month that growth compares with last year's; null for other kinds, and in January. */
	readonly through: Month | null;
	/**
	 * The day up to which the confirmed figures of growth and of the closure rate count: the last whole month that is confirmed in the
	 * city, or today. Null for other kinds, and while there is none.
	 */
	readonly confirmedTo: Day | null;
	/** Which step of the chain a match counts here: budgets are not parted by unit. */
	readonly step: MatchBasis | null;
	/** In official order; a unit that has nothing to say of the target is not among them. */
	readonly units: readonly UnitFigure[];
}

export interface UnitFigure {
	readonly unit: string;
	readonly kind: UnitKind;
	/** A district's own territory: what is in its zones is not in it. */
	readonly own: Readonly<Record<Layer, UnitValue>>;
	/** A district and its zones together; null for a unit that has none. */
	readonly withZones: Readonly<Record<Layer, UnitValue>> | null;
}

export interface UnitValue {
	/** Over all units these add up to the city's numerator. Null without a record. */
	readonly amount: number | null;
	/** What one compares by: the rate of its own parts, the growth, or the amount. */
	readonly value: number | null;
	readonly parts: { readonly part: number; readonly whole: number } | null;
	/** One for each column; null where nothing is known. */
	readonly cells: readonly (number | null)[];
}

/** A figure of one unit. */
interface OfUnit {
	readonly unit: string;
	readonly value: bigint;
}

/** What all kinds say beside their figures. */
interface Frame {
	readonly columns: readonly Period[];
	readonly cell: TargetByUnit['cell'];
	readonly through?: Month | null;
	readonly step?: MatchBasis;
	/** The day up to which each layer counts; only where years are compared. */
	readonly upTo?: Readonly<Record<Layer, Day | null>>;
}

/** How one kind reads the cells of a unit, or of a district and its zones together. */
interface Kind<Figure extends OfUnit> extends Frame {
	/** The figures that belong to the target. */
	readonly figures: (layer: Layer) => readonly Figure[];
	/** @param figures those of one unit, or of several together */
	readonly value: (figures: readonly Figure[], layer: Layer) => UnitValue;
}

interface Reading extends Frame {
	readonly knows: (unit: string) => boolean;
	readonly valueOf: (units: readonly string[]) => Readonly<Record<Layer, UnitValue>>;
}

const matrixLength = 12;
const nothing = { amount: null, value: null, parts: null };

/** [R80] [R81] Null for what is not known by unit: the time to close. */
export function targetByUnit(
	plan: PlanSummary,
	groups: CellGroups,
	target: TargetSummary,
	today: Day
): TargetByUnit | null {
	const subject = subjectOf(plan, groups, target, today);
	const reading = readingOf(subject);
	if (!reading) return null;
	const { knows, valueOf } = reading;
	const territorial = plan.units.some(({ code, kind }) => isTerritorial(kind) && knows(code));
	const units = plan.units.filter(({ code, kind }) => knows(code) || (territorial && isTerritorial(kind)));
	return {
		columns: reading.columns,
		cell: reading.cell,
		through: reading.through ?? null,
		confirmedTo: reading.upTo?.confirmed ?? null,
		step: reading.step ?? null,
		units: units.map(({ code, kind }) => {
			const zones = plan.units.filter(({ within }) => within === code).map((zone) => zone.code);
			return {
				unit: code,
				kind,
				own: valueOf([code]),
				withZones: zones.length > 0 ? valueOf([code, ...zones]) : null
			};
		})
	};
}

function isTerritorial(kind: UnitKind): boolean {
	return kind === 'district' || kind === 'zone';
}

function reading<Figure extends OfUnit>({ figures, value, ...frame }: Kind<Figure>): Reading {
	const byUnit = inBoth((layer) => Map.groupBy(figures(layer), ({ unit }) => unit));
	return {
		...frame,
		knows: (unit) => byUnit.reported.has(unit) || byUnit.confirmed.has(unit),
		valueOf: (units) =>
			inBoth((layer) =>
				value(
					units.flatMap((unit) => byUnit[layer].get(unit) ?? []),
					layer
				)
			)
	};
}

function readingOf(subject: Subject): Reading | null {
	switch (subject.target.kind) {
		case 'cumulative':
		case 'level':
		case 'score':
		case 'count-each-year':
			return observed(subject);
		case 'ratio-each-year':
			return closure(subject);
		case 'average-growth':
			return growth(subject);
		case 'register':
			return register(subject);
		case 'match':
			return match(subject);
		case 'reduction':
			return null;
	}
}

function observed(subject: Subject): Reading {
	const { plan, target, today, first } = subject;
	const code = target.measure.from === 'indicator' ? target.measure.indicator : '';
	const { period: kind = 'month', aggregate = 'sum' } = plan.indicators[code] ?? {};
	const [view] = targetsView({ ...plan, targets: [target] }, subject.groups, today);
	const yearly = target.kind === 'count-each-year';
	const flow = aggregate === 'sum' && !yearly;
	const city = observedOf(subject, 'reported');
	const start = yearly ? firstDayOfYear(judgedYearOf(subject, city)) : first;
	const until = yearly ? earlier(today, lastDayOfYear(yearOf(start))) : today;
	const columns = periodsBetween(start, until, kind).slice(-matrixLength);
	// As far as the city's value counts: the units' figures add up to it.
	const end = view?.reported.since ? earlier(city.judged, until) : until;
	const figuresOf = (family: typeof observedValuesBy, layer: Layer) =>
		layerCells(subject, family, layer)
			.filter(({ parts }) => parts.indicator === code)
			.map(({ parts: { unit, period }, value }) => ({ unit, period, value, family }));
	return reading({
		columns,
		cell: flow ? 'flow' : 'total',
		figures: (layer) => [...figuresOf(observedValuesBy, layer), ...figuresOf(observedReportsBy, layer)],
		value: (figures) => {
			const begun = figures.filter(({ period }) => firstDayOf(period) <= today);
			const reported = new Set(
				begun.flatMap(({ family, period, value }) => (family === observedReportsBy && value > 0n ? [period] : []))
			);
			const total = runningSum(
				begun.flatMap(({ family, period, value }) =>
					family === observedValuesBy ? [[firstDayOf(period), value] as const] : []
				)
			);
			const from = yearly || flow ? total(addDays(start, -1)) : 0n;
			const known = [...reported].some(
				(period) => firstDayOf(period) <= end && (!yearly || yearOf(firstDayOf(period)) === yearOf(start))
			);
			const amount = known ? Number(total(end) - from) / 100 : null;
			return {
				amount,
				value: amount,
				parts: null,
				cells: columns.map((period) => {
					if (!reported.has(period)) return null;
					const before = flow ? total(addDays(firstDayOf(period), -1)) : from;
					return Number(total(lastDayOf(period)) - before) / 100;
				})
			};
		}
	});
}

function closure(subject: Subject): Reading {
	const at = earlier(subject.today, subject.last);
	const columns = monthsOf(firstDayOfYear(yearOf(at)), at);
	const upTo = comparedUpTo(subject, caseRecords(subject));
	return reading({
		columns,
		cell: 'rate',
		upTo,
		figures: (layer) =>
			layerCells(subject, casesTurnedBy, layer).map(({ parts: { territory, turn, month }, value }) => ({
				unit: territory,
				turn,
				date: month,
				value
			})),
		value: (figures, layer) => {
			const end = upTo[layer];
			const moves = caseMoves(figures);
			const now = yearToDate(moves, end ?? at);
			if (end === null || (!hasRecords(now) && now.workload === 0n))
				return { ...nothing, cells: columns.map(() => null) };
			return {
				amount: Number(now.closed),
				value: shown(closureRate(now)),
				parts: { part: Number(now.closed), whole: Number(now.workload) },
				cells: columns.map((month) => shown(closureRate(yearToDate(moves, lastDayOf(month)))))
			};
		}
	});
}

function growth(subject: Subject): Reading {
	const at = earlier(subject.today, subject.last);
	const { figure } = subject.target;
	const kinds = dealsOf[figure ?? ''];
	const money = kinds !== undefined && !countsDeals(subject);
	const through = lastWholeMonth(at);
	const upTo = comparedUpTo(subject, recordsOf(subject));
	const columns = monthsOf(subject.first, at).slice(-matrixLength);
	const figures = (layer: Layer): readonly MonthFigure[] =>
		kinds
			? layerCells(subject, money ? dealAmountsBy : dealCountsBy, layer).flatMap(({ parts, value }) =>
					kinds.includes(parts.kind) ? [{ unit: parts.territory, month: parts.month, value }] : []
				)
			: layerCells(subject, casesTurnedBy, layer).flatMap(({ parts, value }) =>
					parts.turn === 'accepted' ? [{ unit: parts.territory, month: parts.month, value }] : []
				);
	return reading({
		columns,
		cell: 'flow',
		through,
		upTo,
		figures,
		value: (own, layer) => {
			const sum = sumByMonth(own);
			const plain = (value: bigint) => (money ? Number(value) / 100 : Number(value));
			const before = addDays(firstDayOfYear(yearOf(at)), -1);
			const inYear = (until: Day) => sum(until) - sum(addDays(firstDayOfYear(yearOf(until)), -1));
			if (own.length === 0) return { ...nothing, cells: columns.map(() => null) };
			const day = upTo[layer];
			const month = day && lastWholeMonth(day);
			const end = month && lastDayOfMonth(month);
			const part = end ? inYear(end) : 0n;
			const whole = end ? inYear(lastDayOfMonth(monthOf(shiftYears(end, -1)))) : 0n;
			return {
				amount: plain(sum(at) - sum(before)),
				value: whole > 0n ? Number(part) / Number(whole) - 1 : null,
				parts: end ? { part: plain(part), whole: plain(whole) } : null,
				cells: columns.map((month) => plain(sum(lastDayOf(month)) - sum(addDays(firstDayOf(month), -1))))
			};
		}
	});
}

function register(subject: Subject): Reading {
	const { measure } = subject.target;
	const name = measure.from === 'register' ? measure.register : '';
	const which = reads(subject, 'total') ? 'all' : 'qualified';
	const columns = monthsOf(subject.first, subject.today).slice(-matrixLength);
	return reading({
		columns,
		cell: 'total',
		figures: (layer) =>
			layerCells(subject, registerCountsBy, layer).flatMap(({ parts: { territory, register, state, day }, value }) =>
				register === name ? [{ unit: territory, state, day, value }] : []
			),
		value: (figures) => {
			const sum = runningSum(
				figures.flatMap(({ state, day, value }) => (state === which ? [[day, value] as const] : []))
			);
			const [entered] = figures.map(({ day }) => day).sort();
			if (entered === undefined) return { ...nothing, cells: columns.map(() => null) };
			const amount = Number(sum(subject.today));
			return {
				amount,
				value: amount,
				parts: null,
				cells: columns.map((month) => (lastDayOf(month) < entered ? null : Number(sum(lastDayOf(month)))))
			};
		}
	});
}

function match(subject: Subject): Reading {
	const { basis = 'received', beside = [] } = subject.target.match ?? {};
	const step = [basis, ...beside, 'received' as const].find((each) => each !== 'budgeted') ?? 'received';
	const columns = monthsOf(subject.first, subject.today).slice(-matrixLength);
	return reading({
		columns,
		cell: 'flow',
		step,
		figures: (layer) =>
			layerCells(subject, fundsMovedBy, layer).flatMap(({ parts: { unit, source, step: own, month }, value }) =>
				own === step && source !== 'social' ? [{ unit, source, month, value }] : []
			),
		value: (figures) => {
			const of = (sources: readonly string[]) => sumByMonth(figures.filter(({ source }) => sources.includes(source)));
			const local = of(['city', 'district']);
			const part = Number(local(subject.today)) / 100;
			if (figures.length === 0) return { ...nothing, cells: columns.map(() => null) };
			return {
				amount: part,
				value: part,
				parts: { part, whole: Number(of(['central'])(subject.today)) / 100 },
				cells: columns.map((month) => Number(local(lastDayOf(month)) - local(addDays(firstDayOf(month), -1))) / 100)
			};
		}
	});
}

interface MonthFigure extends OfUnit {
	readonly month: Month;
}

/** A month sorts before its days: the sum up to one of them takes the whole month in. */
function sumByMonth(figures: readonly MonthFigure[]) {
	return runningSum(figures.map(({ month, value }) => [month, value] as const));
}

function monthsOf(from: Day, to: Day): readonly Period[] {
	return periodsBetween(from, to, 'month');
}

/** [R31a] The confirmed layer counts whole months, because units' ledgers are kept by month. */
function comparedUpTo(subject: Subject, records: readonly Dated[]): Readonly<Record<Layer, Day | null>> {
	const at = earlier(subject.today, subject.last);
	const { to } = asConfirmed(subject, records);
	const month = to && lastWholeMonth(to);
	return { reported: at, confirmed: to === at ? at : month && lastDayOfMonth(month) };
}

/** Null in January before its last day. */
function lastWholeMonth(at: Day): Month | null {
	const month = at === lastDayOfMonth(monthOf(at)) ? monthOf(at) : monthOf(shiftMonths(at, -1));
	return yearOf(month) === yearOf(at) ? month : null;
}
