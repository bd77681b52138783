// The funds as a ledger: what confirming and reversing movements, transfers, operations and reviews moves.
import { eq, inArray } from 'drizzle-orm';
import type { Day } from '#lib/kernel/day.ts';
import { fen } from '#lib/kernel/money.ts';
import type { EntryKind } from '#lib/ledgers/entry.ts';
import type { EntryDetails, EntryRow, LedgerPort } from '#lib/ledgers/port.server.ts';
import type { PlanIndex, PlanInForce } from '#lib/plan/plan-index.ts';
import type { CellDelta, Layer } from '#lib/protocol/cells.ts';
import { unitStream } from '#lib/protocol/streams.ts';
import type { Tx } from '#lib/server/database.server.ts';
import { addTo, lockBudget, lockNodes, lockOperations } from './budget-ledger.server.ts';
import { budgetName, limitOf } from './budget.ts';
import { movementInQuestion } from './decide.ts';
import { movementDeltas, movementValues, type Movement } from './movement.ts';
import { noOperations, operationDeltas, operationValues, shortfall, withOperation } from './operation.ts';
import { reviewValues } from './review.ts';
import { budgetTransfer, fundMovement, fundOperation, performanceReview } from './tables.server.ts';
import { roomOf, transferDeltas, transferValues } from './transfer.ts';

type Details = readonly (readonly [string, EntryDetails])[];
type DeltasOf = (layer: Layer, sign: 1n | -1n) => CellDelta[];

export function fundsPort(inForce: PlanInForce): LedgerPort {
	return {
		ledger: 'funds',
		load: async (tx, entries) => {
			const { plan } = inForce;
			const of = (kind: EntryKind) => entries.filter((row) => row.kind === kind);
			return new Map([
				...(await movementDetails(tx, plan, of('movement'))),
				...(await transferDetails(tx, plan, of('transfer'))),
				...(await operationDetails(tx, of('operation'))),
				...(await reviewDetails(tx, of('review')))
			]);
		},
		reversed: async (tx, id) => {
			await tx.update(performanceReview).set({ reversed: true }).where(eq(performanceReview.entry, id));
		}
	};
}

async function movementDetails(tx: Tx, plan: PlanIndex, entries: readonly EntryRow[]): Promise<Details> {
	if (entries.length === 0) return [];
	const rows = await tx
		.select()
		.from(fundMovement)
		.where(inArray(fundMovement.entry, idsOf(entries)));
	// What an exception adds, others must see who look at the same budget.
	await lockNodes(
		tx,
		rows.flatMap(({ exception, line, source }) => (exception === null ? [] : (limitOf(plan, line, source)?.node ?? [])))
	);
	return together(entries, rows).map(({ row, detail }) => {
		const movement: Movement = {
			line: detail.line,
			source: detail.source,
			step: detail.step,
			amount: fen(detail.amount),
			date: row.day as Day,
			territory: row.territory,
			unit: row.unit,
			exception: detail.exception !== null
		};
		const deltasOf: DeltasOf = (layer, sign) => movementDeltas(movement, layer, sign);
		const about = {
			values: movementValues(movement),
			touches: [],
			streams: movement.territory ? [unitStream(movement.territory)] : [],
			leadUnit: null,
			record: movementInQuestion(plan, movement)
		};
		return [row.id, { ...(movement.exception ? inForceLater(row, deltasOf) : atOnce(deltasOf)), ...about }];
	});
}

/** Each transfer as it is when those before it have been approved. */
async function transferDetails(tx: Tx, plan: PlanIndex, entries: readonly EntryRow[]): Promise<Details> {
	if (entries.length === 0) return [];
	const rows = await tx
		.select()
		.from(budgetTransfer)
		.where(inArray(budgetTransfer.entry, idsOf(entries)));
	const state = await lockBudget(
		tx,
		plan,
		rows.flatMap(({ from, to }) => [from, to])
	);
	return together(entries, rows).map(({ row, detail }) => {
		const transfer = { from: detail.from, to: detail.to, kind: detail.kind, amount: fen(detail.amount) };
		const moved = inForceLater(row, (layer, sign) => transferDeltas(transfer, layer, sign));
		// In force, the one that got the money must give it back; before, the one that is to give it must have it.
		const giver = row.confirmedAt === null ? transfer.from : transfer.to;
		const isShort = roomOf(plan, state, giver, transfer.kind).left < transfer.amount;
		if (row.confirmedAt === null && !isShort) {
			addTo(state.changes, budgetName(transfer.from, transfer.kind), 0n - transfer.amount);
			addTo(state.changes, budgetName(transfer.to, transfer.kind), transfer.amount);
		}
		return [
			row.id,
			{
				proposal: moved.proposal,
				confirm: row.confirmedAt === null && isShort ? 'transfer_below_recorded' : moved.confirm,
				reverse: row.confirmedAt !== null && !row.reversed && isShort ? 'transfer_in_use' : moved.reverse,
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
	const sums = await lockOperations(
		tx,
		rows.map(({ line }) => line)
	);
	return together(entries, rows).map(({ row, detail }) => {
		const { line, operation, count } = detail;
		const one = { line, operation, count, amount: fen(detail.amount), date: row.day as Day };
		const moved = atOnce((layer, sign) => operationDeltas(one, layer, sign));
		const left = withOperation(sums.get(line) ?? noOperations, operation, 0n - one.amount);
		return [
			row.id,
			{
				confirm: moved.confirm,
				reverse: !row.reversed && shortfall(left) !== null ? 'operation_needed' : moved.reverse,
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
function atOnce(deltasOf: DeltasOf): { confirm: CellDelta[]; reverse: Exclude<EntryDetails['reverse'], string> } {
	return {
		confirm: deltasOf('confirmed', 1n),
		reverse: { reported: deltasOf('reported', -1n), confirmed: deltasOf('confirmed', -1n) }
	};
}

/** In both layers from its confirmation on: before, there is nothing to take back. */
function inForceLater(
	row: EntryRow,
	deltasOf: DeltasOf
): { proposal: true; confirm: CellDelta[]; reverse: Exclude<EntryDetails['reverse'], string> } {
	return {
		proposal: true,
		confirm: [...deltasOf('reported', 1n), ...deltasOf('confirmed', 1n)],
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
