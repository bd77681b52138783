// The browser's end of the live path: follows the streams in order, catches up after every break, and says how it stands.
import * as v from 'valibot';
import type { Socket } from 'socket.io-client';
import { timeAt } from '#lib/kernel/day.ts';
import { advance, judge, missing, type Cursor } from '#lib/protocol/cursor.ts';
import {
	endedSchema,
	frameSchema,
	holdAhead,
	protocolVersion,
	readySchema,
	type ClientToServer,
	type Frame,
	type Heads,
	type ServerToClient
} from '#lib/protocol/messages.ts';
import { snapshotSchema, type Snapshot } from '#lib/protocol/snapshot.ts';

export interface ConnectionState {
	readonly state: 'connecting' | 'live' | 'catching_up' | 'retrying' | 'offline';
	readonly attempt: number;
	readonly since: string | null;
	readonly caughtUp: number | null;
}

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
}

const ackEveryMs = 1000;
const againMs = 500;
/** How long a snapshot that could not be had waits before the next try. */
const snapshotRetryMs = 2000;

export class LiveFeed {
	connection = $state.raw<ConnectionState>({ state: 'connecting', attempt: 0, since: null, caughtUp: null });
	/** Business time, 'HH:MM'. */
	time = $state('');

	readonly #options: FeedOptions;
	readonly #offset: number;
	#socket: Socket<ServerToClient, ClientToServer> | null = null;
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
		this.#offset = options.businessNow - Date.now();
		this.time = this.#now();
	}

	/** Connects; the returned function ends it for good. */
	start(): () => void {
		this.#closed = false;
		const clock = setInterval(() => (this.time = this.#now()), 5000);
		const online = () => {
			if (!this.#closed) this.#socket?.connect();
		};
		const offline = () => {
			// The transport would notice only after its time-out; the browser knows now.
			this.#socket?.disconnect();
			this.#broken('offline', 0);
		};
		window.addEventListener('online', online);
		window.addEventListener('offline', offline);
		void this.#connect();
		return () => {
			this.#closed = true;
			clearInterval(clock);
			clearTimeout(this.#holdTimer);
			clearTimeout(this.#ackTimer);
			window.removeEventListener('online', online);
			window.removeEventListener('offline', offline);
			this.#socket?.disconnect();
			this.#socket = null;
		};
	}

	/** Connects again after the session was said to be over, and was not. */
	again(): void {
		this.#closed = false;
		setTimeout(() => {
			if (this.#closed) return;
			this.#socket?.connect();
			void this.#takeSnapshot();
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

	async #connect(): Promise<void> {
		const { io } = await import('socket.io-client');
		// Ended meanwhile, or begun twice.
		if (this.#closed || this.#socket) return;
		const socket: Socket<ServerToClient, ClientToServer> = io({
			auth: { protocol: protocolVersion },
			transports: ['websocket', 'polling'],
			reconnectionDelay: 300,
			reconnectionDelayMax: 2000,
			timeout: 5000
		});
		this.#socket = socket;
		socket.on('ready', (message) => {
			const parsed = v.safeParse(readySchema, message);
			if (parsed.success) this.#ready(parsed.output.epoch, parsed.output.heads);
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
			this.#closed = true;
			this.#options.onSignedOut();
		});
		socket.on('disconnect', (reason) => {
			this.#broken(navigator.onLine ? 'retrying' : 'offline', 0);
			// After a disconnect by the server the client does not come back by itself.
			if (reason === 'io server disconnect' && !this.#closed) setTimeout(() => socket.connect(), 500);
		});
		socket.on('connect_error', (error) => {
			if (error.message === 'unauthenticated') {
				this.#options.onSignedOut();
				return;
			}
			if (error.message === 'protocol') {
				this.#options.onOutdated();
				return;
			}
			// A refusal of the handshake (busy, too many sockets) ends socket.io's own attempts.
			if (!socket.active && !this.#closed) setTimeout(() => socket.connect(), 2000);
			this.#broken(navigator.onLine ? 'retrying' : 'offline', this.connection.attempt);
		});
		socket.io.on('reconnect_attempt', (attempt) => this.#broken(navigator.onLine ? 'retrying' : 'offline', attempt));
	}

	#broken(state: 'retrying' | 'offline', attempt: number): void {
		if (this.#closed) return;
		const since = this.connection.since ?? this.#now();
		this.connection = { state, attempt, since, caughtUp: null };
		this.#cityBefore ??= this.#cursor?.heads['city'] ?? null;
	}

	#ready(epoch: string, heads: Heads): void {
		this.#target = heads;
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
		this.connection = { ...this.connection, state: 'catching_up' };
		this.#resume();
	}

	#resume(): void {
		if (this.#cursor) this.#socket?.emit('resume', { epoch: this.#cursor.epoch, heads: this.#cursor.heads });
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
		if (this.connection.state === 'catching_up' && missing(this.#cursor, this.#target).length === 0) this.#live();
	}

	#live(): void {
		const city = this.#cursor?.heads['city'] ?? 0;
		const caughtUp = this.#cityBefore === null ? null : city - this.#cityBefore;
		this.#cityBefore = null;
		this.connection = { state: 'live', attempt: 0, since: null, caughtUp };
	}

	/** Our cursor cannot be continued: begin again from what the server has now. */
	#startAfresh(): void {
		this.#cursor = null;
		this.#held = [];
		this.connection = { ...this.connection, state: 'catching_up' };
		this.#options.onReset();
		if (this.#folding) void this.#takeSnapshot();
		else this.#socket?.disconnect().connect();
	}

	async #takeSnapshot(): Promise<void> {
		const folding = this.#folding;
		if (!folding) return;
		try {
			const response = await fetch('/api/v1/dashboard', { headers: { accept: 'application/json' } });
			if (response.status === 401) {
				this.#options.onSignedOut();
				return;
			}
			const snapshot = v.parse(snapshotSchema, await response.json());
			if (this.#folding !== folding) return;
			this.#cursor = { epoch: snapshot.epoch, heads: snapshot.heads };
			folding.snapshot(snapshot);
			this.#acknowledgeSoon();
			if (!this.#socket?.connected) return;
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
			if (this.#cursor && this.#socket?.connected) this.#socket.emit('ack', { heads: this.#cursor.heads });
		}, ackEveryMs);
	}

	#now(): string {
		return timeAt(Date.now() + this.#offset);
	}
}
