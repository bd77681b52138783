// The browser's line to the server: opens it, notices when it is lost or silent, and opens another, by WebSocket or by polling.
import type { Socket } from 'socket.io-client';
import { protocolVersion, type ClientToServer, type Refusal, type ServerToClient } from '#lib/protocol/messages.ts';
import type { Happening } from './connection.ts';
import { refusalOf, refusalPlans } from './refusal-plan.ts';
import { lastsAfterMs, nextWay, restsMs, transportsOf, type LineEvent, type Way } from './transports.ts';

export type LiveSocket = Socket<ServerToClient, ClientToServer>;

export interface LineParts {
	/** Listens for what the server says; once for all connections. */
	readonly listen: (socket: LiveSocket) => void;
	readonly onHappening: (happening: Happening) => void;
	/** The server does not let this page in. */
	readonly onRefused: (refusal: Refusal) => void;
}

const againMs = 500;
/** How long to wait where the session goes on and the server says again that it does not. */
const doubtMs = 5000;
const tickMs = 1000;
/** A page whose ticks come later than this has slept: that it heard nothing was its own doing. */
const sleptMs = 3000;
/** A line on which nothing was heard for so long is given up; a slow one is given twice as long the next time. */
const silentAfterMs = 7000;
const silentAtMostMs = 45_000;
/** A line that lasts so long may be judged by the short limit again. */
const trustedAfterMs = 60_000;

/** Polling hands over the request that failed. */
type FailedToConnect = Error & { readonly context?: { readonly responseText?: string } };

export class Line {
	readonly #parts: LineParts;
	#socket: LiveSocket | null = null;
	/** Ended for good, or until the session was asked for: nothing is tried meanwhile. */
	#held = true;
	#way: Way = 'websocket';
	#retry: ReturnType<typeof setTimeout> | undefined;
	#doubts = 0;
	/** Instants of the page's own clock that no change of the computer's moves, in ms. */
	#tickedAt = 0;
	#heardAt = 0;
	#openedAt = 0;
	#webSocketAt: number | null = null;
	/** Whether this server sends heartbeats: of one that does not, silence says nothing. */
	#beats = false;
	#patience = silentAfterMs;

	constructor(parts: LineParts) {
		this.#parts = parts;
	}

	/** Opens the line; the returned function closes it for good. */
	start(): () => void {
		const ending = new AbortController();
		const { signal } = ending;
		window.addEventListener('online', () => this.#online(), { signal });
		window.addEventListener('offline', () => this.#offline(), { signal });
		this.#tickedAt = performance.now();
		const timer = setInterval(() => this.#tick(), tickMs);
		this.#held = false;
		void this.#open();
		return () => {
			this.hold();
			ending.abort();
			clearInterval(timer);
			this.#socket?.disconnect();
			this.#socket = null;
		};
	}

	get connected(): boolean {
		return this.#socket?.connected ?? false;
	}

	resume(message: Parameters<ClientToServer['resume']>[0]): void {
		if (this.connected) this.#socket?.emit('resume', message);
	}

	acknowledge(message: Parameters<ClientToServer['ack']>[0]): void {
		if (this.connected) this.#socket?.emit('ack', message);
	}

	/** The server has shown that it lives and says so regularly. */
	beat(): void {
		this.#beats = true;
	}

	/** Connected and let in: what was tried before counts no more. */
	settled(): void {
		this.#doubts = 0;
	}

	/** Tries nothing until `again`. */
	hold(): void {
		this.#held = true;
		clearTimeout(this.#retry);
	}

	/** Connects again after the session was said to be over, and was not. */
	again(): void {
		this.#held = false;
		this.#connectIn(this.#doubts++ === 0 ? againMs : doubtMs);
	}

	/** Begins anew on another connection. */
	reopen(): void {
		this.#heardAt = performance.now();
		this.#socket?.disconnect();
		if (!this.#held) this.#socket?.connect();
	}

	async #open(): Promise<void> {
		const { io } = await import('socket.io-client');
		// Ended meanwhile, or begun twice.
		if (this.#held || this.#socket) return;
		const socket: LiveSocket = io({
			auth: { protocol: protocolVersion },
			transports: transportsOf[this.#way],
			reconnectionDelay: 300,
			reconnectionDelayMax: 2000,
			timeout: 5000
		});
		this.#socket = socket;
		this.#parts.listen(socket);
		socket.io.on('open', () => this.#opened(socket));
		socket.on('disconnect', (reason) => this.#lost(reason));
		socket.on('connect_error', (error) => this.#failed(socket, error));
		socket.io.on('reconnect_attempt', (attempt) => this.#parts.onHappening({ type: 'attempt', attempt }));
	}

	#opened(socket: LiveSocket): void {
		const { engine } = socket.io;
		const now = performance.now();
		this.#heardAt = this.#openedAt = now;
		this.#beats = false;
		this.#webSocketAt = engine.transport.name === 'websocket' ? now : null;
		engine.on('heartbeat', () => (this.#heardAt = performance.now()));
		engine.on('upgrade', () => (this.#webSocketAt = performance.now()));
	}

	#lost(reason: Socket.DisconnectReason): void {
		const byUs = reason === 'io client disconnect';
		const byServer = reason === 'io server disconnect';
		if (!byUs && !byServer) this.#judgeWebSocket();
		this.#webSocketAt = null;
		if (this.#held) return;
		this.#parts.onHappening({ type: 'lost' });
		// After a disconnect by the server the client does not come back by itself.
		if (byServer) this.#connectIn(againMs);
	}

	#failed(socket: LiveSocket, error: FailedToConnect): void {
		if (this.#held) return;
		const refusal = refusalOf(error.message, error.context?.responseText ?? '') ?? (socket.active ? null : 'busy');
		if (refusal === null) {
			// One that was open is judged when it closes.
			if (this.#webSocketAt === null) this.#turn('failed');
			this.#parts.onHappening({ type: 'lost' });
			return;
		}
		// A refusal ends Socket.IO's own attempts, but for one that only HTTP tells.
		socket.disconnect();
		this.#parts.onHappening({ type: 'refused', refusal });
		const { retryMs } = refusalPlans[refusal];
		if (retryMs === null) this.hold();
		else this.#connectIn(retryMs);
		this.#parts.onRefused(refusal);
	}

	#judgeWebSocket(): void {
		if (this.#webSocketAt !== null && performance.now() - this.#webSocketAt < lastsAfterMs) this.#turn('broke');
	}

	#turn(event: LineEvent): void {
		this.#way = nextWay(this.#way, event);
		if (this.#socket) this.#socket.io.opts.transports = transportsOf[this.#way];
	}

	#connectIn(ms: number): void {
		clearTimeout(this.#retry);
		this.#retry = setTimeout(() => {
			if (!this.#held) this.#socket?.connect();
		}, ms);
	}

	#tick(): void {
		const now = performance.now();
		if (now - this.#tickedAt > sleptMs) this.#heardAt = now;
		this.#tickedAt = now;
		if (this.#socket?.io.engine.readyState !== 'open') return;
		const since = now - this.#openedAt;
		if (since > trustedAfterMs) this.#patience = silentAfterMs;
		if (this.#webSocketAt !== null && now - this.#webSocketAt > lastsAfterMs) this.#turn('lasted');
		if (now - this.#heardAt > this.#patience && (this.#beats || !this.connected)) {
			this.#patience = Math.min(2 * this.#patience, silentAtMostMs);
			this.#judgeWebSocket();
			this.#parts.onHappening({ type: 'lost' });
			this.reopen();
		} else if (this.#webSocketAt === null && since > restsMs) {
			this.#turn('rested');
			this.reopen();
		}
	}

	#online(): void {
		this.#parts.onHappening({ type: 'online' });
		if (!this.#held) this.#socket?.connect();
	}

	/** The transport would notice only after its time-out; the browser knows now. */
	#offline(): void {
		this.#socket?.disconnect();
		this.#parts.onHappening({ type: 'offline' });
	}
}
