// Reverses an entry: it stays, visibly struck, and its figures leave the reported layer at once.
import type { Refusal } from '#lib/kernel/result.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { eq, inArray } from 'drizzle-orm';
import { mayReverse, mayTakeBack, seesRecordsOf } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import type { Fact } from '#lib/log/fact.ts';
import type { WriteTx, Written } from '#lib/log/event-log.server.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import { unitStream } from '#lib/protocol/streams.ts';
import { barsAfter, loadDetails } from './confirmation-bars.server.ts';
import { lockEntries } from './lock-entries.server.ts';
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
		const results = (await reverseAll(write, recording, ports, actor, batch)).map((result, index) => ({
			prefix: prefixOf(index, batch.length),
			result
		}));
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

/** What a command asks of the entries that it records something in the place of, and locks beside them. */
export interface Replacing {
	/** Why an entry cannot be replaced, by what never changes of it; nothing of such a one is locked. */
	readonly bar: (row: EntryRow, index: number) => Refusal | null;
	/** Locks what the command looks at: when the entries are locked, and before anything of their ledgers is. */
	readonly lock: (rows: readonly EntryRow[]) => Promise<unknown>;
}

/** Reverses entries within a write that looks itself at what then stands. */
export type ReverseWithin = (
	write: WriteTx,
	actor: Actor,
	inputs: readonly ReversalInput[],
	replacing: Replacing
) => Promise<readonly Result<Reversed>[]>;

/** For commands of ledgers that record something in the place of what they take out. */
export function reverseWithin(recording: Recording, ports: LedgerPorts): ReverseWithin {
	return (write, actor, inputs, replacing) => reverseAll(write, recording, ports, actor, inputs, replacing);
}

/**
 * Reverses entries one after the other, and locks them before, all at once: two writers who name the same in other orders would
 * wait for each other. What one may not reverse is not locked.
 */
async function reverseAll(
	write: WriteTx,
	{ plan }: Recording,
	ports: LedgerPorts,
	actor: Actor,
	inputs: readonly ReversalInput[],
	replacing?: Replacing
): Promise<Result<Reversed>[]> {
	const { tx } = write;
	const ids = [...new Set(inputs.map(({ id }) => id))];
	const asked = new Map(
		(await tx.select().from(entry).where(inArray(entry.id, ids))).map((row) => [row.id, row] as const)
	);
	const bars = inputs.map(({ id }, index) => {
		const row = asked.get(id);
		// A record that one may not see does not exist.
		if (!row || !seesRecordsOf(actor, [row.unit, row.territory], row.feed))
			return refuse('not_found', 'unknown_record', '/id');
		return replacing?.bar(row, index) ?? rightBar(actor, row);
	});
	const free = inputs.flatMap(({ id }, index) => (bars[index] ? [] : [id]));
	const rows = new Map((await lockEntries(tx, free)).map((row) => [row.id, row]));
	const standing = [...rows.values()].filter((row) => !row.reversed);
	await replacing?.lock(standing);
	for (const [ledger, port] of ports) {
		const own = standing.filter((row) => row.ledger === ledger);
		if (own.length > 0) await port.lock?.(tx, own);
	}
	// What each moves depends on those before it. Loaded for its locks alone, where one by one they would come in another order.
	if (standing.length > 1) await loadDetails(tx, ports, standing);
	const results: Result<Reversed>[] = [];
	for (const [index, { id, reason }] of inputs.entries()) {
		const row = rows.get(id);
		const bar = bars[index];
		const result = row && !bar ? await reverseOne(write, plan, ports, actor, row, reason) : bar;
		if (row && result?.ok) rows.set(id, { ...row, reversed: true });
		results.push(result ?? refuse('not_found', 'unknown_record', '/id'));
	}
	return results;
}

function rightBar(actor: Actor, row: EntryRow): Refusal | null {
	if (mayReverse(actor, row)) return null;
	return row.feed === null
		? refuse('forbidden', 'not_your_unit', '/id', { territory: row.unit })
		: refuse('forbidden', 'entry_of_feed', '/id');
}

/** @param row locked */
async function reverseOne(
	write: WriteTx,
	plan: PlanIndex,
	ports: LedgerPorts,
	actor: Actor,
	row: EntryRow,
	reason: string
): Promise<Result<Reversed>> {
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
		reason,
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
			touches: [invalidated.review, invalidated.ledger(row.ledger), invalidated.unit(row.unit), ...details.touches],
			streams: [...new Set([unitStream(row.unit), ...details.streams])],
			feed: true
		}
	});
}

/** A feed reverses for the unit that its record is of: the four-eyes rule holds as for what that unit itself reverses. */
function unitOfReversal(actor: Actor, row: EntryRow): string | null {
	return actor.role === 'feed' ? row.unit : actor.unit;
}
