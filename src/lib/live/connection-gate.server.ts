// The gate before the sockets: how many connections may wait to be let in, for how long, and what each may send. Counted before anything is read.
import type { IncomingMessage } from 'node:http';
import type { Server, Socket } from 'socket.io';
import { openMinuteLimit } from '#lib/access/minute-limit.server.ts';
import { openSlowDown } from '#lib/access/slow-down.ts';

/** The line under a socket, over whichever transport. */
type Connection = Socket['conn'];

export interface GateParts {
	/** Why a request is not for us at all; null for one that is. */
	readonly barOf: (request: IncomingMessage) => string | null;
	/** Under what a connection counts that nobody is behind yet. */
	readonly whoAsks: (request: IncomingMessage) => Asker;
	readonly onRefused: (request: IncomingMessage, cause: string) => void;
}

export interface Asker {
	/** A session that has opened something here, or the network of the request. */
	readonly key: string;
	/** Whether it is such a session. */
	readonly isKnown: boolean;
}

export interface ConnectionGate {
	/** For Socket.IO: whether a new connection may be made. */
	readonly allowRequest: (request: IncomingMessage, decide: (message: string | null, allowed: boolean) => void) => void;
	/** Watches all connections of an engine from now on. */
	readonly watch: (engine: Server['engine']) => void;
	/**
	 * Somebody is behind a connection: it stays.
	 * @param end how it is ended when it sends too much
	 */
	readonly admit: (connection: Connection, end: () => void) => void;
	/**
	 * A connection is not let in: it is closed when it has been told so.
	 * @param counts against where it comes from: it has shown nothing that is worth anything
	 */
	readonly refuse: (connection: Connection, counts: boolean) => void;
}

/** Packets of every kind: messages, answers to the heartbeat, probes, and what is none of them. */
const packetsAMinute = 120;
/** How long a connection may be here before it says who it is, and before it is gone when it was refused. */
const patienceMs = 5000;
/** How long the answer may take: the database may be slow, for which nobody here can do anything. */
const answeredWithinMs = 30_000;
/** Connections that nobody is behind yet: from one network or of one session, and from everywhere. */
const waitingOfOne = 50;
const waitingOfAll = 1000;
/** Connections of one network that ended in a minute before anybody was behind them. */
const failuresAMinute = 120;
const cutWithinMs = 1000;

interface Guarded {
	readonly connection: Connection;
	readonly who: string;
	deadline: NodeJS.Timeout;
	/** By the clock that nobody puts back. */
	since: number;
	packets: number;
	/** It has said who it is; a second time it may not. */
	hasAsked: boolean;
	/** Whether it counts against where it comes from that it is not let in. */
	counts: boolean;
	/** How it is ended; null while nobody is behind it. */
	end: (() => void) | null;
}

export function openConnectionGate({ barOf, whoAsks, onRefused }: GateParts): ConnectionGate {
	const guarded = new Map<string, Guarded>();
	const failures = openMinuteLimit(failuresAMinute);
	const slowDown = openSlowDown();
	const waiting = new Map<string, number>();
	let waitingNow = 0;

	const wait = (who: string, step: 1 | -1) => {
		waitingNow += step;
		const count = (waiting.get(who) ?? 0) + step;
		if (count > 0) waiting.set(who, count);
		else waiting.delete(who);
	};
	// However many strangers wait, whoever is known comes in.
	const isFull = (who: string, isKnown: boolean) =>
		(!isKnown && waitingNow >= waitingOfAll) || (waiting.get(who) ?? 0) >= waitingOfOne;
	const cut = (one: Guarded, cause: string) => {
		onRefused(one.connection.request, cause);
		one.end?.();
		// At once, whatever it was about to be told: what it has sent beside is not read any more.
		one.connection.close(true);
		const destroy = () => {
			lineOf(one.connection)?.terminate();
		};
		// Who was let in hears why; a closed line would go on being read until its other end agrees.
		if (one.end) setTimeout(destroy, cutWithinMs).unref();
		else destroy();
	};
	const count = (one: Guarded): boolean => {
		const now = performance.now();
		if (now - one.since > 60_000) {
			one.since = now;
			one.packets = 0;
		}
		one.packets++;
		if (one.packets > packetsAMinute) cut(one, 'too_many_packets');
		return one.packets <= packetsAMinute;
	};
	const take = (one: Guarded, { type, data }: { readonly type: string; readonly data?: unknown }) => {
		if (!count(one) || type !== 'message') return;
		const connects = typeof data === 'string' && data.startsWith('0');
		if (connects === one.hasAsked || (!connects && !one.end)) {
			cut(one, 'out_of_turn');
			return;
		}
		if (!connects) return;
		one.hasAsked = true;
		expectWithin(one, answeredWithinMs);
		// There is one namespace.
		if (/^0\/[^,]/.test(data)) cut(one, 'unknown_namespace');
	};
	const cutLate = (one: Guarded) => {
		const { deadline } = one;
		// After a stall of this process what it said in time may still be unread.
		setImmediate(() => {
			if (!one.end && one.deadline === deadline) cut(one, 'too_late');
		});
	};
	/** From now on so long, instead of what was left. */
	const expectWithin = (one: Guarded, ms: number) => {
		clearTimeout(one.deadline);
		one.deadline = setTimeout(() => {
			cutLate(one);
		}, ms);
	};
	const guard = (connection: Connection) => {
		const { key: who, isKnown } = whoAsks(connection.request);
		const one: Guarded = {
			connection,
			who,
			deadline: setTimeout(() => {
				cutLate(one);
			}, patienceMs),
			since: performance.now(),
			packets: 0,
			hasAsked: false,
			counts: !isKnown,
			end: null
		};
		const full = isFull(who, isKnown);
		guarded.set(idOf(connection), one);
		wait(who, 1);
		connection.on('packet', (packet: { type: string; data?: unknown }) => {
			take(one, packet);
		});
		// A probe of another transport is no packet of the connection yet.
		connection.on('upgrading', () => {
			count(one);
		});
		connection.once('close', () => {
			guarded.delete(idOf(connection));
			clearTimeout(one.deadline);
			if (one.end) return;
			wait(who, -1);
			if (one.counts) void failures.count(who);
		});
		// Others were let through at the same moment.
		if (full) cut(one, 'too_many_waiting');
	};

	return {
		allowRequest: (request, decide) => {
			const refuse = (cause: string) => {
				onRefused(request, cause);
				decide(cause, false);
			};
			const bar = barOf(request);
			if (bar !== null) {
				refuse(bar);
				return;
			}
			const { key, isKnown } = whoAsks(request);
			void failures.look(key).then(async (left) => {
				const cause = isFull(key, isKnown) ? 'too_many_waiting' : left.ok ? null : 'too_many_refused';
				if (cause === null) {
					decide(null, true);
					return;
				}
				await slowDown();
				refuse(cause);
			});
		},
		watch: (engine) => {
			engine.use((request: IncomingMessage & { _query?: { sid?: string } }, _: unknown, next: () => void) => {
				// Each try at another transport costs a handshake, whether or not anything comes by it.
				const one = request.headers.upgrade === undefined ? undefined : guarded.get(request._query?.sid ?? '');
				if (one) count(one);
				next();
			});
			engine.on('connection', guard);
		},
		admit: (connection, end) => {
			const one = guarded.get(idOf(connection));
			if (!one || one.end) return;
			one.end = end;
			clearTimeout(one.deadline);
			wait(one.who, -1);
		},
		refuse: (connection, counts) => {
			const one = guarded.get(idOf(connection));
			if (one) {
				one.counts &&= counts;
				expectWithin(one, patienceMs);
			}
			// After the refusal itself, which is sent when this turn is over.
			setImmediate(() => {
				connection.close();
			});
		}
	};
}

function idOf(connection: Connection): string {
	return (connection as unknown as { readonly id: string }).id;
}

/** The WebSocket of a connection; undefined where it polls. */
function lineOf(connection: Connection): { readonly terminate: () => void } | undefined {
	return (connection as unknown as { readonly transport: { readonly socket?: { readonly terminate: () => void } } })
		.transport.socket;
}
