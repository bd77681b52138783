// Records observations: lock their series, decide, store, tell.
import type { Actor } from '#lib/access/roles.ts';
import { ok, type Result } from '#lib/kernel/result.ts';
import { insertEntries } from '#lib/entries/insert-entries.server.ts';
import { newId, prefixOf, recordBatch, settle, type Call, type Recording } from '#lib/commands/recording.server.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import { decideObservation, seriesKey, type Series } from './decide.ts';
import { observationFact } from './observation-fact.ts';
import { seriesDeltas, type ObservationInput } from './observation.ts';
import { lockSeries } from './read-series.server.ts';
import { observation } from './tables.server.ts';

/** One observation or up to 500, all or nothing. */
export function recordObservations(
	recording: Recording,
	actor: Actor,
	call: Call,
	inputs: readonly ObservationInput[]
): Promise<Result<Written>> {
	return recordBatch(recording, actor, call, 'observations', inputs, async (write, batch, today) => {
		const all = await standingSeries(write.tx, batch);
		const decided = settle(
			batch.map((input, index) => {
				const prefix = prefixOf(index, batch.length);
				const result = decideObservation(recording.plan, all, actor, today, input);
				if (!result.ok) return { prefix, result };
				const { name, reported, indicator } = result.value;
				const id = newId();
				const before = all.get(seriesKey(name)) ?? [];
				const after = [...before, { id, ...reported }];
				all.set(seriesKey(name), after);
				const deltas = seriesDeltas(name, indicator, before, after, 'reported');
				return { prefix, result: ok({ id, input, deltas, ...result.value }) };
			})
		);
		if (!decided.ok) return decided;
		await insertEntries(
			write,
			'observations',
			actor,
			decided.value.map(({ id, unit, day, territory, name }) => ({
				id,
				kind: 'observation',
				unit,
				day,
				territory,
				subject: name.indicator
			}))
		);
		await write.tx
			.insert(observation)
			.values(
				decided.value.map(({ id, input, name, reported }) => ({ entry: id, ...name, ...reported, note: input.note }))
			);
		return ok(
			decided.value.map(({ id, name, reported, unit, deltas }) => ({
				id,
				fact: observationFact(id, name, reported, unit, deltas)
			}))
		);
	});
}

async function standingSeries(tx: Tx, inputs: readonly ObservationInput[]): Promise<Map<string, Series>> {
	const rows = await lockSeries(
		tx,
		inputs.map((input) => input.unit),
		inputs.map((input) => input.indicator)
	);
	const all = new Map<string, Series>();
	for (const { id, period, value, reversed, ...name } of rows)
		if (!reversed) all.set(seriesKey(name), [...(all.get(seriesKey(name)) ?? []), { id, period, value }]);
	return all;
}
