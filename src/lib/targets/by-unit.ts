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
import { firstDayOf, lastDayOf, parsePeriod, periodsBetween, type Period } from '#lib/kernel/period.ts';
import { caseMoves, closureRate, hasRecords, yearToDate } from '#lib/cases/case-year.ts';
import type { Cell, CellGroups } from '#lib/figures/fold.ts';
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

/** How one kind reads the cells of a unit, or of a district and its zones together. */
interface Reading {
	readonly family: string;
	readonly columns: readonly Period[];
	readonly cell: TargetByUnit['cell'];
	readonly through?: Month | null;
	readonly step?: MatchBasis;
	/** Whether a cell, its unit left out, belongs to the target. */
	readonly mine: (parts: readonly string[]) => boolean;
	/** The day up to which each layer counts; only where years are compared. */
	readonly upTo?: Readonly<Record<Layer, Day | null>>;
	/** @param cells the target's own, their unit left out */
	readonly value: (cells: readonly Cell[], layer: Layer) => UnitValue;
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
	const cells = inBoth((layer) => cellsByUnit(subject, reading, layer));
	const seen = (code: string) => cells.reported.has(code) || cells.confirmed.has(code);
	const territorial = plan.units.some(({ code, kind }) => isTerritorial(kind) && seen(code));
	const units = plan.units.filter(({ code, kind }) => seen(code) || (territorial && isTerritorial(kind)));
	return {
		columns: reading.columns,
		cell: reading.cell,
		through: reading.through ?? null,
		confirmedTo: reading.upTo?.confirmed ?? null,
		step: reading.step ?? null,
		units: units.map(({ code, kind }) => {
			const zones = plan.units.filter(({ within }) => within === code).map((zone) => zone.code);
			const valueOf = (codes: readonly string[]) =>
				inBoth((layer) =>
					reading.value(
						codes.flatMap((each) => cells[layer].get(each) ?? []),
						layer
					)
				);
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

function cellsByUnit(subject: Subject, { family, mine }: Reading, layer: Layer): ReadonlyMap<string, readonly Cell[]> {
	const byUnit = new Map<string, Cell[]>();
	for (const { parts, value } of layerCells(subject, family, layer)) {
		const [unit = '', ...rest] = parts;
		if (!mine(rest)) continue;
		const own = byUnit.get(unit);
		const cell = { layer, parts: rest, value };
		if (own) own.push(cell);
		else byUnit.set(unit, [cell]);
	}
	return byUnit;
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
	return {
		family: 'observations-by',
		columns,
		cell: flow ? 'flow' : 'total',
		mine: ([indicator]) => indicator === code,
		value: (cells) => {
			const values: (readonly [Day, bigint])[] = [];
			const reported = new Set<Period>();
			for (const { parts, value } of cells) {
				const period = parsePeriod(parts[2] ?? '');
				if (!period || firstDayOf(period) > today) continue;
				if (parts[1] === 'value') values.push([firstDayOf(period), value]);
				else if (value > 0n) reported.add(period);
			}
			const total = runningSum(values);
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
	};
}

function closure(subject: Subject): Reading {
	const at = earlier(subject.today, subject.last);
	const columns = monthsOf(firstDayOfYear(yearOf(at)), at);
	const upTo = comparedUpTo(subject, caseRecords(subject));
	return {
		family: 'cases-by',
		columns,
		cell: 'rate',
		upTo,
		mine: () => true,
		value: (cells, layer) => {
			const end = upTo[layer];
			const moves = caseMoves(cells);
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
	};
}

function growth(subject: Subject): Reading {
	const at = earlier(subject.today, subject.last);
	const { figure } = subject.target;
	const kinds = dealsOf[figure ?? ''];
	const what = kinds && (countsDeals(subject) ? 'count' : 'amount');
	const through = lastWholeMonth(at);
	const upTo = comparedUpTo(subject, recordsOf(subject));
	const columns = monthsOf(subject.first, at).slice(-matrixLength);
	return {
		family: kinds ? 'deals-by' : 'cases-by',
		columns,
		cell: 'flow',
		through,
		upTo,
		mine: ([kind = '', own]) => (kinds ? kinds.includes(kind) && own === what : kind === 'accepted'),
		value: (cells, layer) => {
			const sum = sumByMonth(cells, kinds ? 2 : 1);
			const plain = (value: bigint) => (what === 'amount' ? Number(value) / 100 : Number(value));
			const before = addDays(firstDayOfYear(yearOf(at)), -1);
			const inYear = (until: Day) => sum(until) - sum(addDays(firstDayOfYear(yearOf(until)), -1));
			if (cells.length === 0) return { ...nothing, cells: columns.map(() => null) };
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
	};
}

function register(subject: Subject): Reading {
	const { measure } = subject.target;
	const name = measure.from === 'register' ? measure.register : '';
	const which = reads(subject, 'total') ? 'all' : 'qualified';
	const columns = monthsOf(subject.first, subject.today).slice(-matrixLength);
	return {
		family: 'registers-by',
		columns,
		cell: 'total',
		mine: ([own]) => own === name,
		value: (cells) => {
			const counts = cells.filter(({ parts: [, what] }) => what === which);
			const sum = runningSum(counts.map(({ parts, value }) => [parts[2] ?? '', value] as const));
			const [entered] = cells.map(({ parts }) => parts[2] ?? '').sort();
			if (entered === undefined) return { ...nothing, cells: columns.map(() => null) };
			const amount = Number(sum(subject.today));
			return {
				amount,
				value: amount,
				parts: null,
				cells: columns.map((month) => (lastDayOf(month) < entered ? null : Number(sum(lastDayOf(month)))))
			};
		}
	};
}

function match(subject: Subject): Reading {
	const { basis = 'received', beside = [] } = subject.target.match ?? {};
	const step = [basis, ...beside, 'received' as const].find((each) => each !== 'budgeted') ?? 'received';
	const columns = monthsOf(subject.first, subject.today).slice(-matrixLength);
	return {
		family: 'funds-by',
		columns,
		cell: 'flow',
		step,
		mine: ([, source, own]) => own === step && source !== 'social',
		value: (cells) => {
			const of = (sources: readonly string[]) =>
				sumByMonth(
					cells.filter(({ parts: [, source = ''] }) => sources.includes(source)),
					3
				);
			const local = of(['city', 'district']);
			const part = Number(local(subject.today)) / 100;
			if (cells.length === 0) return { ...nothing, cells: columns.map(() => null) };
			return {
				amount: part,
				value: part,
				parts: { part, whole: Number(of(['central'])(subject.today)) / 100 },
				cells: columns.map((month) => Number(local(lastDayOf(month)) - local(addDays(firstDayOf(month), -1))) / 100)
			};
		}
	};
}

/** A month sorts before its days: the sum up to one of them takes the whole month in. */
function sumByMonth(cells: readonly Cell[], place: number) {
	return runningSum(cells.map(({ parts, value }) => [parts[place] ?? '', value] as const));
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
