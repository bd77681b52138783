// The product as it is served, for a benchmark: a demonstration of its own on a free port, and its people signed in.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export interface Account {
	readonly username: string;
	readonly password: string;
	readonly role: string;
}

export interface Served {
	/** `http://127.0.0.1:<port>` */
	readonly address: string;
	readonly accounts: readonly Account[];
	/** Ends it and removes its data. */
	readonly stop: () => Promise<void>;
}

/** Starts a demonstration in which nothing happens by itself. */
export async function serveDemonstration(): Promise<Served> {
	const dataDir = mkdtempSync(join(tmpdir(), 'jindu-bench-'));
	const port = await freePort();
	const address = `http://127.0.0.1:${port}`;
	const server = spawn(process.execPath, ['server.js'], {
		env: {
			...process.env,
			NODE_ENV: 'production',
			HOST: '127.0.0.1',
			PORT: String(port),
			DATA_DIR: dataDir,
			DEMO_ACTIVITY: '0',
			LOG_LEVEL: 'error'
		},
		stdio: ['ignore', 'ignore', 'inherit']
	});
	const stop = async () => {
		await end(server);
		rmSync(dataDir, { recursive: true, force: true });
	};
	try {
		await untilReady(server, address);
		const accounts = JSON.parse(readFileSync(join(dataDir, 'demo-accounts.json'), 'utf8')) as Account[];
		return { address, accounts, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/** The value of a Cookie header. */
export async function signIn(address: string, { username, password }: Account): Promise<string> {
	const answer = await fetch(`${address}/login`, {
		method: 'POST',
		redirect: 'manual',
		headers: { origin: address },
		body: new URLSearchParams({ username, password })
	});
	if (answer.status !== 303) throw new Error(`signing in was answered with ${answer.status}`);
	return answer.headers
		.getSetCookie()
		.map((cookie) => cookie.split(';')[0])
		.join('; ');
}

async function untilReady(server: ChildProcess, address: string): Promise<void> {
	while (server.exitCode === null) {
		const ready = await fetch(`${address}/readyz`).then(
			(answer) => answer.ok,
			() => false
		);
		if (ready) return;
		await wait(100);
	}
	throw new Error(`the server ended with ${server.exitCode}`);
}

async function end(server: ChildProcess): Promise<void> {
	if (server.exitCode !== null) return;
	server.kill('SIGTERM');
	await once(server, 'exit');
}

async function freePort(): Promise<number> {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const { port } = probe.address() as AddressInfo;
	probe.close();
	return port;
}
