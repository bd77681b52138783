// The browser's end of the live path: follows the streams in order, catches up after every break, and says how it stands.
import * as v from 'valibot';
import { timeAt } from '#lib/kernel/day.ts';
import { advance, judge, missing, type Cursor } from '#lib/protocol/cursor.ts';
import {
	endedSchema,
	frameSchema,
	heartbeatSchema,
	holdAhead,
	oldAfterMs,
	readySchema,
	type Frame,
	type Heads,
	type Heartbeat,
	type Refusal
} from '#lib/protocol/messages.ts';
import { snapshotSchema, type Snapshot } from '#lib/protocol/snapshot.ts';
import { connecting, next, type Connection, type Happening } from './connection.ts';
import { Line, type LiveSocket } from './line.svelte.ts';

/** A page that folds: begins with a snapshot and takes every frame after it. */
export interface Folding {
	readonly snapshot: (snapshot: Snapshot) => void;
	readonly frame: (frame: Frame) => void;
}

export interface FeedOptions {
	/** Business instant that the server stated, in ms, with which the page was made. */
	readonly businessNow: number;
	/** Names that frames touch: pages that show them load again. */
	readonly onTouch: (touches: readonly string[]) => void;
	/** Everything may have changed: pages load again. */
	readonly onReset: () => void;
	/** The server speaks a newer protocol than this page's scripts. */
	readonly onOutdated: () => void;
	/** The session is said to be over. */
	readonly onSignedOut: () => void;
	/** The newest day that can be looked back at: told with every heartbeat. */
	readonly onLastDay: (day: string) => void;
}

const ackEveryMs = 1000;
const clockEveryMs = 1000;
const againMs = 500;
/** How long a snapshot that could not be had waits before the next try. */
const snapshotRetryMs = 2000;
/** A snapshot that takes longer has got lost. */
const snapshotLimitMs = 30_000;

export class LiveFeed {
	connection = $state.raw<Connection>(connecting);
	/** Business time, 'HH:MM'. */
	time = $state('');

	readonly #options: FeedOptions;
	readonly #line: Line;
	/** Business time as the server told it, and when by a clock that no change of the computer's moves. */
	#told: { readonly business: number; readonly at: number };
	/** Business instant up to which the figures are known to be whole. */
	#wholeAt: number;
	#cursor: Cursor | null = null;
	#target: Heads = {};
	#held: Frame[] = [];
	#holdTimer: ReturnType<typeof setTimeout> | undefined;
	#ackTimer: ReturnType<typeof setTimeout> | undefined;
	#folding: Folding | null = null;
	#cityBefore: number | null = null;
	#closed = false;

	constructor(options: FeedOptions) {
		this.#options = options;
		this.#told = { business: options.businessNow, at: performance.now() };
		this.#wholeAt = options.businessNow;
		this.#line = new Line({
			listen: (socket) => this.#listen(socket),
			onHappening: (happening) => this.#happen(happening),
			onRefused: (refusal) => this.#refused(refusal)
		});
		this.time = timeAt(this.#now());
	}

	/** Connects; the returned function ends it for good. */
	start(): () => void {
		this.#closed = false;
		const clock = setInterval(() => (this.time = timeAt(this.#now())), clockEveryMs);
		const close = this.#line.start();
		return () => {
			this.#closed = true;
			clearInterval(clock);
			clearTimeout(this.#holdTimer);
			clearTimeout(this.#ackTimer);
			close();
		};
	}

	/** Connects again after the session was said to be over, and was not. */
	again(): void {
		this.#line.again();
		setTimeout(() => {
			if (!this.#closed) void this.#takeSnapshot();
		}, againMs);
	}

	/** Begins folding for a page; ends with the returned function. */
	fold(folding: Folding): () => void {
		this.#folding = folding;
		void this.#takeSnapshot();
		return () => {
			if (this.#folding === folding) this.#folding = null;
		};
	}

	#listen(socket: LiveSocket): void {
		socket.on('ready', (message) => {
			const parsed = v.safeParse(readySchema, message);
			if (parsed.success) this.#ready(parsed.output.epoch, parsed.output.heads);
		});
		socket.on('heartbeat', (message) => {
			const parsed = v.safeParse(heartbeatSchema, message);
			if (parsed.success) this.#heard(parsed.output);
		});
		socket.on('frame', (message) => {
			const parsed = v.safeParse(frameSchema, message);
			// A frame that these scripts cannot read: those of the server can.
			if (parsed.success) this.#take(parsed.output);
			else this.#options.onOutdated();
		});
		socket.on('reset', () => this.#startAfresh());
		socket.on('ended', (message) => {
			const parsed = v.safeParse(endedSchema, message);
			if (!parsed.success || (parsed.output.reason !== 'signed_out' && parsed.output.reason !== 'session_ended'))
				return;
			// Nothing is to be had here before somebody signs in.
			this.#line.hold();
			this.#happen({ type: 'refused', refusal: 'unauthenticated' });
			this.#options.onSignedOut();
		});
	}

	#happen(happening: Happening): void {
		if (this.#closed) return;
		const before = this.connection;
		this.connection = next(before, happening, timeAt(this.#wholeAt));
		if (this.connection.since === null) this.#cityBefore = null;
		else if (before.since === null) this.#cityBefore = this.#cursor?.heads['city'] ?? null;
	}

	#refused(refusal: Refusal): void {
		if (refusal === 'unauthenticated') this.#options.onSignedOut();
		if (refusal === 'protocol') this.#options.onOutdated();
	}

	#heard({ now, ageMs, lastDay }: Heartbeat): void {
		this.#line.beat();
		const business = Date.parse(now);
		this.#told = { business, at: performance.now() };
		if (this.connection.line === 'live') this.#wholeAt = business - ageMs;
		this.#happen({ type: 'heartbeat', fresh: ageMs <= oldAfterMs });
		if (lastDay !== null) this.#options.onLastDay(lastDay);
	}

	#ready(epoch: string, heads: Heads): void {
		this.#target = heads;
		this.#line.settled();
		if (!this.#cursor) {
			this.#cursor = { epoch, heads };
			if (this.#folding) void this.#takeSnapshot();
			else this.#live();
			return;
		}
		if (this.#cursor.epoch !== epoch) {
			this.#startAfresh();
			return;
		}
		if (missing(this.#cursor, heads).length === 0) {
			this.#live();
			return;
		}
		this.#happen({ type: 'behind' });
		this.#resume();
	}

	#resume(): void {
		if (this.#cursor) this.#line.resume({ epoch: this.#cursor.epoch, heads: this.#cursor.heads });
	}

	#take(frame: Frame): void {
		if (!this.#cursor) return;
		const verdict = judge(this.#cursor, frame);
		if (verdict === 'drop') return;
		if (verdict === 'hold') {
			this.#held.push(frame);
			this.#holdTimer ??= setTimeout(() => {
				this.#holdTimer = undefined;
				if (this.#held.length > 0) this.#resume();
			}, holdAhead);
			return;
		}
		this.#cursor = advance(this.#cursor, frame);
		this.#folding?.frame(frame);
		this.#options.onTouch(frame.touches);
		this.#acknowledgeSoon();
		const held = this.#held;
		this.#held = [];
		for (const next of held) this.#take(next);
		if (this.connection.line === 'catching_up' && missing(this.#cursor, this.#target).length === 0) this.#live();
	}

	#live(): void {
		const city = this.#cursor?.heads['city'] ?? 0;
		const caughtUp = this.#cityBefore === null ? null : city - this.#cityBefore;
		this.#wholeAt = this.#now();
		this.#happen({ type: 'current', caughtUp });
	}

	/** Our cursor cannot be continued: begin again from what the server has now. */
	#startAfresh(): void {
		this.#cursor = null;
		this.#held = [];
		this.#happen({ type: 'behind' });
		this.#options.onReset();
		if (this.#folding) void this.#takeSnapshot();
		else this.#line.reopen();
	}

	async #takeSnapshot(): Promise<void> {
		const folding = this.#folding;
		if (!folding) return;
		try {
			const response = await fetch('/api/v1/dashboard', {
				headers: { accept: 'application/json' },
				signal: AbortSignal.timeout(snapshotLimitMs)
			});
			if (response.status === 401) {
				this.#options.onSignedOut();
				return;
			}
			const snapshot = v.parse(snapshotSchema, await response.json());
			if (this.#folding !== folding) return;
			this.#cursor = { epoch: snapshot.epoch, heads: snapshot.heads };
			folding.snapshot(snapshot);
			this.#acknowledgeSoon();
			if (!this.#line.connected) return;
			// What was written after the snapshot, and the rooms again if we had been put out of them.
			this.#resume();
			this.#live();
		} catch {
			// The network or the database is away; the present figures stay and say how old they are.
			setTimeout(() => {
				if (this.#folding === folding && !this.#closed) void this.#takeSnapshot();
			}, snapshotRetryMs);
		}
	}

	#acknowledgeSoon(): void {
		this.#ackTimer ??= setTimeout(() => {
			this.#ackTimer = undefined;
			if (this.#cursor) this.#line.acknowledge({ heads: this.#cursor.heads });
		}, ackEveryMs);
	}

	/** Business time in ms. */
	#now(): number {
		return this.#told.business + performance.now() - this.#told.at;
	}
}
