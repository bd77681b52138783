// What is reported of an indicator: totals up to any day, and the day up to which a target on it can fairly be judged.
import { addDays, type Day } from '#lib/kernel/day.ts';
import { firstDayOf, lastDayOf, parsePeriod, periodAt, type Period, type PeriodKind } from '#lib/kernel/period.ts';
import { runningSum, type RunningSum } from '#lib/dashboard/running-sum.ts';
import type { Layer } from '#lib/protocol/cells.ts';
import { layerCells, type Subject } from './subject.ts';

export interface Observed {
	readonly kind: PeriodKind;
	/** In hundredths, over all periods that have begun on the day asked for. */
	readonly total: RunningSum;
	/** Periods with a report that have begun by today, oldest first. */
	readonly periods: readonly Period[];
	/** The newest of them; null when nothing is reported. */
	readonly newest: Period | null;
	/** The day that the figure tells of: the end of the newest period, or today while it runs. */
	readonly reachesTo: Day | null;
	/** The day that the pace is taken at. */
	readonly judged: Day;
}

/** @param unit a unit's own figures (`observations-by`); null for the city's */
export function observedOf(subject: Subject, layer: Layer, unit: string | null = null): Observed {
	const { plan, target, today } = subject;
	const code = target.measure.from === 'indicator' ? target.measure.indicator : '';
	const kind = plan.indicators[code]?.period ?? 'month';
	const family = unit === null ? 'observations' : 'observations-by';
	const values: (readonly [Day, bigint])[] = [];
	const reported = new Set<Period>();
	for (const cell of layerCells(subject, family, layer)) {
		const [indicator, figure, text = ''] = unit === null ? cell.parts : cell.parts.slice(1);
		const period = indicator === code && (unit === null || cell.parts[0] === unit) ? parsePeriod(text) : null;
		if (!period || firstDayOf(period) > today) continue;
		if (figure === 'value') values.push([firstDayOf(period), cell.value]);
		else if (figure === 'reports' && cell.value > 0n) reported.add(period);
	}
	const periods = [...reported].sort((a, b) => (firstDayOf(a) < firstDayOf(b) ? -1 : 1));
	const newest = periods.at(-1) ?? null;
	const reachesTo = newest && earlier(lastDayOf(newest), today);
	const due = lastDue(today, kind, plan.settings.verdict.reportStaleAfterDays);
	return {
		kind,
		total: runningSum(values),
		periods,
		newest,
		reachesTo,
		judged: reachesTo !== null && reachesTo > due ? reachesTo : due
	};
}

export function earlier(a: Day, b: Day): Day {
	return a < b ? a : b;
}

/** The end of the last period that ended at least `after` days ago. */
function lastDue(today: Day, kind: PeriodKind, after: number): Day {
	const limit = addDays(today, -after);
	const period = periodAt(limit, kind);
	return lastDayOf(period) <= limit ? lastDayOf(period) : addDays(firstDayOf(period), -1);
}
