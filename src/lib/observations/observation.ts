// Observations 观测值: what a unit counts for a period, and the cells that follow from all that it has reported.
import * as v from 'valibot';
import {
	observedReports,
	observedReportsBy,
	observedValues,
	observedValuesBy
} from '#lib/figures/families/observations.ts';
import { codeField, optionalText } from '#lib/kernel/fields.ts';
import { parsePeriod, type Period } from '#lib/kernel/period.ts';
import type { PlanIndicator } from '#lib/plan/plan-document.ts';
import type { CellDelta, Layer } from '#lib/protocol/cells.ts';
import { figureField } from '#lib/kernel/figure.ts';

export const periodField = v.pipe(
	v.string('bad_period'),
	v.trim(),
	v.nonEmpty('required'),
	v.rawTransform<string, Period>(({ dataset, addIssue, NEVER }) => {
		const parsed = parsePeriod(dataset.value);
		if (parsed) return parsed;
		addIssue({ message: 'bad_period' });
		return NEVER;
	})
);

export const observationSchema = v.strictObject({
	indicator: codeField,
	unit: codeField,
	period: periodField,
	value: figureField,
	note: optionalText(500)
});
export type ObservationInput = v.InferOutput<typeof observationSchema>;

/** A unit's figures of one indicator. */
export interface SeriesName {
	readonly indicator: string;
	readonly unit: string;
}

/** What stands for a period; the value in hundredths. */
export interface Reported {
	readonly period: Period;
	readonly value: bigint;
}

/** How an indicator's periods add up. */
export type Aggregation = Pick<PlanIndicator, 'aggregate' | 'yearToDate'>;

/**
 * What each period adds, so that the sum of all periods up to one is the total at it: flows add themselves; of a stock a period
 * adds the change against the one reported before it; a count of the year to date begins at nothing each year.
 */
export function contributions(series: readonly Reported[], how: Aggregation): Map<Period, bigint> {
	const sorted = [...series].sort((a, b) => (a.period < b.period ? -1 : 1));
	return new Map(
		sorted.map(({ period, value }, index) => {
			const before = how.aggregate === 'sum' ? undefined : sorted[index - 1];
			const goesOn = before && (!how.yearToDate || yearOfPeriod(before.period) === yearOfPeriod(period));
			return [period, goesOn ? value - before.value : value];
		})
	);
}

export function yearOfPeriod(period: Period): number {
	return Number(period.slice(0, 4));
}

/** Cells that move when a unit's series goes from one state to another in one layer. */
export function seriesDeltas(
	name: SeriesName,
	how: Aggregation,
	before: readonly Reported[],
	after: readonly Reported[],
	layer: Layer
): CellDelta[] {
	const [was, is] = [contributions(before, how), contributions(after, how)];
	const deltas: CellDelta[] = [];
	const { indicator, unit } = name;
	const add = (figure: 'value' | 'reports', period: Period, delta: bigint) => {
		if (delta === 0n) return;
		const [all, own] = figure === 'value' ? [observedValues, observedValuesBy] : [observedReports, observedReportsBy];
		deltas.push(all.delta({ indicator, period }, layer, delta), own.delta({ unit, indicator, period }, layer, delta));
	};
	for (const period of new Set([...was.keys(), ...is.keys()])) {
		add('value', period, (is.get(period) ?? 0n) - (was.get(period) ?? 0n));
		add('reports', period, BigInt(Number(is.has(period)) - Number(was.has(period))));
	}
	return deltas;
}
