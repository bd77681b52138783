// The funds as a ledger: what confirming and reversing movements, transfers, operations and reviews moves.
import { nodesUnder } from './reversible.server.ts';
import type { Detailed } from './reversible.server.ts';
import { detailsOf } from './reversible.server.ts';
import { lockNodes } from './budget-ledger.server.ts';
import { nodesOf } from './reversible.server.ts';
import { and, eq, inArray, sql, type SQL } from 'drizzle-orm';
import type { Day } from '#lib/kernel/day.ts';
import { fen } from '#lib/kernel/money.ts';
import type { EntryKind } from '#lib/entries/entry.ts';
import type { EntryDetails, EntryRow, LedgerPort } from '#lib/entries/port.server.ts';
import { entry } from '#lib/entries/tables.server.ts';
import type { PlanIndex, PlanInForce } from '#lib/plan/plan-index.ts';
import type { CellDelta, Layer } from '#lib/protocol/cells.ts';
import { unitStream } from '#lib/protocol/streams.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import { lockBudget, type OpenBudget } from './budget-ledger.server.ts';
import { addTo, budgetName, sumKey } from './budget.ts';
import { breachOf } from './chain.ts';
import { movementInQuestion, overdraft } from './decide.ts';
import { exceptionSubject, movementDeltas, movementValues, type Exceeds, type Movement } from './movement.ts';
import { operationDeltas, operationValues } from './operation.ts';
import { fundDetails } from './read-details.server.ts';
import { barsOfReversals } from './reversible.server.ts';
import { reviewValues } from './review.ts';
import { budgetTransfer, fundMovement, fundOperation, performanceReview } from './tables.server.ts';
import { roomOf, transferDeltas, transferValues } from './transfer.ts';

type Details = readonly (readonly [string, EntryDetails])[];
type DeltasOf = (layer: Layer, sign: 1n | -1n) => CellDelta[];
interface Moves {
	readonly confirm: CellDelta[];
	readonly withdraw: CellDelta[];
	readonly reverse: Exclude<EntryDetails['reverse'], string>;
}

export function fundsPort(inForce: PlanInForce): LedgerPort {
	return {
		ledger: 'funds',
		details: fundDetails,
		load: async (tx, entries) => {
			const { plan } = inForce;
			const of = (kind: EntryKind) => entries.filter((row) => row.kind === kind);
			const movements = await detailsOf(tx, fundMovement, entries, 'movement');
			const transfers = await detailsOf(tx, budgetTransfer, entries, 'transfer');
			const exceptions = movements.filter(({ detail }) => detail.exception !== null);
			// What an exception adds and a transfer takes, others must see who look at the same budget, and they each other.
			const state = await lockBudget(tx, plan, nodesUnder(plan, exceptions, transfers));
			return new Map([
				...(await movementDetails(tx, plan, state, movements)),
				...transferDetails(plan, state, transfers),
				...(await operationDetails(tx, of('operation'))),
				...(await reviewDetails(tx, of('review')))
			]);
		},
		lock: async (tx, entries) => lockNodes(tx, await nodesOf(tx, inForce.plan, entries)),
		reversible: (tx, entries) => barsOfReversals(tx, inForce.plan, entries),
		// An exception counts under its step from its approval on.
		confirmed: (tx, ids) => setSubject(tx, ids, sql`${fundMovement.step}`),
		withdrawn: (tx, ids) => setSubject(tx, ids, sql`${exceptionSubject}`),
		reversed: async (tx, id) => {
			await tx.update(performanceReview).set({ reversed: true }).where(eq(performanceReview.entry, id));
		}
	};
}

/** What exceptions among the entries are counted by from now on. */
async function setSubject(tx: Tx, ids: readonly string[], subject: SQL): Promise<void> {
	await tx
		.update(entry)
		.set({ subject: sql`(select ${subject} from ${fundMovement} where ${fundMovement.entry} = ${entry.id})` })
		.where(and(inArray(entry.id, [...ids]), eq(entry.exception, true)));
}

async function movementDetails(
	tx: Tx,
	plan: PlanIndex,
	state: OpenBudget,
	movements: readonly Detailed<typeof fundMovement>[]
): Promise<Details> {
	if (movements.length === 0) return [];
	const before = await whatComesFirst(
		tx,
		movements.map(({ row }) => row.id)
	);
	return movements.map(({ row, detail }) => {
		const movement: Movement = {
			line: detail.line,
			source: detail.source,
			step: detail.step,
			amount: fen(detail.amount),
			date: row.day as Day,
			territory: row.territory,
			unit: row.unit,
			exceeds: detail.exceeds
		};
		const deltasOf: DeltasOf = (layer, sign) => movementDeltas(movement, layer, sign);
		const about = {
			values: movementValues(movement),
			touches: [],
			streams: movement.territory ? [unitStream(movement.territory)] : [],
			leadUnit: null,
			waitsFor: before.get(row.id) ?? null,
			record: movementInQuestion(plan, movement)
		};
		if (!movement.exceeds) return [row.id, { ...atOnce(deltasOf), ...about }];
		const moved = inForceLater(row, deltasOf);
		if (row.confirmedAt !== null) return [row.id, { ...moved, ...about }];
		const outdated = goesBeyond(plan, state, movement, movement.exceeds);
		if (!outdated) addTo(state.totals, sumKey(plan, movement.line, movement.source, movement.step), movement.amount);
		return [row.id, { ...moved, confirm: outdated ? 'exception_outdated' : moved.confirm, ...about }];
	});
}

/**
 * A movement and what replaces it never stand in the confirmed layer together [R291].
 * @returns for what replaces another the one whose reversal waits; for what was replaced the one that stands in its place
 */
async function whatComesFirst(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
	const list = sql.join(
		ids.map((id) => sql`${id}::uuid`),
		sql`, `
	);
	const rows = await tx.execute<{ id: string; first: string }>(sql`
		select own.entry as id, own.replaces as first
		from fund_movement own join reversal on reversal.entry = own.replaces
		where own.entry in (${list}) and reversal.needs_confirmation and reversal.confirmed_at is null
		union all
		select next.replaces as id, next.entry as first
		from fund_movement next join entry on entry.id = next.entry and entry.confirmed_at is not null
			left join reversal on reversal.entry = next.entry
		where next.replaces in (${list}) and (reversal.id is null or reversal.confirmed_at is null)`);
	return new Map(rows.map(({ id, first }) => [id, first]));
}

/** Whether an exception would exceed by now what it was not asked for: the money under it was taken away since. */
function goesBeyond(plan: PlanIndex, state: OpenBudget, movement: Movement, exceeds: Exceeds): boolean {
	if (exceeds === 'chain') return overdraft(plan, state, movement) !== null;
	return exceeds === 'budget' && breachOf(plan, state.totals, movement) !== null;
}

/** Each transfer as it is when those before it have been approved, and the exceptions of the list. */
function transferDetails(
	plan: PlanIndex,
	state: OpenBudget,
	transfers: readonly Detailed<typeof budgetTransfer>[]
): Details {
	return transfers.map(({ row, detail }) => {
		const transfer = { from: detail.from, to: detail.to, kind: detail.kind, amount: fen(detail.amount) };
		const moved = inForceLater(row, (layer, sign) => transferDeltas(transfer, layer, sign));
		// It is approved when the one that is to give the money still has it.
		const isShort =
			row.confirmedAt === null && roomOf(plan, state, transfer.from, transfer.kind).left < transfer.amount;
		if (row.confirmedAt === null && !isShort) {
			addTo(state.changes, budgetName(transfer.from, transfer.kind), 0n - transfer.amount);
			addTo(state.changes, budgetName(transfer.to, transfer.kind), transfer.amount);
		}
		return [
			row.id,
			{
				proposal: moved.proposal,
				confirm: isShort ? 'transfer_below_recorded' : moved.confirm,
				withdraw: moved.withdraw,
				reverse: moved.reverse,
				values: transferValues(transfer),
				touches: [],
				streams: [],
				leadUnit: null
			}
		];
	});
}

async function operationDetails(tx: Tx, entries: readonly EntryRow[]): Promise<Details> {
	if (entries.length === 0) return [];
	const rows = await tx
		.select()
		.from(fundOperation)
		.where(inArray(fundOperation.entry, idsOf(entries)));
	return together(entries, rows).map(({ row, detail }) => {
		const { line, operation, count } = detail;
		const one = { line, operation, count, amount: fen(detail.amount), date: row.day as Day };
		return [
			row.id,
			{
				...atOnce((layer, sign) => operationDeltas(one, layer, sign)),
				values: operationValues(one),
				touches: [],
				streams: [],
				leadUnit: null,
				record: { record: 'fund-movement', lines: [line], territory: null }
			}
		];
	});
}

/** A review is a record without figures of its own. */
async function reviewDetails(tx: Tx, entries: readonly EntryRow[]): Promise<Details> {
	if (entries.length === 0) return [];
	const rows = await tx
		.select()
		.from(performanceReview)
		.where(inArray(performanceReview.entry, idsOf(entries)));
	return together(entries, rows).map(({ row, detail }) => [
		row.id,
		{
			...atOnce(() => []),
			values: reviewValues(detail),
			touches: [],
			streams: [],
			leadUnit: null,
			record: { record: 'fund-movement', lines: [detail.line], territory: null }
		}
	]);
}

/** Reported on entry, confirmed by its confirmation. */
function atOnce(deltasOf: DeltasOf): Moves {
	return {
		confirm: deltasOf('confirmed', 1n),
		withdraw: deltasOf('confirmed', -1n),
		reverse: { reported: deltasOf('reported', -1n), confirmed: deltasOf('confirmed', -1n) }
	};
}

/** In both layers from its confirmation on: before, there is nothing to take back. */
function inForceLater(row: EntryRow, deltasOf: DeltasOf): Moves & { proposal: true } {
	return {
		proposal: true,
		confirm: [...deltasOf('reported', 1n), ...deltasOf('confirmed', 1n)],
		withdraw: [...deltasOf('reported', -1n), ...deltasOf('confirmed', -1n)],
		reverse:
			row.confirmedAt === null
				? { reported: [], confirmed: [] }
				: { reported: deltasOf('reported', -1n), confirmed: deltasOf('confirmed', -1n) }
	};
}

/** Entries with their details, in the order of the entries. */
function together<Detail extends { readonly entry: string }>(
	entries: readonly EntryRow[],
	details: readonly Detail[]
): { readonly row: EntryRow; readonly detail: Detail }[] {
	const found = new Map(details.map((detail) => [detail.entry, detail]));
	return entries.flatMap((row) => {
		const detail = found.get(row.id);
		return detail ? [{ row, detail }] : [];
	});
}

function idsOf(entries: readonly EntryRow[]): string[] {
	return entries.map((row) => row.id);
}
