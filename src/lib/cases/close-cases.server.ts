// Records that cases were closed: lock them, decide, store, tell.
import type { Actor } from '#lib/access/roles.ts';
import { ok, type Result } from '#lib/kernel/result.ts';
import { insertEntries } from '#lib/entries/insert-entries.server.ts';
import { numberKey } from '#lib/entries/number-key.ts';
import { newId, prefixOf, recordBatch, settle, type Call, type Recording } from '#lib/commands/recording.server.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import { caseFact } from './case-fact.ts';
import { lockCasesByNumber } from './case-history.server.ts';
import type { ClosureInput } from './case.ts';
import { decideClosure } from './decide.ts';
import { caseClosure } from './tables.server.ts';

/** One closure or up to 500, all or nothing. */
export function closeCases(
	recording: Recording,
	actor: Actor,
	call: Call,
	inputs: readonly ClosureInput[]
): Promise<Result<Written>> {
	return recordBatch(recording, actor, call, 'case-closures', inputs, async (write, batch, today) => {
		const cases = await lockCasesByNumber(
			write.tx,
			batch.map((input) => numberKey(input.number))
		);
		const decided = settle(
			batch.map((input, index) => {
				const prefix = prefixOf(index, batch.length);
				const result = decideClosure(recording.plan, cases, actor, today, input);
				if (!result.ok) return { prefix, result };
				const id = newId();
				const { before } = result.value;
				cases.set(numberKey(input.number), { ...before, closure: { id, closedAt: input.closedAt }, reopening: null });
				return { prefix, result: ok({ id, ...result.value }) };
			})
		);
		if (!decided.ok) return decided;
		await insertEntries(
			write,
			'cases',
			actor,
			decided.value.map(({ id, unit, record }) => ({
				id,
				kind: 'closure',
				unit,
				day: record.closedAt,
				territory: record.file.territory,
				department: record.file.department
			}))
		);
		await write.tx.insert(caseClosure).values(
			decided.value.map(({ id, record, before }) => ({
				entry: id,
				case: before.id,
				follows: before.reopening?.id ?? null,
				closedAt: record.closedAt,
				outcome: record.outcome
			}))
		);
		return ok(
			decided.value.map(({ id, record, unit, before }) => ({ id, fact: caseFact(id, record, unit, before.enteredBy) }))
		);
	});
}
