// Records deals and pledge loans: look up the registrations that are taken, decide, store, tell.
import { and, eq, inArray } from 'drizzle-orm';
import type { Actor } from '#lib/access/roles.ts';
import { ok, type Result } from '#lib/kernel/result.ts';
import { insertEntries } from '#lib/entries/insert-entries.server.ts';
import { numberKey } from '#lib/entries/number-key.ts';
import { newId, prefixOf, recordBatch, settle, type Call, type Recording } from '#lib/commands/recording.server.ts';
import { namingStanding } from '#lib/entries/naming-standing.server.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import type { Fact } from '#lib/log/fact.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import { unitStream } from '#lib/protocol/streams.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import { dealDeltas, dealValues, type TransactionInput } from './deal.ts';
import { decideDeal, registrationName, type DecidedDeal } from './decide.ts';
import { deal as dealTable } from './tables.server.ts';

/** One deal or up to 500, all or nothing. */
export function recordTransactions(
	recording: Recording,
	actor: Actor,
	call: Call,
	inputs: readonly TransactionInput[]
): Promise<Result<Written>> {
	return recordBatch(recording, actor, call, 'transactions', inputs, async (write, batch, today) => {
		const standing = await heldRegistrations(write.tx, batch);
		const held = new Set(standing.keys());
		const decided = settle(
			batch.map((input, index) => {
				const prefix = prefixOf(index, batch.length);
				const result = decideDeal(recording.plan, held, actor, today, input);
				if (!result.ok) return { prefix, result };
				const { kind, registrationKey } = result.value;
				if (registrationKey !== null) held.add(registrationName(kind, registrationKey));
				return { prefix, result: ok({ id: newId(), deal: result.value, input }) };
			})
		);
		if (!decided.ok)
			return namingStanding(write.tx, actor, decided, batch, 'duplicate_registration', ({ kind, registration }) =>
				standing.get(registrationName(kind, numberKey(registration ?? '')))
			);
		await insertEntries(
			write,
			'transactions',
			actor,
			decided.value.map(({ id, deal }) => ({
				id,
				kind: 'deal',
				unit: deal.unit,
				day: deal.date,
				territory: deal.territory,
				subject: deal.kind,
				amount: deal.amount
			}))
		);
		await write.tx.insert(dealTable).values(
			decided.value.map(({ id, deal, input }) => ({
				entry: id,
				kind: deal.kind,
				amount: deal.amount,
				count: deal.count,
				registration: input.registration,
				registrationKey: deal.registrationKey,
				parties: input.parties,
				bank: input.bank,
				reference: input.reference
			}))
		);
		return ok(decided.value.map(({ id, deal }) => ({ id, fact: recordedFact(id, deal) })));
	});
}

function recordedFact(id: string, deal: DecidedDeal): Fact {
	return {
		type: 'transactionRecorded',
		ids: [id],
		unit: deal.unit,
		after: `deal:${id}@1`,
		values: dealValues(deal),
		deltas: dealDeltas(deal, 'reported', 1n),
		touches: [invalidated.ledger('transactions'), invalidated.review, invalidated.unit(deal.unit)],
		streams: [...new Set([deal.unit, deal.territory])].map(unitStream),
		feed: true
	};
}

/** No lock: two writers of one number meet at the unique index, and the second one tries again and sees the first. */
async function heldRegistrations(tx: Tx, inputs: readonly TransactionInput[]): Promise<Map<string, { id: string }>> {
	const keys = inputs.flatMap((input) => (input.registration === null ? [] : numberKey(input.registration)));
	if (keys.length === 0) return new Map();
	const rows = await tx
		.select({ id: dealTable.entry, kind: dealTable.kind, key: dealTable.registrationKey })
		.from(dealTable)
		.where(and(inArray(dealTable.registrationKey, keys), eq(dealTable.reversed, false)));
	return new Map(
		rows.flatMap(({ id, kind, key }) => (key === null ? [] : [[registrationName(kind, key), { id }] as const]))
	);
}
