// Records fund movements: load the sums, decide, store, tell.
import type { Actor } from '#lib/access/roles.ts';
import { ok, type Result } from '#lib/kernel/result.ts';
import type { Fact } from '#lib/live/fact.ts';
import type { Written } from '#lib/live/event-log.server.ts';
import { insertEntries } from '#lib/ledgers/insert-entries.server.ts';
import { newId, prefixOf, recordBatch, settle, type Call, type Recording } from '#lib/ledgers/recording.server.ts';
import { unitStream } from '#lib/protocol/streams.ts';
import { lockBudget } from './budget-ledger.server.ts';
import { chainPlace } from './budget.ts';
import { decideMovements } from './decide.ts';
import { movementDeltas, movementValues, type DisbursementInput, type Movement } from './movement.ts';
import { sameMovements } from './same-again.server.ts';
import { fundMovement } from './tables.server.ts';

/** One movement or up to 500, all or nothing. One that goes beyond the budget or the step before is taken as an exception alone, and waits. */
export function recordDisbursements(
	recording: Recording,
	actor: Actor,
	call: Call,
	inputs: readonly DisbursementInput[]
): Promise<Result<Written>> {
	const { plan } = recording;
	return recordBatch(recording, actor, call, 'disbursements', inputs, async (write, batch, today) => {
		const nodes = batch
			.filter(({ line }) => plan.nodes.has(line))
			.map(({ line, source }) => chainPlace(plan, line, source).node);
		const state = await lockBudget(write.tx, plan, nodes);
		const same = await sameMovements(write.tx, actor, batch);
		const decided = settle(
			decideMovements(plan, state, actor, today, batch).map((result, index) => ({
				prefix: prefixOf(index, batch.length),
				// The same once more mostly overdraws as well: that it stands already says more.
				result: !result.ok && result.kind !== 'conflict' ? result : (same[index] ?? result)
			}))
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
				note: input?.note ?? null,
				exception: input?.exception ?? null,
				exceeds: movement.exceeds ?? null
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
		// An exception counts in both layers from its approval on.
		deltas: movement.exceeds ? [] : movementDeltas(movement, 'reported', 1n),
		touches: ['ledger:funds', 'review', `unit:${movement.unit}`],
		streams: [...new Set([movement.unit, ...(movement.territory ? [movement.territory] : [])])].map(unitStream),
		feed: true
	};
}
