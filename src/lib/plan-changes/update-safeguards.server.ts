// Updates safeguards by {base, new}: lock the row, merge, store a new version, tell.
import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Actor } from '#lib/access/roles.ts';
import { ok, type EditConflict, type Refusal, type Result } from '#lib/kernel/result.ts';
import { insertEntries } from '#lib/entries/insert-entries.server.ts';
import { newId, prefixOf, recordBatch, settle, type Call, type Recording } from '#lib/commands/recording.server.ts';
import { entry } from '#lib/entries/tables.server.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import type { ShareFields } from '#lib/tasks/share.ts';
import { planFact, safeguardValues } from './record.ts';
import {
	decideSafeguard,
	safeguardDeltas,
	untouchedSafeguard,
	type DecidedSafeguard,
	type SafeguardInput
} from './safeguard.ts';
import { safeguardState, safeguardUpdate } from './tables.server.ts';

type Stored = DecidedSafeguard & { readonly id: string; readonly safeguard: string };

/** One update or up to 500, all or nothing. A refusal `edit_conflict` carries what stands in each field now. */
export function updateSafeguards(
	recording: Recording,
	actor: Actor,
	call: Call,
	inputs: readonly SafeguardInput[]
): Promise<Result<Written>> {
	const { plan } = recording;
	return recordBatch(recording, actor, call, 'safeguards', inputs, async (write, batch, today) => {
		const states = await lockStates(
			write.tx,
			batch.map(({ safeguard }) => safeguard)
		);
		const results: { prefix: string; result: Result<Stored> }[] = [];
		const conflicts: EditConflict[] = [];
		for (const [index, input] of batch.entries()) {
			const prefix = prefixOf(index, batch.length);
			const before = states.get(input.safeguard) ?? untouchedSafeguard;
			const decided = decideSafeguard(plan, before, actor, input);
			if ('stale' in decided) {
				const refusal = await conflictOf(write.tx, before.fields, input, decided.stale);
				conflicts.push(...(refusal.conflicts ?? []));
				results.push({ prefix, result: refusal });
			} else if (decided.ok) {
				states.set(input.safeguard, decided.value.after);
				results.push({ prefix, result: ok({ id: newId(), safeguard: input.safeguard, ...decided.value }) });
			} else results.push({ prefix, result: decided });
		}
		const settled = settle(results);
		if (!settled.ok)
			return conflicts.length > 0 && settled.kind === 'invalid'
				? { ...settled, kind: 'edit_conflict', conflicts }
				: settled;
		const unit = actor.unit ?? plan.document.coordinatingOffice;
		await insertEntries(
			write,
			'plan',
			actor,
			settled.value.map(({ id }) => ({ id, kind: 'safeguard', unit, day: today, territory: null }))
		);
		for (const { id, safeguard, after, changed } of settled.value) {
			await write.tx
				.insert(safeguardState)
				.values({ id: safeguard, ...after.fields, version: after.version })
				.onConflictDoUpdate({ target: safeguardState.id, set: { ...after.fields, version: after.version } });
			await write.tx
				.insert(safeguardUpdate)
				.values({ entry: id, safeguard, version: after.version, ...after.fields, changed: [...changed] });
		}
		return ok(
			settled.value.map(({ id, safeguard, before, after }) => ({
				id,
				fact: planFact(
					'safeguardUpdated',
					id,
					unit,
					safeguardValues(safeguard, before.fields, after.fields),
					safeguardDeltas(safeguard, before.fields, after.fields, 'reported')
				)
			}))
		);
	});
}

/** Those that were never touched have no row yet. */
async function lockStates(tx: Tx, ids: readonly string[]): Promise<Map<string, DecidedSafeguard['before']>> {
	const rows = await tx
		.select()
		.from(safeguardState)
		.where(inArray(safeguardState.id, [...new Set(ids)]))
		.orderBy(asc(safeguardState.id))
		.for('update');
	return new Map(
		rows.map(({ id, status, progress, narrative, nextStep, version }) => [
			id,
			{ fields: { status, progress, narrative, nextStep }, version }
		])
	);
}

async function conflictOf(
	tx: Tx,
	fields: ShareFields,
	input: SafeguardInput,
	stale: readonly (keyof ShareFields)[]
): Promise<Refusal> {
	const conflicts: EditConflict[] = [];
	for (const field of stale) {
		const [last] = await tx
			.select({ unit: entry.unit, at: entry.effectiveAt })
			.from(safeguardUpdate)
			.innerJoin(entry, eq(entry.id, safeguardUpdate.entry))
			.where(and(eq(safeguardUpdate.safeguard, input.safeguard), sql`${field} = any(${safeguardUpdate.changed})`))
			.orderBy(desc(safeguardUpdate.version))
			.limit(1);
		conflicts.push({
			field,
			base: input.changes[field]?.base,
			mine: input.changes[field]?.new,
			theirs: fields[field],
			by: last?.unit ?? null,
			at: last?.at.toISOString() ?? null
		});
	}
	return {
		ok: false,
		kind: 'edit_conflict',
		faults: stale.map((field) => ({ pointer: `/changes/${field}`, code: 'edit_conflict' })),
		conflicts
	};
}
