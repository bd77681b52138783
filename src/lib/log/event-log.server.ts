// The one door for every write: idempotency key, rows, cells and events in one transaction, then a wake-up for the pump.
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { ok, refuse, type FaultCode, type Refusal, type Result } from '#lib/kernel/result.ts';
import { isSumTooLarge, toWireCell, type CellDelta, type Layer, type ValueType } from '#lib/protocol/cells.ts';
import type { EventBody } from '#lib/protocol/event.ts';
import type { Heads } from '#lib/protocol/messages.ts';
import { isDatabaseAway, isTransient, tryAgain } from '#lib/platform/database-away.ts';
import type { Database, Drizzle, Tx } from '#lib/platform/database.server.ts';
import { appendEvents, textArray, type Copy } from './append-events.server.ts';
import { canonical } from './canonical.ts';
import type { Fact } from './fact.ts';
import type { DigestKey } from './row-digests.ts';

export interface EventLog {
	readonly database: Database;
	/** The business clock: what `effectiveAt` is stamped with. */
	readonly now: () => Date;
	/** Called after a commit with the streams that grew; never awaited by the writer. */
	readonly onCommit: (heads: Heads) => void;
	/** What the digests of the rows are made with. */
	readonly key: DigestKey;
}

/** Who writes, under which idempotency key, and the request that the key stands for. */
export interface Operation {
	readonly actor: string;
	/** Whose key it is, where that is not the writer alone: tokens of one feed or unit share theirs. */
	readonly keyOwner?: string;
	readonly opId: string;
	readonly request: unknown;
	/** The seeder's history: rows and events carry this instant instead of the clocks. */
	readonly at?: Date;
}

export interface Decided {
	readonly ids: readonly string[];
	readonly facts: readonly Fact[];
	readonly leftOut?: Written['leftOut'];
}

export interface Written {
	readonly ids: readonly string[];
	/** Where the streams stood right after this write: a reader at these heads has seen it. */
	readonly heads: Heads;
	/** Of the confirmation of a month: what it did not confirm, why, and the record that must be settled first. */
	readonly leftOut?: readonly { readonly id: string; readonly code: FaultCode; readonly waitsFor: string | null }[];
}

/** The transaction of a write, with the instants everything in it is stamped with. */
export interface WriteTx {
	readonly tx: Tx;
	readonly effectiveAt: Date;
	readonly recordedAt: Date;
}

/**
 * Runs `decide` inside a transaction and appends its facts. Nothing of a refused write stays.
 * The same key with the same request gets the first answer again; with another request `key_reused`.
 * Deadlocks, serialisation failures, lock timeouts and outdated statements are tried again three times, then refused as `busy`.
 */
export async function write(
	log: EventLog,
	operation: Operation,
	decide: (write: WriteTx) => Promise<Result<Decided>>
): Promise<Result<Written>> {
	const requestHash = createHash('sha256').update(canonical(operation.request)).digest('hex');
	try {
		const outcome = await tryAgain(() =>
			log.database.db.transaction((tx) => once(log, tx, operation, requestHash, decide))
		);
		if (!outcome.repeated) log.onCommit(outcome.written.heads);
		return ok(outcome.written);
	} catch (error) {
		if (error instanceof RolledBack) return error.refusal;
		// The caller keeps its key: if the commit went through before the connection broke, the retry gets the first answer.
		if (isDatabaseAway(error) || isTransient(error)) return refuse('unavailable', 'busy');
		throw error;
	}
}

/** Drops idempotency keys older than the seven days for which an answer is repeated. */
export async function pruneOperations(db: Drizzle): Promise<void> {
	await db.execute(sql`delete from op where at < now() - interval '7 days'`);
}

async function once(
	log: EventLog,
	tx: Tx,
	operation: Operation,
	requestHash: string,
	decide: (write: WriteTx) => Promise<Result<Decided>>
): Promise<{ written: Written; repeated: boolean }> {
	const [claimed] = await tx.execute<{ at: string }>(sql`
		insert into op (actor, op_id, request_hash) values (${keyOwner(operation)}, ${operation.opId}, ${requestHash})
		on conflict do nothing returning date_trunc('milliseconds', clock_timestamp()) as at`);
	if (!claimed) return { written: await firstAnswer(tx, operation, requestHash), repeated: true };
	const effectiveAt = operation.at ?? log.now();
	const recordedAt = operation.at ?? new Date(claimed.at);
	const decided = await decide({ tx, effectiveAt, recordedAt });
	if (!decided.ok) throw new RolledBack(decided);
	const { facts } = decided.value;
	const valuesAfter = await applyDeltas(tx, facts, effectiveAt);
	const copies = facts.flatMap((fact, index) => copiesOf(fact, valuesAfter[index] ?? []));
	const { actor, opId } = operation;
	const heads = await appendEvents(tx, log.key, copies, { actor, opId, effectiveAt, recordedAt });
	const { ids, leftOut } = decided.value;
	const written: Written = { ids, heads, ...(leftOut ? { leftOut } : {}) };
	await tx.execute(sql`
		update op set result = ${JSON.stringify(written)}::jsonb where actor = ${keyOwner(operation)} and op_id = ${operation.opId}`);
	return { written, repeated: false };
}

function keyOwner({ actor, keyOwner: owner = actor }: Operation): string {
	return owner;
}

async function firstAnswer(tx: Tx, operation: Operation, requestHash: string): Promise<Written> {
	const [first] = await tx.execute<{ request_hash: string; result: Written }>(sql`
		select request_hash, result from op where actor = ${keyOwner(operation)} and op_id = ${operation.opId}`);
	if (!first || first.request_hash !== requestHash) throw new RolledBack(refuse('key_reused', 'key_reused'));
	return first.result;
}

type ValueAfter = {
	readonly stream: CellDelta['stream'];
	readonly key: string;
	readonly layer: Layer;
	readonly value: bigint;
	readonly type: ValueType;
};

/** One upsert for all facts of the write; each fact then gets the values as they stood after it. */
async function applyDeltas(tx: Tx, facts: readonly Fact[], effectiveAt: Date): Promise<ValueAfter[][]> {
	const name = (cell: { stream: string; key: string; layer: string }) => `${cell.stream} ${cell.layer} ${cell.key}`;
	const sums = new Map<string, CellDelta>();
	for (const delta of facts.flatMap((fact) => fact.deltas)) {
		const sum = sums.get(name(delta));
		sums.set(name(delta), sum ? { ...sum, delta: sum.delta + delta.delta } : delta);
	}
	if (sums.size === 0) return facts.map(() => []);
	// Sorted, so that two writes lock their common cells in the same order.
	const sorted = [...sums.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, delta]) => delta);
	const after = await tx.execute<{ stream: string; key: string; layer: string; value: string }>(sql`
		insert into cell (stream, key, layer, value, at)
		select d.stream, d.key, d.layer, d.delta, ${effectiveAt.toISOString()}::timestamptz
		from unnest(${textArray(sorted.map((d) => d.stream))}, ${textArray(sorted.map((d) => d.key))},
			${textArray(sorted.map((d) => d.layer))}, ${textArray(sorted.map((d) => String(d.delta)))}::bigint[])
			as d(stream, key, layer, delta)
		on conflict (stream, key, layer) do update
			-- Not past the ends of 64 bits, where the statement would fail: what stands there is refused below.
			set value = greatest(least(cell.value::numeric + excluded.value, 9223372036854775807), -9223372036854775808)::bigint, at = greatest(cell.at, excluded.at)
		returning stream, key, layer, value`);
	const over = after.find((row) => {
		const sum = sums.get(name(row));
		return sum !== undefined && isSumTooLarge(sum.type, sum.delta, BigInt(row.value));
	});
	if (over) throw new RolledBack(refuse('conflict', 'sum_too_large', '', { sum: `${over.stream}: ${over.key}` }));
	const running = new Map(after.map((row) => [name(row), BigInt(row.value) - (sums.get(name(row))?.delta ?? 0n)]));
	return facts.map((fact) =>
		mergeDeltas(fact.deltas).map((delta) => {
			const value = (running.get(name(delta)) ?? 0n) + delta.delta;
			running.set(name(delta), value);
			return { stream: delta.stream, key: delta.key, layer: delta.layer, value, type: delta.type };
		})
	);
}

function mergeDeltas(deltas: readonly CellDelta[]): CellDelta[] {
	const merged = new Map<string, CellDelta>();
	for (const delta of deltas) {
		const name = `${delta.stream} ${delta.layer} ${delta.key}`;
		const known = merged.get(name);
		merged.set(name, known ? { ...known, delta: known.delta + delta.delta } : delta);
	}
	return [...merged.values()];
}

/** Each copy holds only what its stream's readers may see: `city` gets type and totals, `breakdown` figures by unit. */
function copiesOf(fact: Fact, values: readonly ValueAfter[]): Copy[] {
	const cells = (stream: CellDelta['stream']) =>
		values
			.filter((value) => value.stream === stream)
			.map(({ key, layer, value, type }) => toWireCell(key, layer, value, type));
	const bare: EventBody = {
		ids: [],
		unit: null,
		before: null,
		after: null,
		reason: null,
		values: {},
		cells: [],
		touches: []
	};
	const whole: EventBody = {
		...bare,
		ids: [...fact.ids],
		unit: fact.unit,
		before: fact.before ?? null,
		after: fact.after ?? null,
		reason: fact.reason ?? null,
		values: { ...fact.values },
		touches: [...fact.touches]
	};
	const copies: Omit<Copy, 'shown'>[] = [];
	const city = cells('city');
	// The turn of the day is everybody's: the one fact whose `city` copy names what it touches.
	const turned = fact.type === 'dayTurned';
	if (city.length > 0 || turned)
		copies.push({
			stream: 'city',
			type: fact.type,
			body: { ...bare, cells: city, touches: turned ? [...fact.touches] : [] }
		});
	const breakdown = cells('breakdown');
	if (breakdown.length > 0 || fact.feed)
		copies.push({
			stream: 'breakdown',
			type: fact.type,
			body: { ...bare, ids: whole.ids, unit: fact.unit, values: whole.values, cells: breakdown, touches: whole.touches }
		});
	for (const stream of new Set(fact.streams)) copies.push({ stream, type: fact.type, body: whole });
	// A whole copy where there is one, else the one that says most.
	const shown = fact.streams[0] ?? copies.at(-1)?.stream;
	return copies.map((copy) => ({ ...copy, shown: copy.stream === shown }));
}

class RolledBack extends Error {
	readonly refusal: Refusal;
	constructor(refusal: Refusal) {
		super('refused');
		this.refusal = refusal;
	}
}
