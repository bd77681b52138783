// Records that closed cases were taken up again: lock them, decide, store, tell.
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Actor } from '#lib/access/roles.ts';
import { ok, type Result } from '#lib/kernel/result.ts';
import { insertEntries } from '#lib/entries/insert-entries.server.ts';
import { numberKey } from '#lib/entries/number-key.ts';
import { newId, prefixOf, recordBatch, settle, type Call, type Recording } from '#lib/commands/recording.server.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import { caseFact } from './case-fact.ts';
import { lockCasesByNumber } from './case-history.server.ts';
import type { ReopeningInput } from './case.ts';
import { decideReopening, type DecidedChange } from './decide.ts';
import { caseClosure, caseReopening } from './tables.server.ts';

/** One reopening or up to 500, all or nothing. */
export function reopenCases(
	recording: Recording,
	actor: Actor,
	call: Call,
	inputs: readonly ReopeningInput[]
): Promise<Result<Written>> {
	return recordBatch(recording, actor, call, 'case-reopenings', inputs, async (write, batch, today) => {
		const cases = await lockCasesByNumber(
			write.tx,
			batch.map((input) => numberKey(input.number))
		);
		const decided = settle(
			batch.map((input, index) => {
				const prefix = prefixOf(index, batch.length);
				const result = decideReopening(recording.plan, cases, actor, today, input);
				if (!result.ok) return { prefix, result };
				const id = newId();
				const { before } = result.value;
				const reopening = { id, reopenedAt: input.reopenedAt };
				cases.set(numberKey(input.number), { ...before, closure: null, reopening });
				return { prefix, result: ok({ id, input, ...result.value }) };
			})
		);
		if (!decided.ok) return decided;
		await insertEntries(
			write,
			'cases',
			actor,
			decided.value.map(({ id, unit, record }) => ({
				id,
				kind: 'reopening',
				unit,
				day: record.reopenedAt,
				territory: record.file.territory,
				department: record.file.department
			}))
		);
		await write.tx.insert(caseReopening).values(
			decided.value.map(({ id, input, record, before }) => ({
				entry: id,
				case: before.id,
				closure: closureOf(before),
				reopenedAt: record.reopenedAt,
				reason: input.reason
			}))
		);
		await write.tx
			.update(caseClosure)
			.set({ reopenedBy: sql`${caseReopening.entry}` })
			.from(caseReopening)
			.where(
				and(
					eq(caseReopening.closure, caseClosure.entry),
					inArray(
						caseReopening.entry,
						decided.value.map(({ id }) => id)
					)
				)
			);
		return ok(
			decided.value.map(({ id, record, unit, before }) => ({ id, fact: caseFact(id, record, unit, before.enteredBy) }))
		);
	});
}

function closureOf(before: DecidedChange<'reopening'>['before']): string {
	if (!before.closure) throw new Error(`reopened a case that is open: ${before.id}`);
	return before.closure.id;
}
