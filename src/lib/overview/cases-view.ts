// The cases' panel: the year's closure rate against last year and the target, what is still to close, how long it takes.
import {
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
import { plain, type Fraction } from '#lib/kernel/fraction.ts';
import { caseMoves, closureOf, closureRate, stillToClose, yearToDate, type CaseMoves } from '#lib/cases/case-year.ts';
import { durationsOf, meanOf, medianOf } from '#lib/figures/time-to-close.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import { caseRecords } from '#lib/targets/closing.ts';
import { confirmedTo } from '#lib/targets/confirmed-to.ts';
import type { Cell } from '#lib/figures/fold.ts';
import type { CasesView } from './view-types.ts';
import { targetFor } from './volume-view.ts';

/** @param cells those of `cases/<accepted|closed|undone|reopened|open>/<day>` and `cases/duration/<year>/<days>` */
export function casesView(plan: PlanSummary, cells: readonly Cell[], today: Day): CasesView {
	const year = yearOf(today);
	const ofLayer = (layer: Cell['layer']) => cells.filter((cell) => cell.layer === layer);
	const own = ofLayer('reported');
	const reported = caseMoves(own);
	const target = targetFor(plan, 'closure-rate').value;
	const { light, now, rate, lastYear, projected, lastYearKnown } = closureOf(reported, today, target);
	const sure = confirmedTo(
		caseRecords({ groups: new Map([['cases', cells]]) }),
		today,
		plan.settings.verdict.confirmedGap
	);
	const confirmed = yearToDate(caseMoves(ofLayer('confirmed')), sure ?? today);
	const durations = durationsOf(own, year);
	const ageing = ageingOf(cells, today);
	return {
		light,
		year,
		openAtStart: Number(now.openAtStart),
		accepted: Number(now.accepted),
		reopened: Number(now.reopened),
		confirmedTo: sure,
		workload: { reported: Number(now.workload), confirmed: Number(confirmed.workload) },
		closed: { reported: Number(now.closed), confirmed: Number(confirmed.closed) },
		rate: { reported: shown(rate), confirmed: sure && shown(closureRate(confirmed)) },
		target,
		lastYearRate: shown(lastYear),
		projectedRate: shown(projected),
		stillToClose: Number(stillToClose(now, target)),
		open: ageing.reduce((sum, { count }) => sum + count, 0),
		ageing,
		medianDays: shown(medianOf(durations)),
		meanDays: oneDecimal(meanOf(durations)),
		lastYearMedianDays: shown(medianOf(durationsOf(own, year - 1))),
		months: monthsOf(reported, today, lastYearKnown)
	};
}

function shown(fraction: Fraction | null): number | null {
	return fraction && plain(fraction);
}

function oneDecimal(fraction: Fraction | null): number | null {
	return fraction && Math.round(plain(fraction) * 10) / 10;
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

function monthsOf(moves: CaseMoves, today: Day, lastYearKnown: boolean): CasesView['months'] {
	const year = yearOf(today);
	const present = monthOf(today);
	return monthsBetween(monthOf(firstDayOfYear(year)), monthOf(lastDayOfYear(year))).map((month, index) => {
		const end = lastDayOfMonth(month);
		const endLastYear = lastDayOfMonth(monthOf(shiftYears(end, -1)));
		return {
			month: index + 1,
			thisYear: month > present ? null : shown(closureRate(yearToDate(moves, month === present ? today : end))),
			lastYear: lastYearKnown ? shown(closureRate(yearToDate(moves, endLastYear))) : null
		};
	});
}
