// Proposes transfers of budget: checked against the books, stored, in force once somebody of another unit has approved them.
import type { Actor } from '#lib/access/roles.ts';
import { ok, type Result } from '#lib/kernel/result.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import { insertEntries } from '#lib/entries/insert-entries.server.ts';
import { newId, prefixOf, recordBatch, settle, type Call, type Recording } from '#lib/commands/recording.server.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import { unitStream } from '#lib/protocol/streams.ts';
import { lockBudget } from './budget-ledger.server.ts';
import { budgetTransfer } from './tables.server.ts';
import { decideTransfer, transferValues, type TransferInput } from './transfer.ts';

export function proposeTransfers(
	recording: Recording,
	actor: Actor,
	call: Call,
	inputs: readonly TransferInput[]
): Promise<Result<Written>> {
	const { plan } = recording;
	return recordBatch(recording, actor, call, 'transfers', inputs, async (write, batch, today) => {
		const known = batch.flatMap(({ from, to }) => [from, to]).filter((node) => plan.nodes.has(node));
		const state = await lockBudget(write.tx, plan, known);
		const decided = settle(
			batch.map((input, index) => ({
				prefix: prefixOf(index, batch.length),
				result: decideTransfer(plan, state, actor, input)
			}))
		);
		if (!decided.ok) return decided;
		const unit = actor.unit ?? plan.document.coordinatingOffice;
		const records = decided.value.map((transfer, index) => ({ id: newId(), transfer, input: batch[index] }));
		await insertEntries(
			write,
			'funds',
			actor,
			records.map(({ id, transfer }) => ({
				id,
				kind: 'transfer',
				unit,
				day: today,
				territory: null,
				amount: transfer.amount,
				line: transfer.from,
				toLine: transfer.to
			}))
		);
		await write.tx.insert(budgetTransfer).values(
			records.map(({ id, transfer, input }) => ({
				entry: id,
				...transfer,
				reason: input?.reason ?? '',
				reference: input?.reference ?? null
			}))
		);
		return ok(
			records.map(({ id, transfer }) => ({
				id,
				fact: {
					type: 'transferProposed',
					ids: [id],
					unit,
					after: `budget_transfer:${id}@1`,
					values: transferValues(transfer),
					deltas: [],
					touches: [invalidated.ledger('funds'), invalidated.review, invalidated.unit(unit)],
					streams: [unitStream(unit)],
					feed: true
				}
			}))
		);
	});
}
