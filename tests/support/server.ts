// Starts the built product for a test, as `npm start` does: its own port, its own copy of the seeded demo data.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { freePort } from './postgres.ts';

const root = resolve(import.meta.dirname, '../..');
const READY_WITHIN_MS = 300_000;

export interface Account {
	username: string;
	password: string;
	role: string;
	/** The unit's code. */
	unit: string | null;
}

export interface RunningServer {
	readonly baseURL: string;
	readonly dataDir: string;
	readonly accounts: readonly Account[];
	/** The first demo account of a role, and of a unit where one is named. */
	accountOf(role: string, unit?: string): Account;
	/** All that the server printed since its first start. */
	printed(): string;
	/** Sends it a signal that does not end it by itself. */
	signal(signal: NodeJS.Signals): void;
	/** The code with which it ends, when it ends by itself; it may be started again. */
	ended(): Promise<number | null>;
	/** Ends it as a power cut would; the data stay. */
	kill9(): Promise<void>;
	/** Asks it to end (SIGTERM) and waits; the data stay. */
	terminate(): Promise<void>;
	/** Starts it again on the same port and data, and waits until it is ready. */
	restart(): Promise<void>;
	/** Ends it and removes the data. */
	stop(): Promise<void>;
}

export interface ServerOptions {
	env?: Record<string, string>;
	/** Folder to copy the data from; by default the seeded demo data of this run, `null` for an empty folder. */
	dataFrom?: string | null;
	/** Words before the command, which run it somewhere else: `unshare …`. */
	within?: readonly string[];
}

export async function startServer({
	env = {},
	dataFrom = process.env['JINDU_SEEDED_DATA'] ?? null,
	within = []
}: ServerOptions = {}): Promise<RunningServer> {
	const dataDir = mkdtempSync(join(tmpdir(), 'jindu-server-'));
	// The lock and the socket of the server that made the folder are not part of its data.
	const isData = (path: string) => !/(^\.s\.PGSQL\..*|^lock)$/.test(basename(path));
	if (dataFrom !== null) cpSync(dataFrom, dataDir, { recursive: true, filter: isData });
	const port = await freePort();
	const baseURL = `http://127.0.0.1:${port}`;
	let printed = '';
	let server: ChildProcess | undefined;

	const endWithUs = () => server?.kill('SIGKILL');
	process.on('exit', endWithUs);

	const start = async () => {
		const words = [...within, process.execPath, 'server.js'];
		const child = spawn(words[0] ?? '', words.slice(1), {
			cwd: root,
			env: {
				...process.env,
				NODE_ENV: 'production',
				DEMO_ACTIVITY: '0',
				LOG_LEVEL: 'warn',
				// Tests ask faster than people and feeds do.
				REQUESTS_PER_MINUTE: '1000000',
				...env,
				HOST: '127.0.0.1',
				PORT: String(port),
				DATA_DIR: dataDir
			},
			stdio: ['ignore', 'pipe', 'pipe']
		});
		const collect = (text: string) => {
			printed += text;
		};
		child.stdout.setEncoding('utf8').on('data', collect);
		child.stderr.setEncoding('utf8').on('data', collect);
		server = child;
		await untilReady(child, baseURL, () => printed);
	};
	const end = async (signal: NodeJS.Signals) => {
		const ending = server;
		server = undefined;
		if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
		const exited = once(ending, 'exit');
		ending.kill(signal);
		await exited;
	};
	const remove = () => {
		process.off('exit', endWithUs);
		rmSync(dataDir, { recursive: true, force: true });
	};

	try {
		await start();
	} catch (error) {
		await end('SIGKILL');
		remove();
		throw error;
	}
	// A database of one's own has none: its first link is in what was printed.
	const accounts =
		env['DEMO'] === '0' ? [] : (JSON.parse(readFileSync(join(dataDir, 'demo-accounts.json'), 'utf8')) as Account[]);

	return {
		baseURL,
		dataDir,
		accounts,
		accountOf: (role, unit) => {
			const found = accounts.find((account) => account.role === role && (unit === undefined || account.unit === unit));
			if (found === undefined)
				throw new Error(`no demo account of role ${role}${unit === undefined ? '' : ` in ${unit}`}`);
			return found;
		},
		printed: () => printed,
		signal: (signal) => {
			server?.kill(signal);
		},
		ended: async () => {
			const ending = server;
			if (ending === undefined) throw new Error('the server does not run');
			if (ending.exitCode === null && ending.signalCode === null) await once(ending, 'exit');
			return ending.exitCode;
		},
		kill9: () => end('SIGKILL'),
		terminate: () => end('SIGTERM'),
		restart: async () => {
			await end('SIGTERM');
			await start();
		},
		stop: async () => {
			// Nothing of it is looked at any more: how it ends in order, others see.
			await end('SIGKILL');
			remove();
		}
	};
}

async function untilReady(server: ChildProcess, baseURL: string, printed: () => string): Promise<void> {
	const giveUpAt = performance.now() + READY_WITHIN_MS;
	while (server.exitCode === null && server.signalCode === null && performance.now() < giveUpAt) {
		if (await answersReady(baseURL)) return;
		await new Promise((wait) => setTimeout(wait, 50));
	}
	throw new Error(
		`The server ${server.exitCode === null ? 'was not ready in time' : `ended with ${server.exitCode}`}:\n${printed()}`
	);
}

async function answersReady(baseURL: string): Promise<boolean> {
	try {
		return (await fetch(`${baseURL}/readyz`)).ok;
	} catch {
		return false;
	}
}
