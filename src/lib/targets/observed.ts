// What is reported of an indicator: totals up to any day, and the day up to which a target on it is judged.
import { addDays, type Day } from '#lib/kernel/day.ts';
import { atLeast, fraction, fractionOf, plain, type Fraction } from '#lib/kernel/fraction.ts';
import { firstDayOf, lastDayOf, periodAt, type Period, type PeriodKind } from '#lib/kernel/period.ts';
import { runningSum, type RunningSum } from '#lib/figures/running-sum.ts';
import { isValidOn } from '#lib/plan/unit-terms.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import type { Layer } from '#lib/protocol/cells.ts';
import { observedReports, observedReportsBy, observedValues } from '#lib/figures/families/observations.ts';
import { layerCells, type Subject } from '#lib/figures/subject.ts';
import type { Missing, Since } from './target-view.ts';

export interface Observed {
	readonly kind: PeriodKind;
	/** In hundredths, over all periods that have begun on the day asked for. */
	readonly total: RunningSum;
	/** Periods with a report that have begun by today, oldest first. */
	readonly periods: readonly Period[];
	/** The newest of them; null when nothing is reported. */
	readonly newest: Period | null;
	/** The day up to which anything is reported: the end of the newest period, or today while it runs. */
	readonly reachesTo: Day | null;
	/** The day that value and pace are taken at: the end of a period. */
	readonly judged: Day;
	/** The newest period with a report up to the judged day; null when there is none. */
	readonly told: Period | null;
	/** The units that owe the judged period and have not reported it; null when all have. */
	readonly missing: Missing | null;
}

/** [R61] What is reported in one layer, all units together. */
export function observedOf(subject: Subject, layer: Layer): Observed {
	const { plan, today } = subject;
	const indicator = indicatorOf(subject);
	const kind = indicator?.period ?? 'month';
	const begun = (family: typeof observedValues) =>
		layerCells(subject, family, layer).filter(
			({ parts }) => parts.indicator === indicator?.code && firstDayOf(parts.period) <= today
		);
	const values = begun(observedValues).map(({ parts, value }) => [firstDayOf(parts.period), value] as const);
	const reports = new Map(
		begun(observedReports).flatMap(({ parts, value }) => (value > 0n ? [[parts.period, value] as const] : []))
	);
	const periods = [...reports.keys()].sort((a, b) => (firstDayOf(a) < firstDayOf(b) ? -1 : 1));
	const newest = periods.at(-1) ?? null;
	const due = lastDue(today, kind, plan.settings.verdict.reportStaleAfterDays);
	const complete = periods.findLast(
		(period) => lastDayOf(period) < today && isComplete(subject, period, reports.get(period) ?? 0n)
	);
	const judged = complete && lastDayOf(complete) > due ? lastDayOf(complete) : due;
	const judgedPeriod = periodAt(judged, kind);
	return {
		kind,
		total: runningSum(values),
		periods,
		newest,
		reachesTo: newest && earlier(lastDayOf(newest), today),
		judged,
		told: periods.findLast((period) => lastDayOf(period) <= judged) ?? null,
		missing: missingOf(subject, layer, judgedPeriod, reports.get(judgedPeriod) ?? 0n)
	};
}

/** The last day that a figure tells of: everything reported, or what came up to the judged day. */
export function reachOf({ told, reachesTo }: Observed, since: Since | null): Day | null {
	return since === null ? reachesTo : told && lastDayOf(told);
}

/**
 * [R241] What was reported for periods after the day up to which the value counts.
 * @param value the target's value with it
 */
export function sinceOf(seen: Observed, today: Day, value: Fraction | null, counted: Day = seen.judged): Since | null {
	const { newest, total, reachesTo } = seen;
	if (newest === null || reachesTo === null || lastDayOf(newest) <= counted) return null;
	return { until: reachesTo, added: Number(total(today) - total(counted)) / 100, value: value && plain(value) };
}

export function earlier(a: Day, b: Day): Day {
	return a < b ? a : b;
}

function indicatorOf({ plan, target }: Subject) {
	if (target.measure.from !== 'indicator') return null;
	const { indicator: code } = target.measure;
	const indicator = plan.indicators[code];
	return indicator ? { code, ...indicator } : null;
}

/** [R61] Whether enough of the units that owe a period have reported it. */
function isComplete(subject: Subject, period: Period, reports: bigint): boolean {
	const indicator = indicatorOf(subject);
	if (!indicator) return false;
	const { owing, ended } = owersOf(subject.plan, indicator.owners, period);
	const reported = reports - BigInt(ended);
	if (reported <= 0n) return false;
	const all = indicator.aggregate === 'sum' || indicator.yearToDate;
	const asked = all ? fraction(1n) : fractionOf(subject.plan.settings.verdict.judgedShare);
	return atLeast(fraction(reported, BigInt(Math.max(1, owing.length))), asked);
}

/**
 * [R240] The owners that are in force on a period's last day, and how many others ended within it: those may have reported
 * it while it ran, and a number of reports does not say whose they are.
 */
function owersOf({ units }: PlanSummary, owners: readonly string[], period: Period) {
	const own = units.filter(({ code }) => owners.includes(code));
	const [first, last] = [firstDayOf(period), lastDayOf(period)];
	return {
		owing: own.filter((unit) => isValidOn(unit, last)).map(({ code }) => code),
		ended: own.filter(({ validTo }) => validTo !== null && validTo >= first && validTo < last).length
	};
}

/** [R242] Which units they are is known where the reader's cells tell whose each report is. */
function missingOf(subject: Subject, layer: Layer, period: Period, reports: bigint): Missing | null {
	const indicator = indicatorOf(subject);
	const { first, last } = subject;
	if (!indicator || firstDayOf(period) < first || firstDayOf(period) > last) return null;
	const { owing } = owersOf(subject.plan, indicator.owners, period);
	const told = layerCells(subject, observedReportsBy, layer).flatMap(({ parts, value }) =>
		parts.indicator === indicator.code && parts.period === period && value > 0n ? [parts.unit] : []
	);
	const known = BigInt(told.length) === reports;
	const units = owing.filter((unit) => !told.includes(unit));
	const count = known ? units.length : Math.max(0, owing.length - Number(reports));
	return count === 0 ? null : { period, count, of: owing.length, units: known ? units : null };
}

/** The end of the last period that ended at least `after` days ago. */
function lastDue(today: Day, kind: PeriodKind, after: number): Day {
	const limit = addDays(today, -after);
	const period = periodAt(limit, kind);
	return lastDayOf(period) <= limit ? lastDayOf(period) : addDays(firstDayOf(period), -1);
}
