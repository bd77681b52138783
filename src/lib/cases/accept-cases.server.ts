// Records accepted cases: look up the numbers that are taken, decide, store, tell.
import { and, eq, inArray } from 'drizzle-orm';
import type { Actor } from '#lib/access/roles.ts';
import { ok, type Result } from '#lib/kernel/result.ts';
import { insertEntries } from '#lib/entries/insert-entries.server.ts';
import { numberKey } from '#lib/entries/number-key.ts';
import { newId, prefixOf, recordBatch, settle, type Call, type Recording } from '#lib/commands/recording.server.ts';
import { namingStanding } from '#lib/entries/naming-standing.server.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import { caseFact } from './case-fact.ts';
import type { CaseInput } from './case.ts';
import { decideAcceptance } from './decide.ts';
import { caseFile } from './tables.server.ts';

/** One case or up to 500, all or nothing. */
export function acceptCases(
	recording: Recording,
	actor: Actor,
	call: Call,
	inputs: readonly CaseInput[]
): Promise<Result<Written>> {
	return recordBatch(recording, actor, call, 'cases', inputs, async (write, batch, today) => {
		const standing = await heldNumbers(write.tx, batch);
		const held = new Set(standing.keys());
		const decided = settle(
			batch.map((input, index) => {
				const prefix = prefixOf(index, batch.length);
				const result = decideAcceptance(recording.plan, held, actor, today, input);
				if (!result.ok) return { prefix, result };
				held.add(result.value.numberKey);
				return { prefix, result: ok({ id: newId(), input, ...result.value }) };
			})
		);
		if (!decided.ok)
			return namingStanding(write.tx, actor, decided, batch, 'duplicate_number', ({ number }) =>
				standing.get(numberKey(number))
			);
		await insertEntries(
			write,
			'cases',
			actor,
			decided.value.map(({ id, unit, record }) => ({
				id,
				kind: 'case',
				unit,
				day: record.file.acceptedAt,
				territory: record.file.territory,
				department: record.file.department
			}))
		);
		await write.tx.insert(caseFile).values(
			decided.value.map(({ id, input, record, numberKey: key }) => ({
				entry: id,
				number: input.number,
				numberKey: key,
				type: record.file.type,
				department: record.file.department,
				channel: input.channel,
				acceptedAt: record.file.acceptedAt,
				opening: input.opening
			}))
		);
		return ok(decided.value.map(({ id, record, unit }) => ({ id, fact: caseFact(id, record, unit, unit) })));
	});
}

/** No lock: two writers of one number meet at the unique index, and the second one tries again and sees the first. */
async function heldNumbers(
	tx: Tx,
	inputs: readonly CaseInput[]
): Promise<Map<string, { id: string; units: (string | null)[] }>> {
	const rows = await tx
		.select({ id: caseFile.entry, key: caseFile.numberKey, department: caseFile.department })
		.from(caseFile)
		.where(
			and(
				inArray(
					caseFile.numberKey,
					inputs.map((input) => numberKey(input.number))
				),
				eq(caseFile.reversed, false)
			)
		);
	return new Map(rows.map(({ id, key, department }) => [key, { id, units: [department] }]));
}
