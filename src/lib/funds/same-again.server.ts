// Which movements and operations of a write stand already (R233). Their nodes are locked: two writers of the same see each other.
import { and, eq, inArray, type SQL } from 'drizzle-orm';
import { seesRecordsOf } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import type { Refusal } from '#lib/kernel/result.ts';
import { sameAgain, sameKey } from '#lib/entries/same-again.ts';
import { entry } from '#lib/entries/tables.server.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import type { DisbursementInput } from './movement.ts';
import type { OperationInput } from './operation.ts';
import { fundMovement, fundOperation } from './tables.server.ts';

/** For each movement of a write: that the same stands already, or null. */
export async function sameMovements(
	tx: Tx,
	actor: Actor,
	inputs: readonly DisbursementInput[]
): Promise<(Refusal | null)[]> {
	const rows = await tx
		.select({ entry, detail: fundMovement })
		.from(fundMovement)
		.innerJoin(entry, eq(entry.id, fundMovement.entry))
		.where(near(fundMovement, inputs));
	return asked(
		actor,
		inputs,
		({ line, source, step, amount, date, reference }) => sameKey([line, source, step, amount, date], reference),
		rows.map(({ entry: row, detail }) => ({
			row,
			key: sameKey([detail.line, detail.source, detail.step, detail.amount, row.day], detail.reference)
		}))
	);
}

/** The same of operations of funds. */
export async function sameOperations(
	tx: Tx,
	actor: Actor,
	inputs: readonly OperationInput[]
): Promise<(Refusal | null)[]> {
	const rows = await tx
		.select({ entry, detail: fundOperation })
		.from(fundOperation)
		.innerJoin(entry, eq(entry.id, fundOperation.entry))
		.where(near(fundOperation, inputs));
	return asked(
		actor,
		inputs,
		({ line, operation, amount, date, reference }) => sameKey([line, operation, amount, date], reference),
		rows.map(({ entry: row, detail }) => ({
			row,
			key: sameKey([detail.line, detail.operation, detail.amount, row.day], detail.reference)
		}))
	);
}

/** Records that stand and may be the same as one of these. */
function near(
	table: typeof fundMovement | typeof fundOperation,
	inputs: readonly { readonly line: string; readonly amount: bigint; readonly date: string }[]
): SQL | undefined {
	const each = <Value>(of: (input: (typeof inputs)[number]) => Value) => [...new Set(inputs.map(of))];
	return and(
		inArray(
			table.line,
			each(({ line }) => line)
		),
		inArray(
			table.amount,
			each(({ amount }) => amount)
		),
		inArray(
			entry.day,
			each(({ date }) => date)
		),
		eq(entry.reversed, false)
	);
}

function asked<Input extends { readonly again?: boolean | undefined }>(
	actor: Actor,
	inputs: readonly Input[],
	keyOf: (input: Input) => string,
	standing: readonly { readonly row: typeof entry.$inferSelect; readonly key: string }[]
): (Refusal | null)[] {
	return sameAgain(
		inputs.map((input) => ({ key: keyOf(input), again: input.again ?? false })),
		standing.map(({ row, key }) => ({
			id: row.id,
			key,
			seen: seesRecordsOf(actor, [row.unit, row.territory], row.feed)
		}))
	);
}
