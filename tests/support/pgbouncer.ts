// Starts a private PgBouncer before a private Postgres, on a free port with its files in a temporary folder, and takes both away again.
import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './faults.ts';
import { freePort, unprivilegedPerson } from './postgres.ts';

export interface PrivatePgBouncer {
	/** Address of a database of the Postgres behind it. */
	urlOf(database: string): string;
	/** Ends it and removes its files. */
	stop(): Promise<void>;
}

/**
 * As Debian installs it but for where it listens and whom it trusts.
 * @param postgresUrl address of any database of the Postgres behind it
 */
export async function startPgBouncer(
	postgresUrl: string,
	pooling: 'session' | 'transaction' | 'statement'
): Promise<PrivatePgBouncer> {
	const program = findProgram('pgbouncer');
	if (program === undefined)
		throw new Error('No PgBouncer on this machine: install it (Debian: apt-get install pgbouncer).');
	const { hostname, port: postgresPort, username } = new URL(postgresUrl);
	const folder = mkdtempSync(join(tmpdir(), 'jindu-pgbouncer-'));
	const port = await freePort();
	const settings = join(folder, 'pgbouncer.ini');
	writeFileSync(
		settings,
		[
			'[databases]',
			`* = host=${hostname} port=${postgresPort} user=${username}`,
			'[pgbouncer]',
			'listen_addr = 127.0.0.1',
			`listen_port = ${port}`,
			'unix_socket_dir =',
			'auth_type = any',
			`pool_mode = ${pooling}`,
			''
		].join('\n')
	);
	// Like Postgres, it refuses to run as root.
	const person = process.getuid?.() === 0 ? unprivilegedPerson() : undefined;
	if (person !== undefined) for (const path of [folder, settings]) chownSync(path, person.uid, person.gid);

	const server = spawn(program, [settings], { ...person, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
	const endWithUs = () => {
		server.kill('SIGKILL');
		rmSync(folder, { recursive: true, force: true });
	};
	process.on('exit', endWithUs);
	await untilItListens(server);

	return {
		urlOf: (database) => `postgres://${username}@127.0.0.1:${port}/${database}`,
		stop: async () => {
			if (server.exitCode === null && server.signalCode === null) {
				const ended = new Promise((resolve) => server.once('exit', resolve));
				server.kill('SIGKILL');
				await ended;
			}
			process.off('exit', endWithUs);
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

/** It says on its standard error that it is up. */
function untilItListens(server: ChildProcess): Promise<void> {
	return new Promise((resolve, reject) => {
		let printed = '';
		server.stderr?.on('data', (chunk: Buffer) => {
			printed = (printed + chunk.toString()).slice(-4000);
			if (printed.includes('process up')) resolve();
		});
		server.once('error', reject);
		server.once('exit', (code) => reject(new Error(`PgBouncer ended with ${code}: ${printed}`)));
	});
}
