// Starts a private Postgres on a free port with its data in a temporary folder, and takes both away again.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface PrivatePostgres {
	/** Address of a database of this server. */
	urlOf(database: string): string;
	/** Ends the server as a power cut would, keeping its data; `start()` brings it back on the same port. */
	kill(): Promise<void>;
	/** Ends the server as an administrator does who does not wait for its clients (`pg_ctl stop -m fast`). */
	shutDown(): Promise<void>;
	start(): Promise<void>;
	/** Holds the server and all its sessions where they are (SIGSTOP): connections stand, and nobody answers. */
	hold(): void;
	/** Lets it go on. */
	release(): void;
	/** Ends the server and removes its data. */
	stop(): Promise<void>;
}

/** Folder of `initdb` and `postgres`, newest version first, or undefined where there is none. */
export function findPostgres(): string | undefined {
	const packaged = '/usr/lib/postgresql';
	const versions = existsSync(packaged) ? readdirSync(packaged).sort((a, b) => Number(b) - Number(a)) : [];
	const folders = [
		...(process.env['PATH'] ?? '').split(delimiter),
		...versions.map((version) => join(packaged, version, 'bin')),
		'/opt/homebrew/opt/postgresql@17/bin',
		'/usr/local/opt/postgresql@17/bin'
	];
	return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

export async function startPostgres(): Promise<PrivatePostgres> {
	const programs = findPostgres();
	if (programs === undefined)
		throw new Error('No Postgres on this machine: install it (Debian: apt-get install postgresql).');
	const folder = mkdtempSync(join(tmpdir(), 'jindu-postgres-'));
	const data = join(folder, 'data');
	// Postgres refuses to run as root.
	const person = process.getuid?.() === 0 ? unprivilegedPerson() : undefined;
	if (person !== undefined) chownSync(folder, person.uid, person.gid);
	const port = await freePort();

	const made = spawnSync(
		join(programs, 'initdb'),
		['-D', data, '-U', 'jindu', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
		{ ...person, cwd: folder, encoding: 'utf8' }
	);
	if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}${made.error?.message ?? ''}`);

	let server: ChildProcess | undefined;
	const endWithUs = () => {
		server?.kill('SIGQUIT');
		// Nothing can be awaited any more, and Postgres still writes for a moment.
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
		rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
	};
	process.on('exit', endWithUs);

	const start = async () => {
		server = await launch(join(programs, 'postgres'), { ...person, cwd: folder, data, port });
	};
	const end = async (signal: NodeJS.Signals) => {
		const ending = server;
		server = undefined;
		if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
		const ended = new Promise((resolve) => ending.once('exit', resolve));
		ending.kill(signal);
		// One that is held would not hear it.
		ending.kill('SIGCONT');
		await ended;
	};
	const tell = (signal: NodeJS.Signals) => {
		const { pid } = server ?? {};
		if (pid === undefined) throw new Error('Postgres does not run');
		// The first is the one that would start or replace the others.
		for (const each of [pid, ...childrenOf(pid)]) process.kill(each, signal);
	};
	await start();

	return {
		urlOf: (database) => `postgres://jindu@127.0.0.1:${port}/${database}`,
		// SIGQUIT is Postgres's own "at once, recover later": it takes its children along, as SIGKILL would not.
		kill: () => end('SIGQUIT'),
		shutDown: () => end('SIGINT'),
		start,
		hold: () => tell('SIGSTOP'),
		release: () => tell('SIGCONT'),
		stop: async () => {
			await end('SIGQUIT');
			process.off('exit', endWithUs);
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

function childrenOf(pid: number): number[] {
	const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
	return stdout
		.split('\n')
		.map((line) => line.trim().split(/\s+/).map(Number))
		.flatMap(([child, parent]) => (child !== undefined && parent === pid ? [child] : []));
}

export function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() =>
				typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error())
			);
		});
	});
}

interface Launch {
	uid?: number;
	gid?: number;
	cwd: string;
	data: string;
	port: number;
}

/** Resolves once the server takes connections: it says so on its standard error. */
function launch(postgres: string, { data, port, ...where }: Launch): Promise<ChildProcess> {
	const settings = {
		listen_addresses: '127.0.0.1',
		unix_socket_directories: '',
		max_connections: '200',
		shared_buffers: '64MB',
		fsync: 'off',
		full_page_writes: 'off',
		autovacuum: 'off',
		log_destination: 'stderr',
		logging_collector: 'off'
	};
	const args = [
		'-D',
		data,
		'-p',
		String(port),
		...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])
	];
	const server = spawn(postgres, args, {
		...where,
		env: { ...process.env, LC_ALL: 'C' },
		stdio: ['ignore', 'ignore', 'pipe']
	});
	return new Promise((resolve, reject) => {
		let printed = '';
		let isReady = false;
		server.stderr.on('data', (chunk: Buffer) => {
			if (isReady) return;
			printed += chunk.toString();
			isReady = printed.includes('ready to accept connections');
			if (isReady) resolve(server);
		});
		server.once('error', reject);
		server.once('exit', (code) => reject(new Error(`Postgres ended with ${code}: ${printed}`)));
	});
}

/** Whom servers run as that refuse to run as root. */
export function unprivilegedPerson(): { uid: number; gid: number } {
	for (const name of ['postgres', 'nobody']) {
		const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout.trim());
		if (uid !== undefined && uid !== '') return { uid: Number(uid), gid: Number(gid) };
	}
	throw new Error('Postgres does not run as root, and this machine has no other user to run it.');
}
