// Reads series of observations under a lock of their units: what the command and the port decide on.
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Period } from '#lib/kernel/period.ts';
import { entry, reversal } from '#lib/entries/tables.server.ts';
import { unit } from '#lib/plan/tables.server.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import type { SeriesName } from './observation.ts';
import { observation } from './tables.server.ts';

/** An observation with how far the four-eyes rule has come with it. */
export interface StoredObservation extends SeriesName {
	readonly id: string;
	readonly period: Period;
	/** Hundredths. */
	readonly value: bigint;
	readonly reversed: boolean;
	readonly confirmed: boolean;
	/** Whether it was confirmed and its reversal is too: it has left both layers. */
	readonly reversalConfirmed: boolean;
}

/** All observations of units, reversed ones too; the units' figures stay locked until the end of the transaction. */
export async function lockSeries(tx: Tx, units: readonly string[], indicators: readonly string[]) {
	const codes = [...new Set(units)];
	if (codes.length === 0 || indicators.length === 0) return [];
	// In a statement of its own: what is read after it has waited is then what the other writer left.
	await tx
		.select({ code: unit.code })
		.from(unit)
		.where(inArray(unit.code, codes))
		.orderBy(asc(unit.code))
		.for('no key update');
	const rows = await tx
		.select({ observation, confirmedAt: entry.confirmedAt, reversalConfirmedAt: reversal.confirmedAt })
		.from(observation)
		.innerJoin(entry, eq(entry.id, observation.entry))
		.leftJoin(reversal, eq(reversal.entry, observation.entry))
		.where(and(inArray(observation.unit, codes), inArray(observation.indicator, [...new Set(indicators)])));
	return rows.map(
		({ observation: { entry: id, indicator, unit: of, period, value, reversed }, ...row }): StoredObservation => ({
			id,
			indicator,
			unit: of,
			period: period as Period,
			value,
			reversed,
			confirmed: row.confirmedAt !== null,
			reversalConfirmed: row.confirmedAt !== null && row.reversalConfirmedAt !== null
		})
	);
}
