// Observations and base figures as a ledger: what confirming and reversing them moves, and what bars it.
import { and, asc, desc, eq, inArray, isNotNull, isNull, ne } from 'drizzle-orm';
import type { EntryDetails, EntryRow, LedgerPort } from '#lib/entries/port.server.ts';
import { entry } from '#lib/entries/tables.server.ts';
import type { PlanIndex, PlanInForce } from '#lib/plan/plan-index.ts';
import type { CellDelta } from '#lib/protocol/cells.ts';
import { unitStream } from '#lib/protocol/streams.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import type { BaseContent } from '#lib/figures/base.ts';
import { baseDeltas, baseInForce } from './base-figure.ts';
import { freezeDeltas, readContent } from './base-freeze.ts';
import { indicatorOf, observationInQuestion, seriesKey } from './decide.ts';
import { lockFreezes } from './lock-freezes.server.ts';
import { baseValues, observationValues } from './observation-fact.ts';
import { seriesDeltas, type Aggregation } from './observation.ts';
import { lockSeries, type StoredObservation } from './read-series.server.ts';
import { readDetails } from './read-details.server.ts';
import { baseFigure, observation } from './tables.server.ts';

export function observationsPort(inForce: PlanInForce): LedgerPort {
	return {
		ledger: 'observations',
		details: readDetails,
		load: async (tx, entries) =>
			new Map([...(await observationDetails(tx, inForce.plan, entries)), ...(await baseDetails(tx, entries))]),
		confirmed: letFreezesStand,
		withdrawn: letEarlierFreezesStand,
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
		const { how, after } = { how: aggregationOf(plan, row.indicator), after: nextStep(before, row) };
		working.set(key, after);
		const reported = all.filter((other) => !other.reversed);
		const without = reported.filter((other) => other.id !== id);
		const moved = seriesDeltas(row, how, before, after, 'confirmed');
		return [
			id,
			{
				confirm: moved,
				withdraw: moved,
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
 * The confirmed layer's series after one more of the list: a new figure comes in, one whose reversal is confirmed, or whose
 * confirmation is taken back, goes out.
 */
function nextStep(before: readonly StoredObservation[], row: StoredObservation): StoredObservation[] {
	if (row.confirmed) return before.filter((other) => other.id !== row.id);
	return row.reversed ? [...before] : [...before, row];
}

/** An indicator that an amendment took out of the plan still adds up as flows do. */
function aggregationOf(plan: PlanIndex, code: string): Aggregation {
	return indicatorOf(plan, code) ?? { aggregate: 'sum', yearToDate: false };
}

async function baseDetails(tx: Tx, entries: readonly EntryRow[]): Promise<[string, EntryDetails][]> {
	const own = entries.filter((row) => row.kind === 'base');
	if (own.length === 0) return [];
	const rows = await tx
		.select()
		.from(baseFigure)
		.where(
			inArray(
				baseFigure.entry,
				own.map(({ id }) => id)
			)
		);
	await lockFreezes(
		tx,
		rows.flatMap(({ frozen, target }) => (frozen === null ? [] : [target]))
	);
	const standing = await standingFreezes(tx);
	const waiting = await targetsWaiting(tx);
	const given = await targetsGiven(tx);
	const details: [string, EntryDetails][] = [];
	for (const row of own) {
		const base = rows.find((candidate) => candidate.entry === row.id);
		if (!base) throw new Error(`entry without details: ${row.id}`);
		const common = {
			proposal: true as const,
			values: baseValues(base),
			touches: [],
			streams: [unitStream(row.unit)],
			leadUnit: null
		};
		const moves = base.frozen
			? await freezeMoves(tx, row, { ...base, frozen: base.frozen }, { standing, waiting, given })
			: givenMoves(row, base);
		details.push([row.id, { ...common, ...moves }]);
	}
	return details;
}

type Moves = Pick<EntryDetails, 'confirm' | 'withdraw' | 'reverse'>;
type BaseRow = typeof baseFigure.$inferSelect;
type FrozenRow = BaseRow & { readonly frozen: NonNullable<BaseRow['frozen']> };

function givenMoves(row: EntryRow, base: BaseRow): Moves {
	const inForce = row.confirmedAt !== null;
	const leave = (layer: CellDelta['layer']) => (inForce ? baseDeltas(base, layer, -1n) : []);
	return {
		confirm: baseInForce(base),
		withdraw: [...leave('reported'), ...leave('confirmed')],
		reverse: { reported: leave('reported'), confirmed: leave('confirmed') }
	};
}

interface StandingFreeze {
	readonly content: BaseContent;
	/** When it was confirmed; null for one of the same list. */
	readonly since: Date | null;
}

/** What there is of the bases of all targets. */
interface BasesNow {
	readonly standing: Map<string, StandingFreeze>;
	/** Targets of which a freeze waits for a second person. */
	readonly waiting: ReadonlySet<string>;
	/** Targets that the office has given a base, which comes first. */
	readonly given: ReadonlySet<string>;
}

/** A freeze takes the place of the one before it; taken back, it gives it up again, unless the next one was asked for meanwhile. */
async function freezeMoves(
	tx: Tx,
	row: EntryRow,
	base: FrozenRow,
	{ standing, waiting, given }: BasesNow
): Promise<Moves> {
	const before = standing.get(base.target) ?? null;
	const after = readContent(base.frozen);
	// It was asked for on what stood then.
	const outdated = before !== null && (before.since === null || before.since > row.effectiveAt);
	const bar = given.has(base.target) ? 'base_given' : outdated ? 'base_frozen_since' : null;
	if (row.confirmedAt === null && !row.reversed && bar === null)
		standing.set(base.target, { content: after, since: null });
	const earlier = base.stands ? await frozenBefore(tx, base) : null;
	return {
		confirm: bar ?? freezeDeltas(base.target, before?.content ?? null, after),
		withdraw:
			base.stands && !waiting.has(base.target)
				? freezeDeltas(base.target, after, readContent(earlier?.frozen ?? {}))
				: 'confirmation_rested_on',
		// What is in force is only ever replaced: by the next freeze.
		reverse: row.confirmedAt === null ? { reported: [], confirmed: [] } : 'in_force'
	};
}

/** The freeze that stood before one that stands; undefined before the first. */
async function frozenBefore(tx: Tx, { target, entry: own }: BaseRow): Promise<BaseRow | undefined> {
	const [newest] = await tx
		.select({ base: baseFigure })
		.from(baseFigure)
		.innerJoin(entry, eq(entry.id, baseFigure.entry))
		.where(
			and(
				eq(baseFigure.target, target),
				isNotNull(baseFigure.frozen),
				isNotNull(entry.confirmedAt),
				ne(baseFigure.entry, own)
			)
		)
		.orderBy(desc(entry.confirmedAt), desc(entry.id))
		.limit(1);
	return newest?.base;
}

/** The frozen bases in force. Locked, so that two confirmations of one target come one after the other. */
async function standingFreezes(tx: Tx): Promise<Map<string, StandingFreeze>> {
	const rows = await tx
		.select({ base: baseFigure, since: entry.confirmedAt })
		.from(baseFigure)
		.innerJoin(entry, eq(entry.id, baseFigure.entry))
		.where(eq(baseFigure.stands, true))
		.orderBy(asc(baseFigure.entry))
		.for('update', { of: baseFigure });
	return new Map(rows.map(({ base, since }) => [base.target, { content: readContent(base.frozen ?? {}), since }]));
}

/** Targets with a figure that was given and stands, confirmed or not; a freeze was asked for before it. */
async function targetsGiven(tx: Tx): Promise<ReadonlySet<string>> {
	const rows = await tx
		.select({ target: baseFigure.target })
		.from(baseFigure)
		.where(and(isNull(baseFigure.frozen), eq(baseFigure.reversed, false)));
	return new Set(rows.map(({ target }) => target));
}

/** Targets of which a freeze waits for a second person. */
async function targetsWaiting(tx: Tx): Promise<ReadonlySet<string>> {
	const rows = await tx
		.select({ target: baseFigure.target })
		.from(baseFigure)
		.innerJoin(entry, eq(entry.id, baseFigure.entry))
		.where(and(isNotNull(baseFigure.frozen), eq(baseFigure.reversed, false), isNull(entry.confirmedAt)));
	return new Set(rows.map(({ target }) => target));
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

/** The freezes before those whose confirmation is taken back are in force again. */
async function letEarlierFreezesStand(tx: Tx, ids: readonly string[]): Promise<void> {
	const rows = await tx
		.select()
		.from(baseFigure)
		.where(and(inArray(baseFigure.entry, [...ids]), eq(baseFigure.stands, true)));
	for (const row of rows) {
		const earlier = await frozenBefore(tx, row);
		await tx.update(baseFigure).set({ stands: false }).where(eq(baseFigure.entry, row.entry));
		if (earlier) await tx.update(baseFigure).set({ stands: true }).where(eq(baseFigure.entry, earlier.entry));
	}
}
