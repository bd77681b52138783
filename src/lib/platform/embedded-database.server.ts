// Opens the embedded database of a data folder and tells where its socket is; other processes of this machine may join by it.
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { lockWhenFree, type DataDirectoryInUse } from './data-lock.server.ts';

/** Where a Postgres client finds the database: a socket file, or a loopback port where there are no socket files. */
export type Socket = { readonly path: string } | { readonly host: string; readonly port: number };

export interface EmbeddedDatabase {
	readonly socket: Socket;
	/** Writes everything out and gives the folder back. */
	readonly close: () => Promise<void>;
}

/** What is done about another process on the folder that may be just ending. */
export interface Patience {
	/** Told once for what it waits. */
	readonly onwait?: (fault: DataDirectoryInUse) => void;
	readonly patienceMs?: number;
}

/**
 * Starts the embedded database in a worker thread, so that a long query does not hold up the event loop.
 * @throws DataDirectoryInUse when another process runs on the folder
 */
export async function openEmbeddedDatabase(
	dataDir: string,
	{ onwait, patienceMs }: Patience = {}
): Promise<EmbeddedDatabase> {
	mkdirSync(dataDir, { recursive: true, mode: 0o700 });
	const unlock = await lockWhenFree(dataDir, onwait, patienceMs);
	let worker: Worker | null = null;
	try {
		const socket = await placeForSocket(dataDir);
		const running = new Worker(createRequire(import.meta.url).resolve('#lib/platform/embedded-database.worker.ts'), {
			workerData: { folder: join(dataDir, 'pg'), listen: socket }
		});
		worker = running;
		const [first] = (await Promise.race([once(running, 'message'), failure(running)])) as [unknown];
		if (first !== 'ready') throw new Error(`embedded database: ${String(first)}`);
		if ('path' in socket) chmodSync(socket.path, 0o600);
		const life = watchOver(running);
		return {
			socket,
			close: async () => {
				await life.end();
				if ('path' in socket) rmSync(socket.path, { force: true });
				unlock();
			}
		};
	} catch (error) {
		await worker?.terminate();
		unlock();
		throw error;
	}
}

/** The database of this process has ended by itself. */
class EmbeddedDatabaseLost extends Error {
	constructor(cause: unknown) {
		super('the embedded database has ended', { cause });
		this.name = 'EmbeddedDatabaseLost';
	}
}

/** Nothing goes on without it: that it ended by itself is thrown to whoever has the last word in this process. */
function watchOver(worker: Worker): { readonly end: () => Promise<void> } {
	let isOver = false;
	let ending = false;
	worker.on('error', lost);
	worker.once('exit', (code) => {
		isOver = true;
		if (!ending) lost(new Error(`its thread ended with ${code}`));
	});
	function lost(cause: unknown): void {
		if (ending) return;
		ending = true;
		setImmediate(() => {
			throw new EmbeddedDatabaseLost(cause);
		});
	}
	return {
		end: async () => {
			ending = true;
			if (isOver) return;
			const stopped = Promise.race([once(worker, 'message'), once(worker, 'exit')]);
			worker.postMessage('stop');
			await stopped;
			await worker.terminate();
		}
	};
}

/** The socket of a server that runs on the folder at this moment; null when none answers. */
export async function socketOfRunningServer(dataDir: string): Promise<Socket | null> {
	const path = socketPath(dataDir);
	if (path === null || !existsSync(path)) return null;
	const client = connect(path);
	try {
		await once(client, 'connect');
		return { path };
	} catch {
		return null;
	} finally {
		client.destroy();
	}
}

async function placeForSocket(dataDir: string): Promise<Socket> {
	const path = socketPath(dataDir);
	if (path !== null) {
		rmSync(path, { force: true });
		return { path };
	}
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const address = probe.address();
	probe.close();
	if (address === null || typeof address === 'string') throw new Error('no free loopback port');
	return { host: '127.0.0.1', port: address.port };
}

/** Null on Windows, whose named pipes the driver does not speak. */
function socketPath(dataDir: string): string | null {
	if (process.platform === 'win32') return null;
	const beside = join(dataDir, '.s.PGSQL.5432');
	// The kernel allows about 104 bytes for the path of a socket.
	if (Buffer.byteLength(beside) <= 100) return beside;
	const folder = join(tmpdir(), `jindu-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`);
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	return join(folder, '.s.PGSQL.5432');
}

async function failure(worker: Worker): Promise<never> {
	const [error] = (await once(worker, 'error')) as [unknown];
	throw error instanceof Error ? error : new Error(String(error));
}
