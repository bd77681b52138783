// Appends events to their streams: numbers them densely, chains their hashes, moves the heads. Inside a transaction that did all else.
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { EventBody, EventType } from '#lib/protocol/event.ts';
import type { Heads } from '#lib/protocol/messages.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import { canonical } from './canonical.ts';
import { changesOf, rowDigests, type DigestKey, type RowDigests } from './row-digests.ts';
import { notesOfTransaction } from './note-rows.server.ts';
import { requestAddress } from './request-origin.server.ts';
import { prunedStreams } from './pruned-streams.ts';

/** An event of one stream before it has its number. */
export interface Copy {
	readonly stream: string;
	readonly type: EventType;
	readonly body: EventBody;
	/** Whether the audit shows the fact by this copy. */
	readonly shown: boolean;
	/** Digests that it carries beside those of what its transaction changed. */
	readonly rows?: RowDigests | null;
}

/** Who wrote, by which key, and when. */
export interface Stamp {
	readonly actor: string;
	readonly opId: string;
	readonly effectiveAt: Date;
	readonly recordedAt: Date;
}

/** What the hash of an event covers beside the hash before it. */
export interface HashedEvent {
	readonly stream: string;
	readonly seq: number;
	readonly type: string;
	readonly body: unknown;
	readonly actor: string | null;
	readonly opId: string | null;
	readonly address: string | null;
	readonly effectiveAt: string;
	readonly recordedAt: string;
	readonly shown: boolean;
	readonly rows: unknown;
}

/**
 * Appends the copies. Heads are locked last, in name order. The first copy that the audit shows and that is never cut carries
 * the digests of the rows that the transaction changed.
 * @throws Error when rows were changed and there is no such copy: what changes rows states a fact in a stream that stays
 */
export async function appendEvents(tx: Tx, key: DigestKey, copies: readonly Copy[], stamp: Stamp): Promise<Heads> {
	const names = [...new Set(copies.map((copy) => copy.stream))].sort();
	const [noted] = await tx.execute<{ notes: string | null }>(sql`
		with made as (insert into stream_head (stream) select unnest(${textArray(names)}) on conflict do nothing)
		select ${notesOfTransaction} as notes`);
	const changed = rowDigests(key, changesOf(noted?.notes ?? null));
	const carrier = copies.findIndex(({ stream, shown }) => shown && !prunedStreams.some((name) => name === stream));
	if (changed && carrier === -1)
		throw new Error(`rows without a fact that stays: ${Object.keys(changed.of).join(', ')}`);
	if (names.length === 0) return {};
	const heads = await tx.execute<{ stream: string; seq: string; hash: string }>(sql`
		select stream, seq, hash from stream_head where stream = any(${textArray(names)}) order by stream for update`);
	const at = new Map(heads.map((head) => [head.stream, { seq: Number(head.seq), hash: head.hash }]));
	const rows = copies.map((copy, index) => {
		const head = at.get(copy.stream);
		if (!head) throw new Error(`stream without a head: ${copy.stream}`);
		const record: HashedEvent = {
			stream: copy.stream,
			seq: head.seq + 1,
			type: copy.type,
			body: copy.body,
			actor: copy.stream === 'city' ? null : stamp.actor,
			opId: copy.stream === 'city' ? null : stamp.opId,
			address: copy.stream === 'city' ? null : requestAddress(),
			effectiveAt: stamp.effectiveAt.toISOString(),
			recordedAt: stamp.recordedAt.toISOString(),
			shown: copy.shown,
			rows: index === carrier && changed ? changed : (copy.rows ?? null)
		};
		const hash = chainHash(head.hash, record);
		at.set(copy.stream, { seq: record.seq, hash });
		return { ...record, prevHash: head.hash, hash };
	});
	await insertEvents(tx, rows);
	await tx.execute(sql`
		update stream_head h set seq = n.seq, hash = n.hash
		from unnest(${textArray(names)}, ${textArray(names.map((name) => String(at.get(name)?.seq)))}::bigint[], ${textArray(names.map((name) => at.get(name)?.hash ?? ''))})
			as n(stream, seq, hash)
		where h.stream = n.stream`);
	return Object.fromEntries(names.map((name) => [name, at.get(name)?.seq ?? 0]));
}

/** The hash of an event: of all of it, and of the hash before it. */
export function chainHash(prevHash: string, record: HashedEvent): string {
	return hashOf(prevHash, record);
}

/** How events were hashed before they carried digests: without `shown`, and without an address where they had none. */
export function chainHashOfBefore(prevHash: string, record: HashedEvent): string {
	const { address, shown: _, rows: __, ...rest } = record;
	return hashOf(prevHash, address === null ? rest : { ...rest, address });
}

/** A Postgres array literal as one parameter: drizzle would spread a JavaScript array into many. */
export function textArray(values: readonly string[]) {
	return sql`${`{${values.map((value) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`}::text[]`;
}

function hashOf(prevHash: string, hashed: object): string {
	return createHash('sha256').update(prevHash).update(canonical(hashed)).digest('hex');
}

async function insertEvents(
	tx: Tx,
	rows: readonly (HashedEvent & { readonly prevHash: string; readonly hash: string })[]
): Promise<void> {
	await tx.execute(sql`
		insert into event (stream, seq, type, body, actor, op_id, address, effective_at, recorded_at, prev_hash, hash, shown, rows)
		select r.stream, r.seq, r.type, r.body, r.actor, r."opId", r.address, r."effectiveAt", r."recordedAt", r."prevHash", r.hash, r.shown,
			nullif(r.rows, 'null'::jsonb)
		from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(stream text, seq bigint, type text, body jsonb, actor text,
			"opId" text, address text, "effectiveAt" timestamptz, "recordedAt" timestamptz, "prevHash" text, hash text, shown boolean,
			rows jsonb)`);
}
