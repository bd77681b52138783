// Searches the log for the audit: newest first, one page behind a place, each fact once although it stands in several streams.
import { sql, type SQL } from 'drizzle-orm';
import type { EventBody, EventType } from '#lib/protocol/event.ts';
import { folded } from '#lib/kernel/text.ts';
import type { Drizzle, Tx } from '#lib/platform/database.server.ts';
import { instantsOf, type AuditFilter, type Place } from './audit-filter.ts';

export interface StoredEvent {
	readonly stream: string;
	readonly seq: number;
	readonly type: EventType;
	readonly body: EventBody;
	readonly actor: string | null;
	readonly address: string | null;
	readonly effectiveAt: string;
	readonly recordedAt: string;
	readonly prevHash: string;
	readonly hash: string;
}

type Row = Omit<StoredEvent, 'seq' | 'effectiveAt' | 'recordedAt' | 'prevHash'> & {
	readonly seq: string;
	readonly effective_at: string;
	readonly recorded_at: string;
	readonly prev_hash: string;
} & Record<string, unknown>;

const columns = sql`e.stream, e.seq, e.type, e.body, e.actor, e.address, e.effective_at, e.recorded_at, e.prev_hash, e.hash`;
const newestFirst = sql`recorded_at desc, stream desc, seq desc`;
/** More accounts than this are not told apart by a part of a name. */
const mostActors = 100;
const mostReasons = 1000;

/** A page of events behind a place; the next one begins behind its last. What it costs does not depend on how many there are. */
export async function searchEvents(
	db: Drizzle | Tx,
	filter: AuditFilter,
	behind: Place | null,
	limit: number
): Promise<StoredEvent[]> {
	const wanted = await conditions(db, filter, behind);
	const page = (more: SQL) => sql`
		select ${columns} from event e where shown and ${sql.join([...wanted, more], sql` and `)}
		order by ${newestFirst} limit ${limit}`;
	if (filter.id !== '') return rowsOf(await db.execute<Row>(named(filter.id, wanted, limit)));
	if (filter.actor === '') return rowsOf(await db.execute<Row>(page(sql`true`)));
	const actors = await actorsCalled(db, filter.actor);
	// Each actor's newest, then the newest of them: one index look-up an actor, however much they have done.
	return rowsOf(
		await db.execute<Row>(sql`
			select p.* from jsonb_array_elements_text(${JSON.stringify(actors)}::jsonb) as a(id)
			cross join lateral (${page(sql`actor = a.id`)}) p order by ${newestFirst} limit ${limit}`)
	);
}

/** One event by its place; only copies that the audit shows. */
export async function findEvent(db: Drizzle, stream: string, seq: number): Promise<StoredEvent | null> {
	const rows = await db.execute<Row>(sql`
		select ${columns} from event e where shown and stream = ${stream} and seq = ${seq}`);
	return rowsOf(rows)[0] ?? null;
}

/** Events that name one of the records, in the streams given: each fact once, newest first. */
export async function eventsNaming(
	db: Drizzle,
	ids: readonly string[],
	streams: readonly string[],
	limit: number
): Promise<StoredEvent[]> {
	const rows = await db.execute<Row>(sql`
		with named as materialized (
			select distinct on (e.actor, e.op_id, e.type, e.body -> 'ids') ${columns} from event e
			join jsonb_array_elements_text(${JSON.stringify(streams)}::jsonb) as s(name) on s.name = e.stream
			where e.stream <> 'city' and (${sql.join(
				ids.map((id) => sql`e.body -> 'ids' @> ${JSON.stringify([id])}::jsonb`),
				sql` or `
			)})
			order by e.actor, e.op_id, e.type, e.body -> 'ids', shown desc, e.stream = 'breakdown', e.stream)
		select * from named order by ${newestFirst} limit ${limit}`);
	return rowsOf(rows);
}

/** The events of one record are few: they are gathered before they are sorted. */
function named(id: string, wanted: readonly SQL[], limit: number): SQL {
	return sql`
		with named as materialized (
			select ${columns} from event e
			where shown and stream <> 'city' and body -> 'ids' @> ${JSON.stringify([id])}::jsonb
				and ${sql.join([...wanted], sql` and `)})
		select * from named order by ${newestFirst} limit ${limit}`;
}

async function conditions(db: Drizzle | Tx, filter: AuditFilter, behind: Place | null): Promise<SQL[]> {
	const { since, until } = instantsOf(filter);
	const parts: (SQL | false)[] = [
		sql`true`,
		behind !== null &&
			sql`(recorded_at, stream, seq) < (${behind.at}::timestamptz, ${behind.stream}, ${behind.seq}::bigint)`,
		since !== null && sql`recorded_at >= ${since.toISOString()}::timestamptz`,
		until !== null && sql`recorded_at < ${until.toISOString()}::timestamptz`,
		filter.type !== '' && sql`type = ${filter.type}`,
		filter.address !== '' && sql`address = ${filter.address}`,
		filter.kind === 'business' && sql`stream not in ('access', 'signin', 'reads')`,
		filter.kind !== null && filter.kind !== 'business' && sql`stream = ${filter.kind}`,
		filter.id !== '' && filter.actor !== '' && (await ofActors(db, filter.actor)),
		filter.reason !== '' && (await withReason(db, filter.reason))
	];
	return parts.filter((part) => part !== false);
}

/** Accounts whose name or username holds a text, and whatever has exactly this id. */
async function actorsCalled(db: Drizzle | Tx, text: string): Promise<string[]> {
	const rows = await db.execute<{ id: string }>(sql`
		select id::text as id from account where username = ${folded(text)} or strpos(lower(name), lower(${text})) > 0
		order by username limit ${mostActors}`);
	return [...new Set([text, ...rows.map(({ id }) => id)])];
}

async function ofActors(db: Drizzle | Tx, text: string): Promise<SQL> {
	return sql`actor in (select jsonb_array_elements_text(${JSON.stringify(await actorsCalled(db, text))}::jsonb))`;
}

async function withReason(db: Drizzle | Tx, text: string): Promise<SQL> {
	const rows = await db.execute<{ id: string }>(sql`
		select id::text as id from reason_text where strpos(lower(text), lower(${text})) > 0 order by at desc limit ${mostReasons}`);
	// Without a word of it there is nothing to look for: an empty list finds nothing.
	return sql`body ->> 'reason' is not null and body ->> 'reason' in (
		select jsonb_array_elements_text(${JSON.stringify(rows.map(({ id }) => id))}::jsonb))`;
}

function rowsOf(rows: readonly Row[]): StoredEvent[] {
	return rows.map(({ seq, effective_at, recorded_at, prev_hash, ...row }) => ({
		...row,
		seq: Number(seq),
		effectiveAt: new Date(effective_at).toISOString(),
		recordedAt: new Date(recorded_at).toISOString(),
		prevHash: prev_hash
	}));
}
