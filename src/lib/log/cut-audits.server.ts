// Retention: sign-ins and reads are cut off at a signed checkpoint when they are old enough. Business is kept for good.
import { sql } from 'drizzle-orm';
import { ok } from '#lib/kernel/result.ts';
import type { Drizzle, Tx } from '#lib/platform/database.server.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import { write, type EventLog } from './event-log.server.ts';
import { prunedStreams } from './pruned-streams.ts';

export interface Cut {
	readonly stream: string;
	/** The last event that was cut off, and its hash. */
	readonly seq: number;
	readonly hash: string;
}

export interface SignedCut extends Cut {
	readonly signature: string;
}

/** What is signed of a cut. */
export function cutText({ stream, seq, hash }: Cut): string {
	return `jindu audit cut ${stream} ${seq} ${hash}`;
}

/** The newest cut of each stream. */
export async function newestCuts(db: Drizzle | Tx): Promise<Map<string, SignedCut>> {
	const rows = await db.execute<{ stream: string; seq: string; hash: string; signature: string }>(
		sql`select distinct on (stream) stream, seq, hash, signature from audit_cut order by stream, seq desc`
	);
	return new Map(rows.map((row) => [row.stream, { ...row, seq: Number(row.seq) }]));
}

/** Whether the connection may delete events at all: the application's own role may not. */
export async function mayCut(db: Drizzle): Promise<boolean> {
	const [row] = await db.execute<{ may: boolean }>(
		sql`select has_table_privilege('event', 'delete') and has_table_privilege('audit_cut', 'insert') as may`
	);
	return row?.may ?? false;
}

/**
 * Cuts off what was recorded before an instant: the checkpoint, the deletion and the event that tells of it in one transaction.
 * @param log on a connection that may delete
 */
export async function cutAudits(log: EventLog, sign: (text: string) => string, before: Date): Promise<number> {
	let removed = 0;
	const operation = {
		actor: 'system:retention',
		opId: `cut:${before.toISOString()}`,
		request: { before: before.toISOString() }
	};
	const written = await write(log, operation, async ({ tx }) => {
		removed = 0;
		const cuts: (Cut & { readonly count: number })[] = [];
		for (const stream of prunedStreams) {
			const cut = await lastBefore(tx, stream, before);
			if (!cut) continue;
			await tx.execute(sql`
				insert into audit_cut (stream, seq, hash, signature) values (${stream}, ${cut.seq}, ${cut.hash}, ${sign(cutText(cut))})`);
			const gone = await tx.execute<{ n: string }>(sql`
				with gone as (delete from event where stream = ${stream} and seq <= ${cut.seq} returning 1) select count(*) as n from gone`);
			cuts.push({ ...cut, count: Number(gone[0]?.n) });
		}
		removed = cuts.reduce((sum, { count }) => sum + count, 0);
		return ok({
			ids: [],
			facts: cuts.map(({ stream, seq, count }) => ({
				type: 'auditPruned' as const,
				ids: [],
				unit: null,
				values: { stream, seq, count },
				deltas: [],
				touches: [invalidated.audit],
				streams: ['access' as const],
				feed: false
			}))
		});
	});
	return written.ok ? removed : 0;
}

/** The last event of a stream before the first that must stay; null when nothing is old enough. */
async function lastBefore(tx: Tx, stream: string, before: Date): Promise<Cut | null> {
	const [row] = await tx.execute<{ seq: string; hash: string }>(sql`
		select seq, hash from event where stream = ${stream} and seq < coalesce(
			(select min(seq) from event where stream = ${stream} and recorded_at >= ${before.toISOString()}::timestamptz),
			9223372036854775807)
		order by seq desc limit 1`);
	return row ? { stream, seq: Number(row.seq), hash: row.hash } : null;
}
