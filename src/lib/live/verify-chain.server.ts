// Checks the log against itself: every stream dense from 1, every hash the hash of its row and of the hash before it.
import { sql } from 'drizzle-orm';
import type { Drizzle, Tx } from '#lib/server/database.server.ts';
import { chainHash } from './event-log.server.ts';

/** The first row that is not what was written; `seq` is the number that should stand there. */
export interface BrokenLink {
	readonly stream: string;
	readonly seq: number;
	/** `missing`: no such row; `changed`: the row is not the one that was hashed; `moved`: it does not follow the one before it. */
	readonly fault: 'missing' | 'changed' | 'moved';
}

interface Row extends Record<string, unknown> {
	readonly stream: string;
	readonly seq: string;
	readonly type: string;
	readonly body: unknown;
	readonly actor: string | null;
	readonly op_id: string | null;
	readonly address: string | null;
	readonly effective_at: string;
	readonly recorded_at: string;
	readonly prev_hash: string;
	readonly hash: string;
}

interface Head {
	readonly seq: number;
	readonly hash: string;
}

/** How many rows are read at a time. */
const pageSize = 2000;

/** The first broken row in the order of streams and numbers, or null when all is as it was written. Reads one snapshot. */
export function verifyChain(db: Drizzle): Promise<BrokenLink | null> {
	return db.transaction(walk, { isolationLevel: 'repeatable read', accessMode: 'read only' });
}

async function walk(tx: Tx): Promise<BrokenLink | null> {
	const stored = await tx.execute<{ stream: string; seq: string; hash: string }>(
		sql`select stream, seq, hash from stream_head order by stream`
	);
	const heads = new Map(stored.map((row): [string, Head] => [row.stream, { seq: Number(row.seq), hash: row.hash }]));
	for (const stream of await streamsOf(tx, heads.keys())) {
		const broken = await walkStream(tx, stream, heads.get(stream) ?? { seq: 0, hash: '' });
		if (broken) return broken;
	}
	return null;
}

/** Streams with a head, and those that somebody took the head from. */
async function streamsOf(tx: Tx, known: Iterable<string>): Promise<string[]> {
	const rows = await tx.execute<{ stream: string }>(sql`select distinct stream from event`);
	return [...new Set([...known, ...rows.map((row) => row.stream)])].sort();
}

async function walkStream(tx: Tx, stream: string, head: Head): Promise<BrokenLink | null> {
	let last: Head = { seq: 0, hash: '' };
	for (;;) {
		const rows = await tx.execute<Row>(sql`
			select stream, seq, type, body, actor, op_id, address, effective_at, recorded_at, prev_hash, hash from event
			where stream = ${stream} and seq > ${last.seq} order by seq limit ${pageSize}`);
		for (const row of rows) {
			const fault = faultOf(row, last);
			if (fault) return { stream, seq: last.seq + 1, fault };
			last = { seq: Number(row.seq), hash: row.hash };
		}
		if (rows.length < pageSize) break;
	}
	if (last.seq < head.seq) return { stream, seq: last.seq + 1, fault: 'missing' };
	// A row beyond the head, or another one in the place of the last: the head remembers what was written.
	return last.seq === head.seq && last.hash === head.hash ? null : { stream, seq: last.seq, fault: 'changed' };
}

function faultOf(row: Row, last: Head): BrokenLink['fault'] | null {
	if (Number(row.seq) !== last.seq + 1) return 'missing';
	const { stream, type, body, actor, address } = row;
	const record = { stream, seq: Number(row.seq), type, body, actor, opId: row.op_id, address };
	const instants = {
		effectiveAt: new Date(row.effective_at).toISOString(),
		recordedAt: new Date(row.recorded_at).toISOString()
	};
	if (chainHash(row.prev_hash, { ...record, ...instants }) !== row.hash) return 'changed';
	return row.prev_hash === last.hash ? null : 'moved';
}
