// Which entries of the funds cannot be reversed for what would then stand: looked at over all reversals of a write together.
import { inArray } from 'drizzle-orm';
import type { Fault } from '#lib/kernel/result.ts';
import { toYuan } from '#lib/kernel/money.ts';
import type { EntryRow } from '#lib/entries/port.server.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import { lockBudget, lockOperations } from './budget-ledger.server.ts';
import { addTo, budgetName, chainPlace, sumKey } from './budget.ts';
import { stepLeftAbove } from './chain.ts';
import type { Movement } from './movement.ts';
import { noOperations, shortfall, withOperation } from './operation.ts';
import { budgetTransfer, fundMovement, fundOperation } from './tables.server.ts';
import { roomOf } from './transfer.ts';

type Bars = Map<string, Omit<Fault, 'pointer'>>;

/**
 * A movement is kept while a later step rests on it (R38a), a transfer in force while its budget is in use (R112), an operation
 * while the fund would have given out more than it has (R114).
 * @param entries as they were before the write
 * @param recorded what comes into the reported layer in the same write, in their place (R291)
 */
export async function barsOfReversals(
	tx: Tx,
	plan: PlanIndex,
	entries: readonly EntryRow[],
	recorded: readonly Movement[] = []
): Promise<Bars> {
	return new Map([...(await barsOfMoney(tx, plan, entries, recorded)), ...(await barsOfOperations(tx, entries))]);
}

/** The nodes of the budget that are looked at when entries leave. */
export async function nodesOf(tx: Tx, plan: PlanIndex, entries: readonly EntryRow[]): Promise<string[]> {
	const operations = await detailsOf(tx, fundOperation, entries, 'operation');
	return [
		...nodesUnder(
			plan,
			await detailsOf(tx, fundMovement, entries, 'movement'),
			await detailsOf(tx, budgetTransfer, entries, 'transfer')
		),
		...operations.map(({ detail }) => detail.line)
	];
}

/** The nodes whose budget movements draw on and transfers change. */
export function nodesUnder(
	plan: PlanIndex,
	movements: readonly Detailed<typeof fundMovement>[],
	transfers: readonly Detailed<typeof budgetTransfer>[]
): string[] {
	return [
		...movements
			.filter(({ detail }) => plan.nodes.has(detail.line))
			.map(({ detail }) => chainPlace(plan, detail.line, detail.source).node),
		...transfers.flatMap(({ detail }) => [detail.from, detail.to])
	];
}

/** Movements among entries that count in the reported layer, on what the plan still knows. */
export async function countedMovements(
	tx: Tx,
	plan: PlanIndex,
	entries: readonly EntryRow[]
): Promise<Detailed<typeof fundMovement>[]> {
	return (await detailsOf(tx, fundMovement, entries, 'movement')).filter(
		// An exception that waits counts nowhere.
		({ row, detail }) => plan.nodes.has(detail.line) && (detail.exception === null || row.confirmedAt !== null)
	);
}

async function barsOfMoney(
	tx: Tx,
	plan: PlanIndex,
	entries: readonly EntryRow[],
	recorded: readonly Movement[]
): Promise<Bars> {
	const movements = await countedMovements(tx, plan, entries);
	const transfers = (await detailsOf(tx, budgetTransfer, entries, 'transfer')).filter(
		({ row }) => row.confirmedAt !== null
	);
	const bars: Bars = new Map();
	if (movements.length + transfers.length === 0) return bars;
	const { totals, changes, excused } = await lockBudget(tx, plan, nodesUnder(plan, movements, transfers));
	const before = { totals: new Map(totals), excused: new Map(excused) };
	// The cells are those of before: the write takes its deltas out at its end.
	for (const { detail } of movements) {
		const key = sumKey(plan, detail.line, detail.source, detail.step);
		addTo(totals, key, 0n - detail.amount);
		if (detail.exceeds === 'chain' || detail.exceeds === 'both') addTo(excused, key, 0n - detail.amount);
	}
	for (const { line, source, step, amount } of recorded) addTo(totals, sumKey(plan, line, source, step), amount);
	for (const { detail } of transfers) {
		addTo(changes, budgetName(detail.from, detail.kind), detail.amount);
		addTo(changes, budgetName(detail.to, detail.kind), 0n - detail.amount);
	}
	for (const { row, detail } of movements) {
		const left = stepLeftAbove(plan, totals, excused, detail);
		// What was out of order before, and is no further from it, has other reasons.
		if (left && left.by > (stepLeftAbove(plan, before.totals, before.excused, detail)?.by ?? 0n))
			bars.set(row.id, {
				code: 'later_step_above',
				params: {
					node: chainPlace(plan, detail.line, detail.source).node,
					step: left.step,
					before: left.before,
					excess: toYuan(left.by)
				}
			});
	}
	for (const { row, detail } of transfers) {
		const room = roomOf(plan, { totals, changes }, detail.to, detail.kind);
		if (room.budget < room.recorded) bars.set(row.id, { code: 'transfer_in_use' });
	}
	return bars;
}

async function barsOfOperations(tx: Tx, entries: readonly EntryRow[]): Promise<Bars> {
	const operations = await detailsOf(tx, fundOperation, entries, 'operation');
	const sums = await lockOperations(
		tx,
		operations.map(({ detail }) => detail.line)
	);
	const before = new Map(sums);
	for (const { detail } of operations)
		sums.set(detail.line, withOperation(sums.get(detail.line) ?? noOperations, detail.operation, 0n - detail.amount));
	return new Map(
		operations
			.filter(({ detail: { line } }) => shortfall(sums.get(line) ?? noOperations, before.get(line)) !== null)
			.map(({ row }) => [row.id, { code: 'operation_needed' }])
	);
}

type DetailTable = typeof fundMovement | typeof budgetTransfer | typeof fundOperation;

/** An entry with its row in the ledger's own table. */
export interface Detailed<Table extends DetailTable> {
	readonly row: EntryRow;
	readonly detail: Table['$inferSelect'];
}

/** Entries of one kind with their rows, in the order of the entries. */
export async function detailsOf<Table extends DetailTable>(
	tx: Tx,
	table: Table,
	entries: readonly EntryRow[],
	kind: EntryRow['kind']
): Promise<Detailed<Table>[]> {
	const own = entries.filter((row) => row.kind === kind);
	if (own.length === 0) return [];
	const rows: Table['$inferSelect'][] = await tx
		.select()
		.from(table as typeof fundMovement)
		.where(
			inArray(
				table.entry,
				own.map(({ id }) => id)
			)
		);
	const found = new Map(rows.map((detail) => [detail.entry, detail]));
	return own.flatMap((row) => {
		const detail = found.get(row.id);
		return detail ? [{ row, detail }] : [];
	});
}
