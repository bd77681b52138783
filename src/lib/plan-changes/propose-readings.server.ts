// Proposes other readings of the document; nothing moves until a second person confirms.
import { and, eq, inArray } from 'drizzle-orm';
import type { Actor } from '#lib/access/roles.ts';
import { ok, type Result } from '#lib/kernel/result.ts';
import { insertEntries } from '#lib/entries/insert-entries.server.ts';
import { newId, prefixOf, recordBatch, settle, type Call, type Recording } from '#lib/commands/recording.server.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import { planFact, readingValues } from './record.ts';
import { decideReading, type ReadingInput } from './reading.ts';
import { readingChoice } from './tables.server.ts';

export function proposeReadings(
	recording: Recording,
	actor: Actor,
	call: Call,
	inputs: readonly ReadingInput[]
): Promise<Result<Written>> {
	return recordBatch(recording, actor, call, 'readings', inputs, async (write, batch, today) => {
		const standing = await write.tx
			.select()
			.from(readingChoice)
			.where(
				and(
					inArray(
						readingChoice.reading,
						batch.map(({ reading }) => reading)
					),
					eq(readingChoice.stands, true)
				)
			);
		const decided = settle(
			batch.map((input, index) => {
				const inForce = standing.find(({ reading }) => reading === input.reading)?.option ?? null;
				const result = decideReading(recording.plan, inForce, actor, input);
				return {
					prefix: prefixOf(index, batch.length),
					result: result.ok ? ok({ id: newId(), ...result.value }) : result
				};
			})
		);
		if (!decided.ok) return decided;
		const unit = actor.unit ?? recording.plan.document.coordinatingOffice;
		await insertEntries(
			write,
			'plan',
			actor,
			decided.value.map(({ id }) => ({ id, kind: 'reading', unit, day: today, territory: null }))
		);
		await write.tx
			.insert(readingChoice)
			.values(decided.value.map(({ id, reading, option, reason }) => ({ entry: id, reading, option, reason })));
		return ok(
			decided.value.map((choice) => ({
				id: choice.id,
				fact: planFact('readingProposed', choice.id, unit, readingValues(choice), [])
			}))
		);
	});
}
