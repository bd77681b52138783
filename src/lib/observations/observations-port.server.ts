// Observations and base figures as a ledger: what confirming and reversing them moves, and what bars it.
import { and, asc, eq, inArray, isNotNull } from 'drizzle-orm';
import type { EntryDetails, EntryRow, LedgerPort } from '#lib/ledgers/port.server.ts';
import { entry, reversal } from '#lib/ledgers/tables.server.ts';
import type { PlanIndex, PlanInForce } from '#lib/plan/plan-index.ts';
import type { CellDelta } from '#lib/protocol/cells.ts';
import { unitStream } from '#lib/protocol/streams.ts';
import type { Tx } from '#lib/server/database.server.ts';
import type { BaseContent } from '#lib/targets/base.ts';
import { baseDeltas, baseInForce } from './base-figure.ts';
import { freezeDeltas, readContent } from './base-freeze.ts';
import { indicatorOf, observationInQuestion, seriesKey } from './decide.ts';
import { baseValues, observationValues } from './observation-fact.ts';
import { seriesDeltas, type Aggregation } from './observation.ts';
import { lockSeries, type StoredObservation } from './read-series.server.ts';
import { baseFigure, observation } from './tables.server.ts';

export function observationsPort(inForce: PlanInForce): LedgerPort {
	return {
		ledger: 'observations',
		load: async (tx, entries) =>
			new Map([...(await observationDetails(tx, inForce.plan, entries)), ...(await baseDetails(tx, entries))]),
		confirmed: letFreezesStand,
		/** The period, or the target, is open again. */
		reversed: async (tx, id) => {
			await tx.update(observation).set({ reversed: true }).where(eq(observation.entry, id));
			await tx.update(baseFigure).set({ reversed: true }).where(eq(baseFigure.entry, id));
		}
	};
}

async function observationDetails(
	tx: Tx,
	plan: PlanIndex,
	entries: readonly EntryRow[]
): Promise<[string, EntryDetails][]> {
	const ids = entries.filter((row) => row.kind === 'observation').map((row) => row.id);
	if (ids.length === 0) return [];
	const asked = await tx.select().from(observation).where(inArray(observation.entry, ids));
	const rows = await lockSeries(
		tx,
		asked.map((row) => row.unit),
		asked.map((row) => row.indicator)
	);
	const byId = new Map(rows.map((row) => [row.id, row]));
	const series = Map.groupBy(rows, seriesKey);
	const working = new Map<string, StoredObservation[]>();
	return ids.map((id) => {
		const row = byId.get(id);
		if (!row) throw new Error(`entry without details: ${id}`);
		const key = seriesKey(row);
		const all = series.get(key) ?? [];
		// What is confirmed before this one in the list: reversals that are confirmed with it still stand.
		const before = working.get(key) ?? all.filter((other) => standsConfirmed(other, ids));
		const { how, step } = { how: aggregationOf(plan, row.indicator), step: nextStep(before, row) };
		working.set(key, step.after);
		const reported = all.filter((other) => !other.reversed);
		const without = reported.filter((other) => other.id !== id);
		const moved = seriesDeltas(row, how, before, step.after, 'confirmed');
		return [
			id,
			{
				confirm: step.barred ? 'not_confirmed_before' : moved,
				reverse: { reported: seriesDeltas(row, how, reported, without, 'reported'), confirmed: moved },
				values: observationValues(row, row),
				touches: [],
				streams: [unitStream(row.unit)],
				leadUnit: null,
				record: observationInQuestion(plan, row.indicator, row.unit)
			}
		];
	});
}

/** Whether an observation stands in the confirmed layer before those of the list are gone through. */
function standsConfirmed(row: StoredObservation, listed: readonly string[]): boolean {
	return row.confirmed && (!row.reversalConfirmed || listed.includes(row.id));
}

/**
 * The confirmed layer's series after one more of the list: a new figure comes in, one whose reversal is confirmed goes out. One
 * period counts once: the figure before it must have left the layer.
 */
function nextStep(
	before: readonly StoredObservation[],
	row: StoredObservation
): { readonly barred: boolean; readonly after: StoredObservation[] } {
	if (row.confirmed) return { barred: false, after: before.filter((other) => other.id !== row.id) };
	const barred = before.some((other) => other.period === row.period);
	return { barred, after: barred || row.reversed ? [...before] : [...before, row] };
}

/** An indicator that an amendment took out of the plan still adds up as flows do. */
function aggregationOf(plan: PlanIndex, code: string): Aggregation {
	return indicatorOf(plan, code) ?? { aggregate: 'sum', yearToDate: false };
}

async function baseDetails(tx: Tx, entries: readonly EntryRow[]): Promise<[string, EntryDetails][]> {
	const own = entries.filter((row) => row.kind === 'base');
	if (own.length === 0) return [];
	const rows = await tx
		.select({ base: baseFigure, confirmedAt: entry.confirmedAt, undone: reversal.confirmedAt })
		.from(baseFigure)
		.innerJoin(entry, eq(entry.id, baseFigure.entry))
		.leftJoin(reversal, eq(reversal.entry, baseFigure.entry));
	const standing = await standingContents(tx);
	return own.map((row) => {
		const base = rows.find((candidate) => candidate.base.entry === row.id)?.base;
		if (!base) throw new Error(`entry without details: ${row.id}`);
		const common = {
			proposal: true as const,
			values: baseValues(base),
			touches: [],
			streams: [unitStream(row.unit)],
			leadUnit: null
		};
		if (base.frozen) {
			const before = standing.get(base.target) ?? null;
			const after = readContent(base.frozen);
			if (row.confirmedAt === null && !row.reversed) standing.set(base.target, after);
			// What is in force is only ever replaced: by the next freeze.
			const reverse = row.confirmedAt === null ? { reported: [], confirmed: [] } : ('in_force' as const);
			return [row.id, { ...common, confirm: freezeDeltas(base.target, before, after), reverse }];
		}
		const taken = rows.some(
			(other) =>
				other.base.target === base.target &&
				other.base.frozen === null &&
				other.base.entry !== row.id &&
				other.confirmedAt !== null &&
				other.undone === null
		);
		const inForce = row.confirmedAt !== null;
		const leave = (layer: CellDelta['layer']) => (inForce ? baseDeltas(base, layer, -1n) : []);
		return [
			row.id,
			{
				...common,
				confirm: taken ? 'not_confirmed_before' : baseInForce(base),
				reverse: { reported: leave('reported'), confirmed: leave('confirmed') }
			}
		];
	});
}

/** The frozen bases in force. Locked, so that two confirmations of one target come one after the other. */
async function standingContents(tx: Tx): Promise<Map<string, BaseContent>> {
	const rows = await tx
		.select()
		.from(baseFigure)
		.where(eq(baseFigure.stands, true))
		.orderBy(asc(baseFigure.entry))
		.for('update');
	return new Map(rows.map(({ target, frozen }) => [target, readContent(frozen ?? {})]));
}

async function letFreezesStand(tx: Tx, ids: readonly string[]): Promise<void> {
	const rows = await tx
		.select()
		.from(baseFigure)
		.where(and(inArray(baseFigure.entry, [...ids]), isNotNull(baseFigure.frozen)));
	for (const id of ids) {
		const row = rows.find((one) => one.entry === id);
		if (!row) continue;
		await tx
			.update(baseFigure)
			.set({ stands: false })
			.where(and(eq(baseFigure.target, row.target), eq(baseFigure.stands, true)));
		await tx.update(baseFigure).set({ stands: true }).where(eq(baseFigure.entry, id));
	}
}
