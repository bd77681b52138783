// The page of indicators and base figures: what it knows of the plan, and its view of the cells.
import type { Cell, CellGroups, PartsOf } from '#lib/figures/cell-family.ts';
import { observedReports, observedReportsBy, observedValues } from '#lib/figures/families/observations.ts';
import { groupCells, inLayer, type FoldState } from '#lib/figures/fold.ts';
import type { Day } from '#lib/kernel/day.ts';
import { lastDayOf, periodsBetween, type Period, type PeriodKind } from '#lib/kernel/period.ts';
import type { Layer } from '#lib/protocol/cells.ts';
import { figureText } from '#lib/kernel/figure.ts';

export interface BaseFrame {
	readonly target: string;
	readonly name: string;
	readonly unit: string;
	readonly kind: 'opening' | 'base-year';
	readonly year: number;
	readonly owner: string;
}

export interface BaseView {
	readonly target: string;
	readonly state: 'missing' | 'given' | 'derived' | 'provisional' | 'frozen';
	/** Whether the records of the base year allow or ask for a freeze. */
	readonly freezable: boolean;
	/** In the unit of the base. */
	readonly value: number | null;
}

export interface StandingFigure {
	/** The entry. */
	readonly id: string;
	readonly period: Period;
	readonly value: string;
	readonly confirmed: boolean;
}

export interface WaitingBase {
	readonly target: string;
	readonly value: string;
	readonly source: string;
	/** Whether it is a freeze of records. */
	readonly freeze: boolean;
	/** The unit that gave it. */
	readonly unit: string;
}

/** A frozen base in force. */
export interface FrozenRow {
	readonly target: string;
	readonly year: number;
	/** `amount/<day>` in fen, `count/<day>`, `duration/<days>`. */
	readonly content: Readonly<Record<string, string>>;
	readonly unit: string;
	readonly frozenOn: Day;
	/** The unit of who confirmed it; null for the leading group. */
	readonly confirmedBy: string | null;
	readonly confirmedOn: Day;
	readonly reason: string | null;
}

export interface IndicatorFrame {
	readonly code: string;
	readonly name: string;
	readonly unit: string;
	readonly definition: string;
	readonly period: PeriodKind;
	readonly aggregate: 'sum' | 'last';
	readonly yearToDate: boolean;
	readonly owners: readonly string[];
	/** Whether the reader may report a figure of it. */
	readonly mayReport: boolean;
}

export interface ObservationsFrame {
	readonly indicators: readonly IndicatorFrame[];
	readonly bases: readonly BaseFrame[];
	/** Of the plan. */
	readonly firstDay: Day;
	/** Whether the reader's cells tell of single units. */
	readonly unitsSeen: boolean;
}

export interface ObservationsView {
	readonly indicators: readonly IndicatorView[];
	readonly bases: readonly BaseView[];
	readonly today: Day;
}

export interface IndicatorView {
	readonly code: string;
	/** All units together since the plan began; of the running year where a count begins anew. Null: nothing was reported. */
	readonly reported: string | null;
	readonly confirmed: string | null;
	/** The newest period that anybody has reported. */
	readonly newest: Period | null;
	/** The newest period that is over, and how many units have reported it. */
	readonly due: Period | null;
	readonly reports: number;
	/** Units that have not reported the period that is over; null where the reader does not see units. */
	readonly missing: readonly string[] | null;
}

export function observationsView(
	frame: ObservationsFrame,
	bases: readonly BaseView[],
	{ cells, today }: Pick<FoldState, 'cells' | 'today'>
): ObservationsView {
	const groups = groupCells(cells);
	return { indicators: indicatorsView(frame, groups, today), bases, today };
}

function indicatorsView(
	{ indicators: frames, firstDay, unitsSeen }: ObservationsFrame,
	groups: CellGroups,
	today: Day
): IndicatorView[] {
	const city = observedValues.cells(groups);
	const reported = inLayer(observedReports.cells(groups), 'reported');
	const byUnit = inLayer(observedReportsBy.cells(groups), 'reported');
	return frames.map((frame) => {
		const own = city.filter(({ parts }) => parts.indicator === frame.code);
		const reports = reported.filter(({ parts }) => parts.indicator === frame.code);
		const newest = reports.reduce<Period | null>((best, { parts }) => later(best, parts.period), null);
		const due = duePeriod(frame.period, today, firstDay);
		const reporting = new Set(
			byUnit
				.filter(({ parts }) => parts.indicator === frame.code && parts.period === due)
				.map(({ parts }) => parts.unit)
		);
		return {
			code: frame.code,
			reported: totalOf(frame, own, 'reported', newest),
			confirmed: totalOf(frame, own, 'confirmed', newest),
			newest,
			due,
			reports: Number(reports.find(({ parts }) => parts.period === due)?.value ?? 0n),
			missing: unitsSeen && due !== null ? frame.owners.filter((unit) => !reporting.has(unit)) : null
		};
	});
}

/** The newest period of a kind that is over; null while the first one runs. */
function duePeriod(kind: PeriodKind, today: Day, firstDay: Day): Period | null {
	return (
		periodsBetween(firstDay, today, kind)
			.filter((period) => lastDayOf(period) < today)
			.at(-1) ?? null
	);
}

/** @param own the indicator's values in both layers */
function totalOf(
	frame: IndicatorFrame,
	own: readonly Cell<PartsOf<typeof observedValues>>[],
	layer: Layer,
	newest: Period | null
): string | null {
	if (newest === null) return null;
	const values = own.filter(
		({ parts, layer: of }) => of === layer && (!frame.yearToDate || parts.period.slice(0, 4) === newest.slice(0, 4))
	);
	return figureText(values.reduce((sum, { value }) => sum + value, 0n));
}

function later(one: Period | null, other: Period): Period {
	return one === null || other > one ? other : one;
}
