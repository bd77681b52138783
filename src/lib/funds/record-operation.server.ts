// Records what funds do with their money: load the sums, decide, store, tell.
import type { Actor } from '#lib/access/roles.ts';
import { ok, type Result } from '#lib/kernel/result.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import { insertEntries } from '#lib/entries/insert-entries.server.ts';
import { newId, prefixOf, recordBatch, settle, type Call, type Recording } from '#lib/commands/recording.server.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import { unitStream } from '#lib/protocol/streams.ts';
import { lockOperations } from './budget-ledger.server.ts';
import {
	decideOperation,
	noOperations,
	operationDeltas,
	operationValues,
	withOperation,
	type OperationInput
} from './operation.ts';
import { sameOperations } from './same-again.server.ts';
import { fundOperation } from './tables.server.ts';

export function recordOperations(
	recording: Recording,
	actor: Actor,
	call: Call,
	inputs: readonly OperationInput[]
): Promise<Result<Written>> {
	const { plan } = recording;
	return recordBatch(recording, actor, call, 'fund-operations', inputs, async (write, batch, today) => {
		const sums = await lockOperations(
			write.tx,
			batch.map(({ line }) => line).filter((line) => plan.nodes.has(line))
		);
		const same = await sameOperations(write.tx, actor, batch);
		const decided = settle(
			batch.map((input, index) => {
				const before = sums.get(input.line) ?? noOperations;
				const result = decideOperation(plan, before, actor, today, input);
				if (result.ok) sums.set(input.line, withOperation(before, input.operation, input.amount));
				return {
					prefix: prefixOf(index, batch.length),
					result: !result.ok && result.kind !== 'conflict' ? result : (same[index] ?? result)
				};
			})
		);
		if (!decided.ok) return decided;
		const records = decided.value.map((operation, index) => ({ id: newId(), operation, input: batch[index] }));
		await insertEntries(
			write,
			'funds',
			actor,
			records.map(({ id, operation: { unit, date, amount, line } }) => ({
				id,
				kind: 'operation',
				unit,
				day: date,
				territory: null,
				amount,
				line
			}))
		);
		await write.tx.insert(fundOperation).values(
			records.map(({ id, operation, input }) => ({
				entry: id,
				line: operation.line,
				operation: operation.operation,
				amount: operation.amount,
				count: operation.count,
				counterpart: input?.counterpart ?? null,
				reference: input?.reference ?? '',
				note: input?.note ?? null
			}))
		);
		return ok(
			records.map(({ id, operation }) => ({
				id,
				fact: {
					type: 'fundOperationRecorded',
					ids: [id],
					unit: operation.unit,
					after: `fund_operation:${id}@1`,
					values: operationValues(operation),
					deltas: operationDeltas(operation, 'reported', 1n),
					touches: [invalidated.ledger('funds'), invalidated.review, invalidated.unit(operation.unit)],
					streams: [unitStream(operation.unit)],
					feed: true
				}
			}))
		);
	});
}
