// Write to receipt: 200 clients follow while somebody records 20 times a second, beside a bare `ws` broadcast of the same bytes.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import type { FromClients, ToClients } from './fan-out-clients.ts';
import { percentiles, round, type Measured, type Row } from './measured.ts';
import { serveDemonstration, signIn } from './served.ts';

const clients = 200;
const writesASecond = 20;
const seconds = 20;
const warmUpWrites = 20;
/** A district that writes, and leaders and districts that look on: at most twenty sockets of one person. */
const watchers = 10;

interface Received {
	/** When the client had it, by its process's clock, which is the machine's. */
	readonly latencies: readonly number[];
	readonly bytes: number;
	readonly messages: number;
}

export async function fanOut(): Promise<Measured> {
	const product = await measureProduct();
	const bare = await measureBare(product.received.bytes / product.received.messages);
	const rows = [rowOf('Jindu: POST /transactions to frame', product.received), rowOf('ws: send to message', bare)];
	const [ours, theirs] = [percentiles(product.received.latencies), percentiles(bare.latencies)];
	return {
		about: `${clients} clients in a process of their own, ${writesASecond} writes a second for ${seconds} s, embedded database; time from sending the request to the frame that holds it; answers to the writer: p50 ${round(percentiles(product.answers).p50)} ms, p99 ${round(percentiles(product.answers).p99)} ms`,
		rows,
		ratios: {
			'p50, Jindu / ws': round(ours.p50 / theirs.p50),
			'p99, Jindu / ws': round(ours.p99 / theirs.p99),
			'p50 after the answer, Jindu / ws': round(percentiles(product.afterAnswer).p50 / theirs.p50),
			'frames a client, Jindu / ws': round(product.received.messages / bare.messages)
		}
	};
}

/** The product as it is served, writes over HTTP, receipts over Socket.IO. */
async function measureProduct() {
	const { address, accounts, stop } = await serveDemonstration();
	const receiving = fork(join(import.meta.dirname, 'fan-out-clients.ts'), {
		stdio: ['ignore', 'inherit', 'inherit', 'ipc']
	});
	try {
		const districts = accounts.filter((account) => account.role === 'district');
		const writer = districts[0];
		if (!writer) throw new Error('the demonstration has no district');
		const cookie = await signIn(address, writer);
		const cookies = await Promise.all(districts.slice(1, watchers + 1).map((account) => signIn(address, account)));
		await told(receiving, { kind: 'follow', address, cookies, clients }, 'following');

		const sent = new Map<number, number>();
		const answered = new Map<number, number>();
		const answers: number[] = [];
		const unit = await unitOf(address, cookie);
		const record = async (n: number) => {
			const began = now();
			const answer = await fetch(`${address}/api/v1/transactions`, {
				method: 'POST',
				headers: { 'content-type': 'application/json', cookie, origin: address, 'idempotency-key': `bench-${n}` },
				body: JSON.stringify({
					kind: 'transfer',
					amount: '10000.00',
					date: '2019-09-02',
					territory: unit,
					reference: `bench ${n}`
				})
			});
			if (answer.status !== 201) throw new Error(`a write was answered with ${answer.status}: ${await answer.text()}`);
			const { heads } = (await answer.json()) as { heads: { city: number } };
			const done = now();
			sent.set(heads.city, began);
			answered.set(heads.city, done);
			answers.push(done - began);
		};
		for (let n = 0; n < warmUpWrites; n++) await record(n);
		answers.splice(0);
		sent.clear();
		await atPace((n) => record(warmUpWrites + n));
		const last = Math.max(...sent.keys());
		const received = await told(receiving, { kind: 'report', until: last }, 'received');
		if (received.kind !== 'received') throw new Error('no report');
		const from = Math.min(...sent.keys());
		const latencies: number[] = [];
		const afterAnswer: number[] = [];
		let messages = 0;
		let bytes = 0;
		for (const { at, first, to, size } of received.frames) {
			if (to < from) continue;
			messages++;
			bytes += size;
			for (let seq = Math.max(first, from); seq <= to; seq++) {
				latencies.push(at - (sent.get(seq) ?? at));
				afterAnswer.push(Math.max(0, at - (answered.get(seq) ?? at)));
			}
		}
		const whole = sent.size * clients;
		if (latencies.length !== whole) throw new Error(`${latencies.length} receipts of ${whole}`);
		return { received: { latencies, bytes, messages }, afterAnswer, answers };
	} finally {
		receiving.kill();
		await stop();
	}
}

/** The least that any server can do: one `ws` send to each client for each write, of as many bytes as a frame had. */
async function measureBare(size: number): Promise<Received> {
	const server = createServer();
	const sockets = new WebSocketServer({ server, perMessageDeflate: false });
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const receiving = fork(join(import.meta.dirname, 'fan-out-clients.ts'), {
		stdio: ['ignore', 'inherit', 'inherit', 'ipc']
	});
	try {
		await told(receiving, { kind: 'listen', address, clients }, 'following');
		const sent = new Map<number, number>();
		await atPace((n) => {
			sent.set(n + 1, now());
			const text = JSON.stringify({ seq: n + 1 }).padEnd(Math.round(size));
			for (const socket of sockets.clients) socket.send(text);
			return Promise.resolve();
		});
		const received = await told(receiving, { kind: 'report', until: writesASecond * seconds }, 'received');
		if (received.kind !== 'received') throw new Error('no report');
		return {
			latencies: received.frames.map(({ at, to }) => at - (sent.get(to) ?? at)),
			bytes: received.frames.reduce((sum, frame) => sum + frame.size, 0),
			messages: received.frames.length
		};
	} finally {
		receiving.kill();
		for (const socket of sockets.clients) socket.terminate();
		server.close();
	}
}

/** Starts the writes when they are due, whether or not those before them have been answered: a queue must show. */
async function atPace(write: (n: number) => Promise<void>): Promise<void> {
	const began = performance.now();
	const running: Promise<void>[] = [];
	for (let n = 0; n < writesASecond * seconds; n++) {
		await wait(Math.max(0, began + (n * 1000) / writesASecond - performance.now()));
		running.push(write(n));
	}
	await Promise.all(running);
}

async function told(clients: ChildProcess, message: ToClients, kind: FromClients['kind']): Promise<FromClients> {
	clients.send(message);
	for (;;) {
		const [answer] = (await once(clients, 'message')) as [FromClients];
		if (answer.kind === kind) return answer;
	}
}

/** The district of a session: the only `unit:` stream that it follows. */
async function unitOf(address: string, cookie: string): Promise<string> {
	const answer = await fetch(`${address}/api/v1/dashboard`, { headers: { cookie } });
	const { heads } = (await answer.json()) as { heads: Record<string, number> };
	return (
		Object.keys(heads)
			.find((stream) => stream.startsWith('unit:'))
			?.slice(5) ?? ''
	);
}

/** Milliseconds since 1970 with their fraction; the clients' process reads the same clock. */
function now(): number {
	return performance.timeOrigin + performance.now();
}

function rowOf(what: string, { latencies, bytes, messages }: Received): Row {
	const { p50, p99, max } = percentiles(latencies);
	return {
		what,
		'p50 ms': round(p50),
		'p99 ms': round(p99),
		'max ms': round(max),
		receipts: latencies.length,
		messages,
		'bytes a message': Math.round(bytes / messages)
	};
}
