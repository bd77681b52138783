// Reverses an entry: it stays, visibly struck, and its figures leave the reported layer at once.
import { eq } from 'drizzle-orm';
import { mayReverse, mayTakeBack, seesRecordsOf } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import type { Fact } from '#lib/log/fact.ts';
import type { WriteTx, Written } from '#lib/log/event-log.server.ts';
import { unitStream } from '#lib/protocol/streams.ts';
import { barsAfter, loadDetails } from './confirmation-bars.server.ts';
import type { EntryRow, LedgerPorts } from './port.server.ts';
import type { ReversalInput } from './reversal.ts';
import { newId, prefixOf, recordBatch, settle, type Call, type Recording } from '#lib/commands/recording.server.ts';
import { entry, reversal } from './tables.server.ts';

/**
 * Reverses entries. Of a confirmed entry the confirmed figure stays until a second person confirms the reversal.
 * Answers the ids of the reversals.
 */
export function reverse(
	recording: Recording,
	ports: LedgerPorts,
	actor: Actor,
	call: Call,
	inputs: readonly ReversalInput[]
): Promise<Result<Written>> {
	return recordBatch(recording, actor, call, 'reversals', inputs, async (write, batch) => {
		const results: { prefix: string; result: Result<Reversed> }[] = [];
		for (const [index, input] of batch.entries())
			results.push({
				prefix: prefixOf(index, batch.length),
				result: await reverseOne(write, recording, ports, actor, input)
			});
		const bars = await barsAfter(
			write.tx,
			ports,
			results.flatMap(({ result }) => (result.ok ? [result.value.row] : []))
		);
		return settle(
			results.map(({ prefix, result }) => {
				const bar = result.ok ? bars.get(result.value.row.id) : undefined;
				return { prefix, result: bar ? refuse('conflict', bar.code, '/id', bar.params) : result };
			})
		);
	});
}

interface Reversed {
	readonly id: string;
	readonly fact: Fact;
	/** The entry as it was before. */
	readonly row: EntryRow;
}

/** Reverses an entry within a write that looks itself at what then stands. */
export type ReverseWithin = (write: WriteTx, actor: Actor, input: ReversalInput) => Promise<Result<Reversed>>;

/** For commands of ledgers that record something in the place of what they take out. */
export function reverseWithin(recording: Recording, ports: LedgerPorts): ReverseWithin {
	return (write, actor, input) => reverseOne(write, recording, ports, actor, input);
}

async function reverseOne(
	write: WriteTx,
	{ plan }: Recording,
	ports: LedgerPorts,
	actor: Actor,
	input: ReversalInput
): Promise<Result<Reversed>> {
	const [row] = await write.tx.select().from(entry).where(eq(entry.id, input.id)).for('update');
	// A record that one may not see does not exist.
	if (!row || !seesRecordsOf(actor, [row.unit, row.territory], row.feed))
		return refuse('not_found', 'unknown_record', '/id');
	if (!mayReverse(actor, row))
		return row.feed === null
			? refuse('forbidden', 'not_your_unit', '/id', { territory: row.unit })
			: refuse('forbidden', 'entry_of_feed', '/id');
	if (row.reversed) return refuse('conflict', 'already_reversed', '/id');
	const details = (await loadDetails(write.tx, ports, [row])).get(row.id);
	if (!details) throw new Error(`entry without details: ${row.id}`);
	if (!mayTakeBack(actor, row.unit, details.record, plan.document.settings))
		return refuse('forbidden', 'not_allowed', '/id');
	if (typeof details.reverse === 'string') return refuse('conflict', details.reverse, '/id');
	const id = newId();
	await write.tx.insert(reversal).values({
		id,
		entry: row.id,
		reason: input.reason,
		unit: unitOfReversal(actor, row),
		actor: actor.id,
		effectiveAt: write.effectiveAt,
		recordedAt: write.recordedAt,
		needsConfirmation: row.confirmedAt !== null
	});
	await write.tx
		.update(entry)
		.set({ reversed: true, state: row.confirmedAt === null ? 'reversed' : 'reversal_waits' })
		.where(eq(entry.id, row.id));
	await ports.get(row.ledger)?.reversed(write.tx, row.id);
	return ok({
		id,
		row,
		fact: {
			type: 'entryReversed',
			ids: [id, row.id],
			unit: unitOfReversal(actor, row),
			before: `entry:${row.id}@1`,
			after: `reversal:${id}@1`,
			reason: id,
			values: { ...details.values, ...(row.feed === null ? {} : { feed: row.feed }), of: row.unit },
			deltas: details.reverse.reported,
			touches: ['review', `ledger:${row.ledger}`, `unit:${row.unit}`, ...details.touches],
			streams: [...new Set([unitStream(row.unit), ...details.streams])],
			feed: true
		}
	});
}

/** A feed reverses for the unit that its record is of: the four-eyes rule holds as for what that unit itself reverses. */
function unitOfReversal(actor: Actor, row: EntryRow): string | null {
	return actor.role === 'feed' ? row.unit : actor.unit;
}
