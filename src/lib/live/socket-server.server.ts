// The sockets of this node: who may connect, which streams they follow, how they catch up, and when they are ended.
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import * as v from 'valibot';
import type { Actor } from '#lib/access/roles.ts';
import {
	ackSchema,
	protocolVersion,
	replayLimit,
	resumeSchema,
	type ClientToServer,
	type Frame,
	type Heads,
	type Ended,
	type Heartbeat,
	type Refusal,
	type TokenRefusal,
	type ServerToClient
} from '#lib/protocol/messages.ts';
import { isPushed } from '#lib/protocol/streams.ts';
import { openConnectionGate, type GateParts } from './connection-gate.server.ts';
import { acknowledge, fallsBehind, noLag, type Lag } from './lag.server.ts';
import { eventsAfter, frameOf, readHeads } from '#lib/log/read-events.server.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';

/** Who is behind a handshake, and what they came in by: a person's session or a feed's token. */
export type Caller = { readonly actor: Actor } & Credential;
export type Credential =
	{ readonly sessionId: string; readonly tokenId: null } | { readonly sessionId: null; readonly tokenId: string };

/** What a handshake is answered that is not let in (docs/protocol.md): what pages meet, and what only programs with a token do. */
export type HandshakeRefusal = Exclude<Refusal, 'foreign_origin'> | TokenRefusal;

export interface SocketServerParts {
	readonly db: Drizzle;
	readonly epoch: () => string;
	readonly today: () => string;
	/** Where a handshake comes from. */
	readonly addressOf: (request: IncomingMessage) => string;
	/** See `GateParts`. */
	readonly barOf: GateParts['barOf'];
	readonly whoAsks: GateParts['whoAsks'];
	/**
	 * Who is behind a handshake, or why nobody is.
	 * @param token whatever it brings as one; undefined where it brings none
	 */
	readonly authenticate: (request: IncomingMessage, token: unknown) => Promise<Caller | HandshakeRefusal>;
	/** Who they are now, in one question for all of them; null for one whose session, token or appointment is over. */
	readonly actorsNow: (credentials: readonly Credential[]) => Promise<readonly (Actor | null)[]>;
	readonly streamsOf: (actor: Actor) => readonly string[];
	/** Puts into a frame of a replay what is derived from figures. */
	readonly complete?: (frame: Frame) => Promise<Frame>;
	/** How often all sockets are asked who they are now: bounds how long one lives on whose end this node did not hear of. */
	readonly sweepMs: number;
	readonly onError: (error: unknown) => void;
	/** A handshake was turned away, or a connection cut off: whoever watches for attacks wants to see it. */
	readonly onRefused: (address: string, cause: string) => void;
}

export interface SocketServer {
	readonly attach: (server: HttpServer) => void;
	readonly emit: (frame: Frame) => void;
	/** Says to all sockets of this node how the server stands; a line that is full is told the next time. */
	readonly beat: (heartbeat: Heartbeat) => void;
	/** Ends every socket of a session at once. */
	readonly endSession: (sessionId: string, reason: Ended['reason']) => void;
	/** Ends every socket of a person at once, but not those of the session in which they did what ends the others. */
	readonly endAccount: (accountId: string, reason: Ended['reason'], exceptSession?: string) => void;
	/** Ends every socket of a feed's token at once. */
	readonly endToken: (tokenId: string) => void;
	/** Asks who everybody is now: ends whose right to be here is over, and lets the others follow what they may see now. */
	readonly sweep: () => Promise<void>;
	/** Something that rights hang on has changed: sweeps in a moment, once for all that changes until then. */
	readonly sweepSoon: () => void;
	/** How many sockets are connected to this node. */
	readonly count: () => number;
	readonly close: () => Promise<void>;
}

const messageBytes = 64 * 1024;
const socketsOfOne = 20;
const sweepSoonMs = 50;
/** Longer than any handshake takes. */
const endsRememberedMs = 60_000;

interface SocketData {
	caller: Caller;
	/** When its person or token was asked for. */
	askedAt: number;
	streams: readonly string[];
	lag: Lag;
}
type LiveSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, SocketData>;

export function createSocketServer(parts: SocketServerParts): SocketServer {
	const onRefused = (request: IncomingMessage, cause: string) => {
		parts.onRefused(parts.addressOf(request), cause);
	};
	const gate = openConnectionGate({ barOf: parts.barOf, whoAsks: parts.whoAsks, onRefused });
	const io = new Server<ClientToServer, ServerToClient, Record<string, never>, SocketData>({
		serveClient: false,
		transports: ['websocket', 'polling'],
		// Compression would lose the frame that all receivers share.
		perMessageDeflate: false,
		httpCompression: false,
		maxHttpBufferSize: messageBytes,
		allowRequest: gate.allowRequest
	});
	const all = io.of('/').sockets as ReadonlyMap<string, LiveSocket>;
	let attached = false;
	/** A handshake under way was let in by what was read before an end: it must not slip past it. */
	let lateEnds: { readonly at: number; readonly isOver: (caller: Caller) => boolean }[] = [];

	const end = (isOver: (caller: Caller) => boolean, reason: Ended['reason']) => {
		const at = performance.now();
		lateEnds = [...lateEnds.filter((late) => late.at > at - endsRememberedMs), { at, isOver }];
		for (const socket of all.values()) if (isOver(socket.data.caller)) endSocket(socket, reason);
	};
	const sweep = async () => {
		const sockets = [...all.values()];
		if (sockets.length === 0) return;
		const now = await parts.actorsNow(sockets.map((socket) => socket.data.caller));
		for (const [index, socket] of sockets.entries()) {
			const actor = now[index] ?? null;
			if (!actor || !isSame(actor, socket.data.caller.actor)) endSocket(socket, 'session_ended');
			else follow(socket, parts.streamsOf(actor).filter(isPushed));
		}
	};
	let sweeping: NodeJS.Timeout | null = null;
	const sweepSoon = () => {
		sweeping ??= setTimeout(() => {
			sweeping = null;
			sweep().catch(parts.onError);
		}, sweepSoonMs);
	};
	let next: NodeJS.Timeout | null = null;
	const sweepLater = () => {
		next = setTimeout(() => {
			void sweep()
				.catch(parts.onError)
				.finally(() => {
					if (next) sweepLater();
				});
		}, parts.sweepMs);
	};
	sweepLater();

	const refusalOf = (caller: Caller, protocol: unknown): HandshakeRefusal | null => {
		if (protocol !== undefined && protocol !== protocolVersion) return 'protocol';
		if (parts.streamsOf(caller.actor).length === 0) return 'nothing_to_follow';
		const own = [...all.values()].filter((other) => other.data.caller.actor.id === caller.actor.id);
		return own.length >= socketsOfOne ? 'too_many_sockets' : null;
	};

	io.use((socket, next) => {
		const auth = socket.handshake.auth as { token?: unknown; protocol?: unknown };
		const askedAt = performance.now();
		const refuse = (refusal: HandshakeRefusal) => {
			next(new Error(refusal));
			// Who is somebody, and those for whom the database did not answer, have not tried anything.
			gate.refuse(socket.conn, !['protocol', 'too_many_sockets', 'nothing_to_follow', 'busy'].includes(refusal));
		};
		parts
			.authenticate(socket.request, auth.token)
			.then((caller) => {
				const refusal = typeof caller === 'string' ? caller : refusalOf(caller, auth.protocol);
				if (typeof caller === 'string' || refusal) {
					onRefused(socket.request, refusal ?? 'unauthenticated');
					refuse(refusal ?? 'unauthenticated');
					return;
				}
				gate.admit(socket.conn, () => socket.disconnect(true));
				socket.data = {
					caller,
					askedAt,
					streams: parts.streamsOf(caller.actor).filter(isPushed),
					lag: noLag()
				};
				next();
			})
			.catch((error: unknown) => {
				parts.onError(error);
				refuse('busy');
			});
	});

	io.on('connection', (socket) => {
		if (lateEnds.some(({ at, isOver }) => at >= socket.data.askedAt && isOver(socket.data.caller))) {
			endSocket(socket, 'session_ended');
			return;
		}
		// Without the answer it would wait for ever; ended, it comes again when the database may be back.
		const giveUp = (error: unknown) => {
			parts.onError(error);
			socket.disconnect(true);
		};
		// Who leaves has left: without a socket there is nothing to keep the line open for.
		socket.once('disconnect', () => {
			socket.conn.close();
		});
		socket.on('resume', (message) => {
			const parsed = v.safeParse(resumeSchema, message);
			if (!parsed.success) return;
			void socket.join(socket.data.streams.map(room));
			resume(parts, socket, parsed.output.epoch, parsed.output.heads).catch(giveUp);
		});
		socket.on('ack', (message) => {
			const parsed = v.safeParse(ackSchema, message);
			if (parsed.success) acknowledge(socket.data.lag, parsed.output.heads);
		});
		// Rooms first, heads second: what is written in between arrives as a frame and is dropped as known, never missed.
		void socket.join(socket.data.streams.map(room));
		sayReady(parts, socket).catch(giveUp);
	});

	return {
		attach: (server) => {
			// A development server reloads this module: the first attach stays.
			if (attached) return;
			attached = true;
			io.attach(server);
			gate.watch(io.engine);
		},
		emit: (frame) => {
			const name = room(frame.stream);
			const receivers = io.of('/').adapter.rooms.get(name);
			if (!receivers) return;
			io.local.to(name).emit('frame', frame);
			const bytes = JSON.stringify(frame).length;
			for (const id of receivers) {
				const socket = all.get(id);
				if (socket && fallsBehind(socket.data.lag, socket.conn, frame, bytes)) putOut(socket);
			}
		},
		beat: (heartbeat) => {
			io.local.volatile.emit('heartbeat', heartbeat);
		},
		endSession: (sessionId, reason) => {
			end((caller) => caller.sessionId === sessionId, reason);
		},
		endAccount: (accountId, reason, exceptSession) => {
			end(
				({ actor, sessionId }) => actor.id === accountId && sessionId !== null && sessionId !== exceptSession,
				reason
			);
		},
		endToken: (tokenId) => {
			end((caller) => caller.tokenId === tokenId, 'session_ended');
		},
		sweep,
		sweepSoon,
		count: () => all.size,
		close: async () => {
			if (next) clearTimeout(next);
			next = null;
			if (sweeping) clearTimeout(sweeping);
			// Without this the http server waits for its upgraded connections for ever.
			io.emit('ended', { reason: 'shutdown' });
			io.disconnectSockets(true);
			await io.close();
		}
	};
}

/** Out of the rooms of its streams, until it has taken a snapshot. */
function putOut(socket: LiveSocket): void {
	const { data } = socket;
	for (const stream of data.streams) void socket.leave(room(stream));
	data.lag = noLag();
	socket.emit('reset', { reason: 'behind' });
}

function endSocket(socket: LiveSocket, reason: Ended['reason']): void {
	socket.emit('ended', { reason });
	socket.disconnect(true);
}

/** A session is for one role in one unit: who is given another signs in again. */
function isSame(one: Actor, other: Actor): boolean {
	return one.id === other.id && one.role === other.role && one.unit === other.unit;
}

/** Lets a socket follow these streams from now on; where they are others than before, its client takes a new snapshot. */
function follow(socket: LiveSocket, streams: readonly string[]): void {
	const before = new Set(socket.data.streams);
	const now = new Set(streams);
	const gone = before.difference(now);
	const come = now.difference(before);
	if (gone.size === 0 && come.size === 0) return;
	socket.data.streams = streams;
	for (const stream of gone) void socket.leave(room(stream));
	void socket.join([...come].map(room));
	socket.emit('reset', { reason: 'rights' });
}

function room(stream: string): string {
	return `stream:${stream}`;
}

async function sayReady(parts: SocketServerParts, socket: LiveSocket): Promise<void> {
	const heads = await visibleHeads(parts.db, socket.data.streams);
	socket.emit('ready', { protocol: protocolVersion, epoch: parts.epoch(), today: parts.today(), heads });
}

async function visibleHeads(db: Drizzle, streams: readonly string[]): Promise<Heads> {
	const heads = await readHeads(db);
	return Object.fromEntries(streams.map((stream) => [stream, heads[stream] ?? 0]));
}

async function resume(parts: SocketServerParts, socket: LiveSocket, epoch: string, from: Heads): Promise<void> {
	if (epoch !== parts.epoch()) {
		socket.emit('reset', { reason: 'epoch' });
		return;
	}
	const heads = await visibleHeads(parts.db, socket.data.streams);
	// A stream that the cursor leaves out is none that this client follows.
	const behind = Object.entries(heads).filter(([stream, seq]) => (from[stream] ?? seq) < seq);
	const gap = behind.reduce((sum, [stream, seq]) => sum + seq - (from[stream] ?? seq), 0);
	if (gap > replayLimit || Object.entries(from).some(([stream, seq]) => seq > (heads[stream] ?? seq))) {
		socket.emit('reset', { reason: 'too_far' });
		return;
	}
	for (const [stream] of behind) {
		const missed = frameOf(await eventsAfter(parts.db, stream, from[stream] ?? 0, replayLimit));
		const frame = missed && parts.complete ? await parts.complete(missed) : missed;
		// Meanwhile its session may have ended, or its rights may have changed.
		if (frame && socket.connected && socket.data.streams.includes(stream)) socket.emit('frame', frame);
	}
}
