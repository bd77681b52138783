// The pump of this node: reads the log and hands frames to the sockets. Woken by commits; a poll of the heads keeps it correct.
import { sql } from 'drizzle-orm';
import type { EventBody, EventType, LogEvent } from '#lib/protocol/event.ts';
import { replayLimit, type Frame, type Heads } from '#lib/protocol/messages.ts';
import { isPushed } from '#lib/protocol/streams.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import { frameOf, readHeads } from '#lib/log/read-events.server.ts';

export interface Pump {
	/** Something was committed: look now, or as soon as the window allows. */
	readonly wake: () => void;
	/** How long ago the log was last read, in ms: what is older than that has been handed on. */
	readonly ageMs: () => number;
	readonly close: () => Promise<void>;
}

/** The poll alone bounds how late a change of another node may be. */
const pollMs = 1000;
const shortestWindowMs = 5;
const longestWindowMs = 100;
/** A look that takes longer is given up, and the next one begins: a query whose answer never comes must not end the pump. */
const longestLookMs = 10_000;

/**
 * @param seen told of every stream that has grown, those too that are never pushed
 * @param emit hands a frame to the sockets of this node; its duration sets the window in which further events are gathered
 * @param onError told of a failed look; the next poll tries again
 * @param complete puts into the frames of one look what is derived from figures
 */
export async function startPump(
	db: Drizzle,
	emit: (frame: Frame) => void,
	seen: (stream: string) => void,
	onError: (error: unknown) => void,
	complete: (frames: readonly Frame[]) => readonly Frame[] | Promise<readonly Frame[]> = (frames) => frames
): Promise<Pump> {
	let sent: Heads = await readHeads(db);
	let busy: Promise<void> | null = null;
	let again = false;
	let closed = false;
	let window: NodeJS.Timeout | null = null;
	let lookedAt = performance.now();

	const look = () => {
		if (closed) return;
		if (busy || window) {
			again = true;
			return;
		}
		busy = turn().finally(() => {
			busy = null;
		});
	};
	const turn = async () => {
		let cost = 0;
		const began = performance.now();
		try {
			const read = await withinLook(framesSince(db, sent));
			const before = performance.now();
			const frames = await complete(read);
			for (const frame of frames) {
				if (isPushed(frame.stream)) emit(frame);
				seen(frame.stream);
				sent = { ...sent, [frame.stream]: frame.to };
			}
			if (frames.some((frame) => frame.to - frame.from + 1 >= replayLimit)) again = true;
			cost = frames.length === 0 ? 0 : performance.now() - before;
			lookedAt = began;
		} catch (error) {
			onError(error);
			return;
		}
		if (cost === 0 && !again) return;
		// The busier the fan-out, the longer events gather: the cost is screens x ticks, not screens x writes.
		window = setTimeout(
			() => {
				window = null;
				if (!again) return;
				again = false;
				look();
			},
			Math.min(Math.max(3 * cost, shortestWindowMs), longestWindowMs)
		);
	};
	const poll = setInterval(look, pollMs);
	return {
		// The writer is answered first.
		wake: () => setImmediate(look),
		ageMs: () => Math.round(performance.now() - lookedAt),
		close: async () => {
			closed = true;
			clearInterval(poll);
			if (window) clearTimeout(window);
			await busy;
		}
	};
}

/** What comes after all is dropped: the look that took its place has read it too. */
async function withinLook<T>(read: Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => {
			reject(new Error(`the log could not be read within ${longestLookMs} ms`));
		}, longestLookMs);
	});
	try {
		return await Promise.race([read, late]);
	} finally {
		clearTimeout(timer);
	}
}

interface EventRow extends Record<string, unknown> {
	readonly stream: string;
	readonly seq: string;
	readonly type: EventType;
	readonly body: EventBody;
	readonly effective_at: string;
}

async function framesSince(db: Drizzle, sent: Heads): Promise<Frame[]> {
	const heads = await readHeads(db);
	const grown = Object.keys(heads).filter((stream) => (heads[stream] ?? 0) > (sent[stream] ?? 0));
	if (grown.length === 0) return [];
	const list = sql.join(
		grown.map((stream) => sql`(${stream}, ${sent[stream] ?? 0}::bigint)`),
		sql`, `
	);
	const rows = await db.execute<EventRow>(sql`
		select e.stream, e.seq, e.type, e.body, e.effective_at
		from (values ${list}) as grown(stream, after)
		cross join lateral (
			select * from event where stream = grown.stream and seq > grown.after order by seq limit ${replayLimit}
		) e
		order by e.stream, e.seq`);
	const byStream = Map.groupBy(
		rows.map((row): LogEvent => ({
			stream: row.stream,
			seq: Number(row.seq),
			type: row.type,
			...row.body,
			effectiveAt: new Date(row.effective_at).toISOString(),
			recordedAt: '',
			actor: null,
			opId: null
		})),
		(event) => event.stream
	);
	return [...byStream.values()].flatMap((events) => frameOf(events) ?? []);
}
