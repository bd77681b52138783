// The rows of reactions: how far each has read each stream, who is at it, and the events that were set aside.
import { sql } from 'drizzle-orm';
import type { Drizzle, Tx } from '#lib/platform/database.server.ts';
import { lockNames } from '#lib/platform/named-locks.server.ts';
import type { LogEvent } from '#lib/protocol/event.ts';
import type { Reaction } from './reaction.server.ts';
import { eventOfRow, type EventRow } from './read-events.server.ts';

const firstRetryMs = 1000;

/** A stream that a node reads for a reaction, or an event set aside that it tries again: what it holds, by which fence it knows. */
export interface Hold {
	readonly reaction: string;
	readonly stream: string;
	readonly node: string;
	/** Of an event that was set aside; null for the stream itself. */
	readonly aside: number | null;
}

/**
 * Makes the cursors of a reaction that is new here: one that begins now starts at the heads, and so it does after a restore.
 * A log without a single event has no heads to start at: all that comes is then read.
 */
export async function installReaction(db: Drizzle, { name, from }: Reaction): Promise<void> {
	await db.transaction(async (tx) => {
		await lockNames(tx, [`reaction:${name}`]);
		if (from === 'now') {
			const [known] = await tx.execute(sql`select 1 from reaction_cursor where reaction = ${name} limit 1`);
			if (!known)
				await tx.execute(sql`
					insert into reaction_cursor (reaction, stream, seq, epoch)
					select ${name}, stream, seq, (select epoch from meta) from stream_head`);
			else
				await tx.execute(sql`
					update reaction_cursor c set seq = h.seq, tries = 0, last_error = null, held_by = null, lease_until = null
					from stream_head h
					where c.reaction = ${name} and h.stream = c.stream and c.epoch is distinct from (select epoch from meta)`);
		}
		await tx.execute(sql`
			update reaction_cursor set epoch = (select epoch from meta)
			where reaction = ${name} and epoch is distinct from (select epoch from meta)`);
	});
}

/**
 * Moves the cursors over what does not concern the reaction, and names the streams in which something does that nobody is at.
 * New streams are read from their first event.
 */
export async function streamsToRead(db: Drizzle, { name, on }: Reaction): Promise<string[]> {
	const rows = await db.execute<{ stream: string; concerns: boolean }>(sql`
		with behind as (
			select h.stream, h.seq as head, coalesce(c.seq, 0) as seq, c.stream is null as is_new
			from stream_head h left join reaction_cursor c on c.reaction = ${name} and c.stream = h.stream
			where h.seq > coalesce(c.seq, 0) and (c.lease_until is null or c.lease_until <= clock_timestamp())),
		looked as (
			select b.*, (select min(e.seq) from event e
				where e.stream = b.stream and e.seq > b.seq and e.seq <= b.head and e.shown and e.type in (${typesOf(on)})) as next
			from behind b),
		begun as (
			insert into reaction_cursor (reaction, stream, seq, epoch)
			select ${name}, stream, case when next is null then head else next - 1 end, (select epoch from meta) from looked where is_new
			on conflict do nothing),
		moved as (
			update reaction_cursor c set seq = case when l.next is null then l.head else l.next - 1 end,
				tries = case when l.next is null then 0 else c.tries end
			from looked l
			where c.reaction = ${name} and c.stream = l.stream and c.seq = l.seq and not l.is_new
				and (c.lease_until is null or c.lease_until <= clock_timestamp()) and l.next is distinct from l.seq + 1)
		select stream, next is not null as concerns from looked order by stream`);
	return rows.flatMap(({ stream, concerns }) => (concerns ? [stream] : []));
}

/** Takes a stream that nobody is at; null where somebody was quicker. */
export async function holdStream(
	db: Drizzle,
	reaction: string,
	stream: string,
	node: string,
	leaseMs: number
): Promise<Hold | null> {
	const rows = await db.execute(sql`
		update reaction_cursor set held_by = ${node}, lease_until = clock_timestamp() + ${leaseMs}::int * interval '1 millisecond'
		where (reaction, stream) in (
			select reaction, stream from reaction_cursor where reaction = ${reaction} and stream = ${stream}
				and (lease_until is null or lease_until <= clock_timestamp()) for update skip locked)
		returning 1`);
	return rows.length > 0 ? { reaction, stream, node, aside: null } : null;
}

/** The next event that concerns the reaction, counted as tried once more; null at the end of the stream, or where the hold is lost. */
export async function nextEvent(
	db: Drizzle,
	hold: Hold,
	{ on }: Reaction,
	leaseMs: number
): Promise<{ readonly event: LogEvent; readonly tries: number } | null> {
	const rows = await db.execute<EventRow & { tries: number }>(sql`
		with found as (
			select e.* from reaction_cursor c join event e on e.stream = c.stream and e.seq > c.seq and e.shown and e.type in (${typesOf(on)})
			where c.reaction = ${hold.reaction} and c.stream = ${hold.stream} order by e.seq limit 1),
		tried as (
			update reaction_cursor set tries = tries + 1, lease_until = clock_timestamp() + ${leaseMs}::int * interval '1 millisecond'
			where ${isHeld(hold)} and exists (select 1 from found) returning tries)
		select found.stream, found.seq, found.type, found.body, found.actor, found.op_id, found.effective_at, found.recorded_at, tried.tries
		from found cross join tried`);
	const row = rows[0];
	return row ? { event: eventOfRow(row), tries: row.tries } : null;
}

/** Takes one event that an administrator wants tried again; null for none. */
export async function holdAside(
	db: Drizzle,
	reaction: string,
	node: string,
	leaseMs: number
): Promise<{ readonly hold: Hold; readonly event: LogEvent } | null> {
	const rows = await db.execute<EventRow>(sql`
		with taken as (
			update reaction_failure set held_by = ${node}, tries = tries + 1,
				lease_until = clock_timestamp() + ${leaseMs}::int * interval '1 millisecond'
			where (reaction, stream, seq) in (
				select reaction, stream, seq from reaction_failure
				where reaction = ${reaction} and asked_at is not null and done_at is null
					and (lease_until is null or lease_until <= clock_timestamp())
				order by stream, seq limit 1 for update skip locked)
			returning stream, seq)
		select e.stream, e.seq, e.type, e.body, e.actor, e.op_id, e.effective_at, e.recorded_at
		from taken join event e on e.stream = taken.stream and e.seq = taken.seq`);
	const row = rows[0];
	if (!row) return null;
	const event = eventOfRow(row);
	return { hold: { reaction, stream: event.stream, node, aside: event.seq }, event };
}

/** Locks what is held until the end of the transaction: while the effect is written nobody takes it over. */
export async function stillHolds(tx: Tx, hold: Hold): Promise<boolean> {
	const rows =
		hold.aside === null
			? await tx.execute(sql`select 1 from reaction_cursor where ${isHeld(hold)} for update`)
			: await tx.execute(sql`select 1 from reaction_failure where ${isHeldAside(hold, hold.aside)} for update`);
	return rows.length > 0;
}

/** The event is behind the reaction. */
export async function passEvent(db: Drizzle, hold: Hold, seq: number): Promise<void> {
	await (hold.aside === null
		? db.execute(
				sql`update reaction_cursor set seq = ${seq}, tries = 0, last_error = null where ${isHeld(hold)} and seq < ${seq}`
			)
		: db.execute(sql`
				update reaction_failure set done_at = clock_timestamp(), held_by = null, lease_until = null
				where ${isHeldAside(hold, hold.aside)}`));
}

/** Leaves the event for a later try, or for the administrator again. */
export async function postponeEvent(db: Drizzle, hold: Hold, tries: number, error: string): Promise<void> {
	await (hold.aside === null
		? db.execute(sql`
				update reaction_cursor set held_by = null, last_error = ${error},
					lease_until = clock_timestamp() + ${firstRetryMs * 2 ** (tries - 1)}::int * interval '1 millisecond'
				where ${isHeld(hold)}`)
		: db.execute(sql`
				update reaction_failure set held_by = null, lease_until = null, asked_at = null, last_error = ${error}, failed_at = clock_timestamp()
				where ${isHeldAside(hold, hold.aside)}`));
}

/** Sets the event aside and goes on behind it. */
export async function setEventAside(
	db: Drizzle,
	hold: Hold,
	seq: number,
	tries: number,
	error: string | null
): Promise<void> {
	await db.execute(sql`
		with passed as (
			update reaction_cursor c set seq = ${seq}, tries = 0, last_error = null
			from (select reaction, stream, last_error from reaction_cursor where ${isHeld(hold)} and seq < ${seq} for update) o
			where c.reaction = o.reaction and c.stream = o.stream
			returning c.reaction, c.stream, o.last_error)
		insert into reaction_failure (reaction, stream, seq, tries, last_error)
		select reaction, stream, ${seq}, ${tries}, coalesce(${error}::text, last_error, 'the node ended during the last try') from passed
		on conflict (reaction, stream, seq) do update
			set tries = excluded.tries, last_error = excluded.last_error, failed_at = now(), asked_at = null, done_at = null`);
}

/** Others may read on. */
export async function letGo(db: Drizzle, hold: Hold): Promise<void> {
	await db.execute(sql`update reaction_cursor set held_by = null, lease_until = null where ${isHeld(hold)}`);
}

/** An administrator wants an event tried again; false where it waits for nobody. */
export async function askAgain(
	tx: Tx,
	{ reaction, stream, seq }: { readonly reaction: string; readonly stream: string; readonly seq: number }
): Promise<boolean> {
	const rows = await tx.execute(sql`
		update reaction_failure set asked_at = clock_timestamp()
		where reaction = ${reaction} and stream = ${stream} and seq = ${seq} and done_at is null and asked_at is null returning 1`);
	return rows.length > 0;
}

/** Drops what was set aside and has been done since. */
export async function pruneFailures(db: Drizzle): Promise<void> {
	await db.execute(sql`delete from reaction_failure where done_at < now() - interval '30 days'`);
}

/** How a reaction stands. */
export interface ReactionState {
	/** Events that concern it and that it has not done with. */
	readonly behind: number;
	/** When the oldest of them was recorded; null where it is up to date. */
	readonly since: string | null;
	/** Of the event that is being tried, where it failed before. */
	readonly tries: number;
	readonly lastError: string | null;
}

export async function readReaction(db: Drizzle, { name, on }: Reaction): Promise<ReactionState> {
	const [lag] = await db.execute<{ behind: string; since: string | null }>(sql`
		select count(*) as behind, min(e.recorded_at) as since
		from stream_head h left join reaction_cursor c on c.reaction = ${name} and c.stream = h.stream
		join event e on e.stream = h.stream and e.seq > coalesce(c.seq, 0) and e.shown and e.type in (${typesOf(on)})`);
	const [worst] = await db.execute<{ tries: number; last_error: string }>(sql`
		select tries, last_error from reaction_cursor where reaction = ${name} and last_error is not null order by tries desc limit 1`);
	return {
		behind: Number(lag?.behind ?? 0),
		since: lag?.since ? new Date(lag.since).toISOString() : null,
		tries: worst?.tries ?? 0,
		lastError: worst?.last_error ?? null
	};
}

/** An event that was set aside. */
export interface SetAside {
	readonly reaction: string;
	readonly stream: string;
	readonly seq: number;
	readonly type: string;
	readonly tries: number;
	readonly error: string;
	readonly failedAt: string;
	/** Whether it is to be tried again already. */
	readonly asked: boolean;
}

/** The newest first, at most `limit`. */
export async function readSetAside(db: Drizzle, limit: number): Promise<SetAside[]> {
	const rows = await db.execute<{
		reaction: string;
		stream: string;
		seq: string;
		type: string | null;
		tries: number;
		last_error: string;
		failed_at: string;
		asked: boolean;
	}>(sql`
		select f.reaction, f.stream, f.seq, e.type, f.tries, f.last_error, f.failed_at, f.asked_at is not null as asked
		from reaction_failure f left join event e on e.stream = f.stream and e.seq = f.seq
		where f.done_at is null order by f.failed_at desc, f.reaction, f.stream, f.seq limit ${limit}`);
	return rows.map((row) => ({
		reaction: row.reaction,
		stream: row.stream,
		seq: Number(row.seq),
		type: row.type ?? '',
		tries: row.tries,
		error: row.last_error,
		failedAt: new Date(row.failed_at).toISOString(),
		asked: row.asked
	}));
}

function typesOf(on: Reaction['on']) {
	return sql`select jsonb_array_elements_text(${JSON.stringify(on)}::jsonb)`;
}

function isHeld({ reaction, stream, node }: Hold) {
	return sql`reaction = ${reaction} and stream = ${stream} and held_by = ${node}`;
}

function isHeldAside({ reaction, stream, node }: Hold, seq: number) {
	return sql`reaction = ${reaction} and stream = ${stream} and seq = ${seq} and held_by = ${node} and done_at is null`;
}
