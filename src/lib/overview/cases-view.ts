// The cases' panel: the year's closure rate against last year and the target, what is still to close, how long it takes.
import {
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
import { plain, type Fraction } from '#lib/kernel/fraction.ts';
import { cityMoves, closureOf, closureRate, stillToClose, yearToDate, type CaseMoves } from '#lib/cases/case-year.ts';
import { durationsOf, meanOf, medianOf } from '#lib/figures/time-to-close.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import { caseRecords } from '#lib/targets/closing.ts';
import { confirmedTo } from '#lib/targets/confirmed-to.ts';
import type { CellGroups } from '#lib/figures/cell-family.ts';
import { casesDuration, casesOpen, casesTurned } from '#lib/figures/families/cases.ts';
import { inLayer } from '#lib/figures/fold.ts';
import type { Layer } from '#lib/protocol/cells.ts';
import type { CasesView } from './view-types.ts';
import { targetFor } from './volume-view.ts';

export function casesView(plan: PlanSummary, groups: CellGroups, today: Day): CasesView {
	const year = yearOf(today);
	const movesIn = (layer: Layer) => cityMoves(inLayer(casesTurned.cells(groups), layer));
	const closures = inLayer(casesDuration.cells(groups), 'reported');
	const reported = movesIn('reported');
	const target = targetFor(plan, 'closure-rate').value;
	const { light, now, rate, lastYear, projected, lastYearKnown } = closureOf(reported, today, target);
	const sure = confirmedTo(caseRecords({ groups }), today, plan.settings.verdict.confirmedGap);
	const confirmed = yearToDate(movesIn('confirmed'), sure ?? today);
	const durations = durationsOf(closures, year);
	const ageing = ageingOf(groups, today);
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
		lastYearMedianDays: shown(medianOf(durationsOf(closures, year - 1))),
		months: monthsOf(reported, today, lastYearKnown)
	};
}

function shown(fraction: Fraction | null): number | null {
	return fraction && plain(fraction);
}

function oneDecimal(fraction: Fraction | null): number | null {
	return fraction && Math.round(plain(fraction) * 10) / 10;
}

function ageingOf(groups: CellGroups, today: Day): CasesView['ageing'] {
	const counts = { to30: 0, to60: 0, to90: 0, over90: 0 };
	for (const { parts, value } of inLayer(casesOpen.cells(groups), 'reported')) {
		if (parts.day > today) continue;
		const days = daysBetween(parts.day, today);
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
