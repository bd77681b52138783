// Gives base figures: look up what stands, decide, store, tell. They move no figure until a second person confirms them.
import { and, eq, isNull } from 'drizzle-orm';
import type { Actor } from '#lib/access/roles.ts';
import { ok, type Result } from '#lib/kernel/result.ts';
import { insertEntries } from '#lib/entries/insert-entries.server.ts';
import { newId, prefixOf, recordBatch, settle, type Call, type Recording } from '#lib/commands/recording.server.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import { decideBase, type BaseFigureInput } from './base-figure.ts';
import { lockFreezes } from './lock-freezes.server.ts';
import { baseFact } from './observation-fact.ts';
import { baseFigure } from './tables.server.ts';

/** One base figure or up to 500, all or nothing. */
export function giveBaseFigures(
	recording: Recording,
	actor: Actor,
	call: Call,
	inputs: readonly BaseFigureInput[]
): Promise<Result<Written>> {
	return recordBatch(recording, actor, call, 'base-figures', inputs, async (write, batch, today) => {
		// Whoever confirms a freeze of the target has looked for a base that is given, or sees this one.
		await lockFreezes(
			write.tx,
			batch.map(({ target }) => target)
		);
		const rows = await write.tx
			.select({ target: baseFigure.target, id: baseFigure.entry })
			.from(baseFigure)
			.where(and(eq(baseFigure.reversed, false), isNull(baseFigure.frozen)));
		const standing = new Map(rows.map(({ target, id }) => [target, id]));
		const decided = settle(
			batch.map((input, index) => {
				const prefix = prefixOf(index, batch.length);
				const result = decideBase(recording.plan, standing, actor, input);
				if (!result.ok) return { prefix, result };
				const id = newId();
				standing.set(input.target, id);
				return { prefix, result: ok({ id, base: result.value, unit: actor.unit ?? result.value.target.owner }) };
			})
		);
		if (!decided.ok) return decided;
		await insertEntries(
			write,
			'observations',
			actor,
			decided.value.map(({ id, unit }) => ({ id, kind: 'base', unit, day: today, territory: null }))
		);
		await write.tx.insert(baseFigure).values(
			decided.value.map(({ id, base: { target, year, value, source } }) => ({
				entry: id,
				target: target.id,
				year,
				value,
				source
			}))
		);
		return ok(decided.value.map(({ id, base, unit }) => ({ id, fact: baseFact(id, base, unit) })));
	});
}
