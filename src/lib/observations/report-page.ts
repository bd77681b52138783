// The page on which a figure is reported: which series it is of, which periods are open, and what stands already.
import { firstDayOfYear, type Day } from '#lib/kernel/day.ts';
import { lastDayOf, periodsBetween, type Period, type PeriodKind } from '#lib/kernel/period.ts';
import type { ObservationChoice } from './observation-choices.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { indicatorOf, scaleOf } from './decide.ts';
import type { Aggregation, SeriesName } from './observation.ts';
import type { StandingFigure } from './observations-page.ts';

/** How many of the figures that stand are shown beside the form. */
const shownBeside = 6;

export interface ReportFrame extends SeriesName, Aggregation {
	readonly name: string;
	/** The unit that a figure is counted in. */
	readonly counted: string;
	readonly definition: string;
	readonly periodKind: PeriodKind;
	readonly decimals: number;
	readonly scale: number | null;
	/** Periods that have begun and are not reported, the newest first. */
	readonly open: readonly Period[];
	/** How many of them are over and since the plan began: those that are owed. */
	readonly owed: number;
	/** The one that the form begins with; null when all are reported. */
	readonly suggested: Period | null;
	/** The running period: its figure is one to date. */
	readonly running: Period | null;
	/** The newest first. */
	readonly standing: readonly StandingFigure[];
}

/** The series that the address asks for, as far as the actor may report it; its own unit's first. */
export function chosenSeries(
	choices: readonly ObservationChoice[],
	params: URLSearchParams,
	unit: string | null
): SeriesName | null {
	const choice = choices.find(({ indicator }) => indicator === params.get('indicator')) ?? choices[0];
	const asked = params.get('unit');
	const chosen =
		choice?.units.find((code) => code === asked) ?? choice?.units.find((code) => code === unit) ?? choice?.units[0];
	return choice && chosen !== undefined ? { indicator: choice.indicator, unit: chosen } : null;
}

/** @param standing the oldest first */
export function reportFrame(
	plan: PlanIndex,
	series: SeriesName,
	standing: readonly StandingFigure[],
	today: Day,
	locale: string
): ReportFrame {
	const indicator = indicatorOf(plan, series.indicator);
	if (!indicator) throw new Error(`no indicator ${series.indicator}`);
	const words = (name: { readonly zh: string; readonly en: string }) => (locale === 'en' ? name.en : name.zh);
	const reported = new Set(standing.map(({ period }) => period));
	const begun = periodsBetween(firstDayOfYear(plan.document.baseYear), today, indicator.period).reverse();
	const open = begun.filter((period) => !reported.has(period));
	const [running = null] = begun;
	return {
		...series,
		name: words(indicator.name),
		counted: words(indicator.unit),
		definition: words(indicator.definition),
		periodKind: indicator.period,
		aggregate: indicator.aggregate,
		yearToDate: indicator.yearToDate,
		decimals: indicator.decimals,
		scale: scaleOf(plan, indicator.code),
		open,
		owed: open.filter((period) => isOwed(plan, period, today)).length,
		suggested: open.find((period) => isOwed(plan, period, today)) ?? open[0] ?? null,
		running: running !== null && lastDayOf(running) >= today ? running : null,
		standing: [...standing].reverse().slice(0, shownBeside)
	};
}

/** The base year may be reported too, but nobody asks for it. */
function isOwed(plan: PlanIndex, period: Period, today: Day): boolean {
	return lastDayOf(period) < today && lastDayOf(period) >= plan.firstDay;
}
