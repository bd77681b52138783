// The live path for a test: sockets and pump on a port of its own, people by name, and clients that remember what they were told.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io, type Socket } from 'socket.io-client';
import { readableStreams } from '#lib/access/rights.ts';
import { unitsOf, type Actor } from '#lib/access/roles.ts';
import { readSnapshot } from '#lib/figures/snapshot.server.ts';
import { day } from '#lib/kernel/day.ts';
import { isOwnOrigin } from '#lib/platform/origin.server.ts';
import { startPump } from '#lib/live/pump.server.ts';
import { createSocketServer, type SocketServer, type SocketServerParts } from '#lib/live/socket-server.server.ts';
import { tasksOfUnit } from '#lib/plan/plan-index.ts';
import {
	protocolVersion,
	type ClientToServer,
	type Frame,
	type Heads,
	type Ready,
	type ServerToClient
} from '#lib/protocol/messages.ts';
import { movesRights } from '#lib/protocol/streams.ts';
import type { Snapshot } from '#lib/protocol/snapshot.ts';
import type { CommandDesk } from './commands.ts';

export const liveToday = day('2019-09-16');
/** Longer than any test. */
const never = 3_600_000;

export interface LiveServer {
	readonly url: string;
	readonly sockets: SocketServer;
	/** A cookie or a token that stands for somebody becomes another person, or nobody. */
	setPerson(name: string, actor: Actor | null): void;
	/** What the live path could not do. */
	readonly errors: unknown[];
	/** As after a restore: cursors of before are worth nothing. */
	setEpoch(epoch: string): void;
	/** The database answers no more, or again. */
	setBroken(broken: boolean): void;
	/** Questions to the database get no answer at all, for ever; or those of from now on do again. */
	setHanging(hanging: boolean): void;
	streamsOf(name: string): string[];
	/** What GET /api/v1/dashboard reads. */
	snapshotFor(name: string): Promise<Snapshot>;
	client(name: string, options?: ClientOptions): LiveClient;
	close(): Promise<void>;
}

export interface ClientOptions {
	readonly auth?: Record<string, unknown>;
	readonly headers?: Record<string, string>;
	readonly transports?: ('websocket' | 'polling')[];
}

export interface LiveClient {
	readonly socket: Socket<ServerToClient, ClientToServer>;
	readonly frames: Frame[];
	/** Everything in the order it came: 'ready', 'frame city 1-2', 'reset behind', 'ended ...', 'disconnect ...', 'refused ...'. */
	readonly told: string[];
	ready(): Promise<Ready>;
	/** Looks again whenever something comes. */
	until<T>(found: () => T | undefined | false | null): Promise<T>;
}

export interface LiveServerOptions {
	/** False = the pump hears of no commit, as after one on another node. */
	readonly wakes?: boolean;
	/** Who is behind a handshake as the product finds it, instead of the people by name. */
	readonly callers?: Partial<SocketServerParts>;
	/** How often sockets are asked who they are; without it never by themselves. */
	readonly sweepMs?: number;
	/** False = nothing that the pump sees makes it ask. */
	readonly hears?: boolean;
}

/** @param people actors by the token that stands for them */
export async function openLiveServer(
	desk: CommandDesk,
	people: Readonly<Record<string, Actor>>,
	{ wakes = true, callers, sweepMs = never, hears = true }: LiveServerOptions = {}
): Promise<LiveServer> {
	const known = new Map(Object.entries(people));
	let epoch = 'first';
	let broken = false;
	let hanging = false;
	const errors: unknown[] = [];
	const clients: LiveClient[] = [];
	const db = new Proxy(desk.db, {
		get: (target, name): unknown => {
			if (name !== 'execute' || !(broken || hanging)) return Reflect.get(target, name);
			return () => (hanging ? new Promise(() => undefined) : Promise.reject(new Error('the database is away')));
		}
	});
	const streamsOf = (actor: Actor) =>
		readableStreams(
			actor,
			desk.plan.document.settings,
			unitsOf(actor).flatMap((unit) => tasksOfUnit(desk.plan, unit)),
			[...desk.plan.units.keys()],
			[...desk.plan.tasks.keys()]
		);
	const actorOf = (name: string) => {
		const actor = known.get(name);
		if (!actor) throw new Error(`nobody is called ${name}`);
		return actor;
	};
	const sockets = createSocketServer({
		onRefused: () => undefined,
		db,
		epoch: () => epoch,
		today: () => liveToday,
		addressOf: ({ socket }) => socket.remoteAddress ?? '',
		barOf: ({ headers }) => (isOwnOrigin(headers, null) ? null : 'foreign_origin'),
		whoAsks: ({ headers }) => {
			const isKnown = known.has(headers.cookie ?? '');
			return { key: isKnown ? `session:${headers.cookie}` : 'network:here', isKnown };
		},
		authenticate: ({ headers }, token) => {
			const name = typeof token === 'string' ? token : (headers.cookie ?? '');
			const actor = known.get(name);
			return Promise.resolve(actor ? { actor, sessionId: `session of ${name}`, tokenId: null } : 'unauthenticated');
		},
		actorsNow: (credentials) =>
			Promise.resolve(
				credentials.map(({ sessionId }) => known.get((sessionId ?? '').replace(/^session of /, '')) ?? null)
			),
		...callers,
		streamsOf,
		sweepMs,
		onError: (error) => errors.push(error)
	});
	const seen = (stream: string) => {
		if (hears && movesRights(stream)) sockets.sweepSoon();
	};
	const pump = await startPump(db, sockets.emit, seen, (error) => errors.push(error));
	desk.onCommit(() => {
		if (wakes) pump.wake();
	});
	const http = createServer((_, response) => response.writeHead(404).end());
	sockets.attach(http);
	http.listen(0, '127.0.0.1');
	await once(http, 'listening');
	const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
	let closing: Promise<void> | undefined;
	const close = async () => {
		desk.onCommit(() => undefined);
		await pump.close();
		await sockets.close();
		for (const client of clients) client.socket.disconnect();
		http.close();
	};
	return {
		url,
		sockets,
		errors,
		setPerson: (name, actor) => {
			if (actor) known.set(name, actor);
			else known.delete(name);
		},
		setEpoch: (next) => {
			epoch = next;
		},
		setBroken: (next) => {
			broken = next;
		},
		setHanging: (next) => {
			hanging = next;
		},
		streamsOf: (name) => streamsOf(actorOf(name)),
		snapshotFor: (name) => readSnapshot(desk.db, streamsOf(actorOf(name)), liveToday),
		client: (name, options) => {
			const client = openLiveClient(url, { auth: { token: name, protocol: protocolVersion }, ...options });
			clients.push(client);
			return client;
		},
		close: () => (closing ??= close())
	};
}

function openLiveClient(url: string, { auth, headers, transports }: ClientOptions): LiveClient {
	const socket: LiveClient['socket'] = io(url, {
		forceNew: true,
		reconnection: false,
		transports: transports ?? ['websocket'],
		...(auth ? { auth } : {}),
		...(headers ? { extraHeaders: headers } : {})
	});
	const frames: Frame[] = [];
	const told: string[] = [];
	const looking = new Set<() => void>();
	let ready: Ready | undefined;
	const tell = (what: string) => {
		told.push(what);
		for (const look of [...looking]) look();
	};
	socket.on('ready', (message) => {
		ready = message;
		tell('ready');
	});
	socket.on('frame', (frame) => {
		frames.push(frame);
		tell(`frame ${frame.stream} ${frame.from}-${frame.to}`);
	});
	socket.on('reset', ({ reason }) => tell(`reset ${reason}`));
	socket.on('ended', ({ reason }) => tell(`ended ${reason}`));
	socket.on('disconnect', (reason) => {
		ready = undefined;
		tell(`disconnect ${reason}`);
	});
	socket.on('connect_error', (error) => tell(`refused ${error.message}`));
	const until: LiveClient['until'] = (found) =>
		new Promise((resolve) => {
			const look = () => {
				const result = found();
				if (result === undefined || result === false || result === null) return;
				looking.delete(look);
				resolve(result);
			};
			looking.add(look);
			look();
		});
	return { socket, frames, told, until, ready: () => until(() => ready) };
}

/** The newest number of a stream that a client has been told of. */
export function reached(client: LiveClient, stream: string): number {
	return client.frames.findLast((frame) => frame.stream === stream)?.to ?? 0;
}

export async function headsOf(desk: CommandDesk): Promise<Heads> {
	const rows = await desk.sql<{ stream: string; seq: string }[]>`select stream, seq from stream_head`;
	return Object.fromEntries(rows.map((row) => [row.stream, Number(row.seq)]));
}
