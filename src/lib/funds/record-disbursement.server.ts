// Records fund movements: load the sums, decide, store, tell.
import { sql } from 'drizzle-orm';
import type { Actor } from '#lib/access/roles.ts';
import { ok, type Result } from '#lib/kernel/result.ts';
import type { Fact } from '#lib/live/fact.ts';
import type { Written } from '#lib/live/event-log.server.ts';
import { insertEntries } from '#lib/ledgers/insert-entries.server.ts';
import { newId, prefixOf, recordBatch, settle, type Call, type Recording } from '#lib/ledgers/recording.server.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { unitStream } from '#lib/protocol/streams.ts';
import type { Tx } from '#lib/server/database.server.ts';
import { decideMovement, limitOf, totalKey } from './decide.ts';
import {
	movementDeltas,
	movementValues,
	type DisbursementInput,
	type Movement,
	type Source,
	type Step
} from './movement.ts';
import { fundMovement } from './tables.server.ts';

/** One movement or up to 500, all or nothing. */
export function recordDisbursements(
	recording: Recording,
	actor: Actor,
	call: Call,
	inputs: readonly DisbursementInput[]
): Promise<Result<Written>> {
	const { plan } = recording;
	return recordBatch(recording, actor, call, 'disbursements', inputs, async (write, batch, today) => {
		const totals = await lockTotals(write.tx, plan, batch);
		const decided = settle(
			batch.map((input, index) => {
				const result = decideMovement(plan, totals, actor, today, input);
				if (result.ok) add(totals, totalKey(plan, input.line, input.source, input.step), input.amount);
				return { prefix: prefixOf(index, batch.length), result };
			})
		);
		if (!decided.ok) return decided;
		const records = decided.value.map((movement, index) => ({ id: newId(), movement, input: batch[index] }));
		await insertEntries(
			write,
			'funds',
			actor,
			records.map(({ id, movement }) => ({
				id,
				kind: 'movement',
				unit: movement.unit,
				day: movement.date,
				territory: movement.territory
			}))
		);
		await write.tx.insert(fundMovement).values(
			records.map(({ id, movement, input }) => ({
				entry: id,
				line: movement.line,
				source: movement.source,
				step: movement.step,
				amount: movement.amount,
				payee: input?.payee ?? null,
				reference: input?.reference ?? '',
				note: input?.note ?? null
			}))
		);
		return ok(records.map(({ id, movement }) => ({ id, fact: recordedFact(id, movement) })));
	});
}

function recordedFact(id: string, movement: Movement): Fact {
	return {
		type: 'disbursementRecorded',
		ids: [id],
		unit: movement.unit,
		after: `fund_movement:${id}@1`,
		values: movementValues(movement),
		deltas: movementDeltas(movement, 'reported', 1n),
		touches: ['ledger:funds', 'review', `unit:${movement.unit}`],
		streams: [...new Set([movement.unit, ...(movement.territory ? [movement.territory] : [])])].map(unitStream),
		feed: true
	};
}

/** Locks the budget nodes that limit the batch and sums what is recorded on them. */
async function lockTotals(tx: Tx, plan: PlanIndex, inputs: readonly DisbursementInput[]): Promise<Map<string, bigint>> {
	const nodes = [...new Set(inputs.flatMap((input) => limitOf(plan, input.line, input.source)?.node ?? []))].sort();
	const totals = new Map<string, bigint>();
	if (nodes.length === 0) return totals;
	const list = sql.join(
		nodes.map((node) => sql`${node}`),
		sql`, `
	);
	await tx.execute(sql`select id from budget_node where id in (${list}) order by id for update`);
	const sums = await tx.execute<{ line: string; source: Source; step: Step; sum: string }>(sql`
		select split_part(key, '/', 2) as line, split_part(key, '/', 3) as source, split_part(key, '/', 4) as step, sum(value) as sum
		from cell where stream = 'city' and layer = 'reported' and key >= 'funds/' and key < 'funds0' group by 1, 2, 3`);
	for (const row of sums) add(totals, totalKey(plan, row.line, row.source, row.step), BigInt(row.sum));
	return totals;
}

function add(totals: Map<string, bigint>, key: string | null, amount: bigint): void {
	if (key !== null) totals.set(key, (totals.get(key) ?? 0n) + amount);
}
