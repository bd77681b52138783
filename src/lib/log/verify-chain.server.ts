// Checks the log against itself, against what was signed outside, and the tables against the log: every stream dense from its start
// or its signed cut, every hash that of its row and of the hash before it, every signed head still there, every cell and row as told.
import { sql } from 'drizzle-orm';
import type { Drizzle, Tx } from '#lib/platform/database.server.ts';
import { chainHash, chainHashOfBefore } from './append-events.server.ts';
import { newestCuts, type SignedCut } from './cut-audits.server.ts';
import { prunedStreams } from './pruned-streams.ts';
import type { DigestKey } from './row-digests.ts';
import type { SignedHeads } from './signed-heads.server.ts';
import { checkCells, type BadRow } from './verify-cells.server.ts';
import { checkRows, hasDigests } from './verify-rows.server.ts';

/** The first row that is not what was written; `seq` is the number that should stand there. */
export interface BrokenLink {
	readonly stream: string;
	readonly seq: number;
	/**
	 * `missing`: no such row; `changed`: the row is not the one that was hashed; `moved`: it does not follow the one before it;
	 * `replaced`: another row stood here when the heads were signed; `cut`: what came before was cut off without a valid
	 * signature; `hidden`: no copy of it is shown to the audit.
	 */
	readonly fault: 'missing' | 'changed' | 'moved' | 'replaced' | 'cut' | 'hidden';
}

/** What stands outside of the database. */
export interface Outside {
	readonly cutIsSigned: (cut: SignedCut) => boolean;
	readonly heads: SignedHeads;
	/** What the digests of rows were made with; null: rows are left out. */
	readonly key: DigestKey | null;
}

export interface Verified {
	readonly broken: BrokenLink | BadRow | null;
	readonly streams: number;
	readonly events: number;
	/** Streams that begin at a cut. */
	readonly cuts: number;
	readonly cells: number;
	/** Rows whose digests were compared; null where there is no key, or no digest by it. */
	readonly rows: number | null;
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
	readonly shown: boolean;
	readonly rows: unknown;
}

interface Head {
	readonly seq: number;
	readonly hash: string;
}

/** How many events are read at a time: one may carry five hundred records. */
const pageSize = 250;

const nothingOutside: Outside = { cutIsSigned: () => false, heads: new Map(), key: null };

/**
 * What is wrong first, or null when all is as it was written: the events in the order of streams and numbers, then the cells,
 * then (with a key) the rows. Reads one snapshot.
 */
export async function verifyChain(
	db: Drizzle,
	outside: Partial<Outside> = nothingOutside
): Promise<BrokenLink | BadRow | null> {
	return (await verifyLog(db, { ...nothingOutside, ...outside })).broken;
}

/** The same, with what was looked at. */
export function verifyLog(db: Drizzle, outside: Outside): Promise<Verified> {
	return db.transaction((tx) => verifyWithin(tx, outside), {
		isolationLevel: 'repeatable read',
		accessMode: 'read only'
	});
}

/** The same inside a transaction, with what it has changed so far. */
export async function verifyWithin(tx: Tx, outside: Outside): Promise<Verified> {
	const events = await walk(tx, outside);
	if (events.broken) return { ...events, cells: 0, rows: null };
	const { broken, cells } = await checkCells(tx);
	if (broken || !outside.key || !(await hasDigests(tx, outside.key))) return { ...events, broken, cells, rows: null };
	return { ...events, cells, ...(await checkRows(tx, outside.key)) };
}

/** Whether one row is as it was hashed and follows the row, the cut or the beginning before it. */
export async function rowHolds(
	db: Drizzle,
	stream: string,
	seq: number,
	cutIsSigned: Outside['cutIsSigned']
): Promise<boolean> {
	const rows = await db.execute<Row>(sql`
		select stream, seq, type, body, actor, op_id, address, effective_at, recorded_at, prev_hash, hash, shown, rows from event
		where stream = ${stream} and seq in (${seq}::bigint, ${seq - 1}::bigint) order by seq`);
	const row = rows.find((one) => Number(one.seq) === seq);
	const before = rows.find((one) => Number(one.seq) === seq - 1);
	if (!row) return false;
	if (before) return faultOf(row, { seq: seq - 1, hash: before.hash }) === null;
	const cut = (await newestCuts(db)).get(stream);
	const start = cut?.seq === seq - 1 && cutIsSigned(cut) ? cut : { seq: 0, hash: '' };
	return faultOf(row, start) === null;
}

async function walk(
	tx: Tx,
	outside: Outside
): Promise<Omit<Verified, 'broken' | 'cells' | 'rows'> & { readonly broken: BrokenLink | null }> {
	const stored = await tx.execute<{ stream: string; seq: string; hash: string }>(
		sql`select stream, seq, hash from stream_head order by stream`
	);
	const heads = new Map(stored.map((row): [string, Head] => [row.stream, { seq: Number(row.seq), hash: row.hash }]));
	const cuts = await newestCuts(tx);
	const streams = await streamsOf(tx, [...heads.keys(), ...cuts.keys(), ...outside.heads.keys()]);
	let events = 0;
	for (const stream of streams) {
		const cut = cuts.get(stream) ?? null;
		const head = heads.get(stream) ?? { seq: 0, hash: '' };
		const { broken, count } = await walkStream(tx, stream, head, cut, outside);
		events += count;
		if (broken) return { broken, streams: streams.length, events, cuts: cuts.size };
	}
	return { broken: await firstHidden(tx), streams: streams.length, events, cuts: cuts.size };
}

/** Streams with a head, and those that somebody took the head from. */
async function streamsOf(tx: Tx, known: Iterable<string>): Promise<string[]> {
	const rows = await tx.execute<{ stream: string }>(sql`select distinct stream from event`);
	return [...new Set([...known, ...rows.map((row) => row.stream)])].sort();
}

async function walkStream(
	tx: Tx,
	stream: string,
	head: Head,
	cut: SignedCut | null,
	outside: Outside
): Promise<{ readonly broken: BrokenLink | null; readonly count: number }> {
	let count = 0;
	const found = (seq: number, fault: BrokenLink['fault']) => ({ broken: { stream, seq, fault }, count });
	const signed = outside.heads.get(stream) ?? new Map<number, string>();
	const replaced = (at: Head) => signed.has(at.seq) && signed.get(at.seq) !== at.hash;
	if (cut && !(prunedStreams.some((name) => name === stream) && outside.cutIsSigned(cut))) return found(cut.seq, 'cut');
	let last: Head = cut ?? { seq: 0, hash: '' };
	if (replaced(last)) return found(last.seq, 'replaced');
	for (;;) {
		const rows = await tx.execute<Row>(sql`
			select stream, seq, type, body, actor, op_id, address, effective_at, recorded_at, prev_hash, hash, shown, rows from event
			where stream = ${stream} and seq > ${last.seq} order by seq limit ${pageSize}`);
		for (const row of rows) {
			const fault = faultOf(row, last);
			if (fault) return found(last.seq + 1, fault);
			last = { seq: Number(row.seq), hash: row.hash };
			count++;
			if (replaced(last)) return found(last.seq, 'replaced');
		}
		if (rows.length < pageSize) break;
	}
	if (last.seq < Math.max(head.seq, ...signed.keys())) return found(last.seq + 1, 'missing');
	// A row beyond the head, or another one in the place of the last: the head remembers what was written.
	return last.seq === head.seq && last.hash === head.hash ? { broken: null, count } : found(last.seq, 'changed');
}

/** Every fact must have a copy that the audit shows. */
async function firstHidden(tx: Tx): Promise<BrokenLink | null> {
	const [row] = await tx.execute<{ stream: string; seq: string }>(sql`
		select (array_agg(stream order by stream, seq))[1] as stream, (array_agg(seq order by stream, seq))[1] as seq
		from event where stream <> 'city' group by actor, op_id, type, body -> 'ids'
		having not bool_or(shown) order by 1, 2 limit 1`);
	return row ? { stream: row.stream, seq: Number(row.seq), fault: 'hidden' } : null;
}

/** What is wrong with a row behind the one that should stand before it. */
function faultOf(row: Row, last: Head): 'missing' | 'changed' | 'moved' | null {
	if (Number(row.seq) !== last.seq + 1) return 'missing';
	const { stream, type, body, actor, address, shown, rows } = row;
	const record = {
		...{ stream, seq: Number(row.seq), type, body, actor, opId: row.op_id, address },
		effectiveAt: new Date(row.effective_at).toISOString(),
		recordedAt: new Date(row.recorded_at).toISOString(),
		...{ shown, rows }
	};
	const isHash =
		chainHash(row.prev_hash, record) === row.hash ||
		(rows === null && chainHashOfBefore(row.prev_hash, record) === row.hash);
	if (!isHash) return 'changed';
	return row.prev_hash === last.hash ? null : 'moved';
}
