// Reads the log: events of a stream for REST, replays and the pump.
import { sql } from 'drizzle-orm';
import type { EventBody, EventType, LogEvent } from '#lib/protocol/event.ts';
import type { Frame, Heads } from '#lib/protocol/messages.ts';
import type { Drizzle, Tx } from '#lib/platform/database.server.ts';

export interface EventRow extends Record<string, unknown> {
	readonly stream: string;
	readonly seq: string;
	readonly type: EventType;
	readonly body: EventBody;
	readonly actor: string | null;
	readonly op_id: string | null;
	readonly effective_at: string;
	readonly recorded_at: string;
}

/**
 * Events of a stream after a sequence number, oldest first, at most `limit`.
 * @param types only these; null: all
 */
export async function eventsAfter(
	db: Drizzle | Tx,
	stream: string,
	after: number,
	limit: number,
	types: readonly EventType[] | null = null
): Promise<LogEvent[]> {
	const ofTypes =
		types === null ? sql`` : sql`and type in (select jsonb_array_elements_text(${JSON.stringify(types)}::jsonb))`;
	const rows = await db.execute<EventRow>(sql`
		select stream, seq, type, body, actor, op_id, effective_at, recorded_at from event
		where stream = ${stream} and seq > ${after} ${ofTypes} order by seq limit ${limit}`);
	return rows.map(eventOfRow);
}

export function eventOfRow(row: EventRow): LogEvent {
	return {
		stream: row.stream,
		seq: Number(row.seq),
		type: row.type,
		...row.body,
		effectiveAt: new Date(row.effective_at).toISOString(),
		recordedAt: new Date(row.recorded_at).toISOString(),
		actor: row.actor,
		opId: row.op_id
	};
}

export async function readHeads(db: Drizzle): Promise<Heads> {
	const rows = await db.execute<{ stream: string; seq: string }>(sql`select stream, seq from stream_head`);
	return Object.fromEntries(rows.map((row) => [row.stream, Number(row.seq)]));
}

/** How many lines of a feed one frame carries at most: a screen shows no more. */
const feedLimit = 30;

/** One frame of consecutive events: of each cell only the newest value. */
export function frameOf(events: readonly LogEvent[]): Frame | null {
	const first = events[0];
	const last = events.at(-1);
	if (!first || !last) return null;
	const cells = new Map(events.flatMap((event) => event.cells.map((cell) => [`${cell.layer} ${cell.key}`, cell])));
	return {
		stream: first.stream,
		from: first.seq,
		to: last.seq,
		at: last.effectiveAt,
		cells: [...cells.values()],
		touches: [...new Set(events.flatMap((event) => event.touches))],
		feed: first.stream === 'breakdown' ? events.slice(-feedLimit).map(feedItemOf) : []
	};
}

export function feedItemOf(event: LogEvent) {
	return {
		seq: event.seq,
		type: event.type,
		ids: event.ids,
		unit: event.unit,
		at: event.effectiveAt,
		values: event.values
	};
}
