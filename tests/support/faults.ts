// What a machine must have for a fault to be brought about on it. A fault that is not possible is named, never left out in silence.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findPostgres } from './postgres.ts';

interface Need {
	/** What it is, and how a person gets it. */
	readonly what: string;
	readonly isThere: () => boolean;
	/** Whether the machine that decides on changes may be without it. */
	readonly optional?: true;
}

const needs = {
	postgres: {
		what: 'Postgres (Debian: apt-get install postgresql)',
		isThere: () => findPostgres() !== undefined
	},
	pgbouncer: {
		what: 'PgBouncer (Debian: apt-get install pgbouncer)',
		isThere: () => findProgram('pgbouncer') !== undefined
	},
	nginx: {
		what: 'nginx (Debian: apt-get install nginx)',
		isThere: () => findProgram('nginx') !== undefined
	},
	openssl: {
		what: 'openssl (Debian: apt-get install openssl)',
		isThere: () => findProgram('openssl') !== undefined
	},
	signals: {
		what: 'a system on which a process can be held with SIGSTOP',
		isThere: () => process.platform !== 'win32'
	},
	unshare: {
		what: 'unshare with user and process namespaces (Debian: apt-get install util-linux, and a kernel that allows them)',
		isThere: () => succeeds('unshare', '--user', '--map-root-user', '--pid', '--fork', 'true'),
		optional: true
	},
	tmpfs: {
		what: 'the right to mount a tmpfs',
		isThere: () => succeeds('unshare', '--user', '--map-root-user', '--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'),
		optional: true
	},
	faketime: {
		what: 'faketime (Debian: apt-get install faketime)',
		isThere: () => findProgram('faketime') !== undefined,
		optional: true
	}
} as const satisfies Readonly<Record<string, Need>>;

export type FaultNeed = keyof typeof needs;

/** For `describe.runIf(canHave('nginx'))(…)`: whether this machine has all that a fault needs. */
export function canHave(...names: readonly FaultNeed[]): boolean {
	return names.every((name) => needs[name].isThere());
}

/** What this machine does not have, in words, and whether a change may land without it. */
export function missingForFaults(): { readonly what: string; readonly optional: boolean }[] {
	return Object.values<Need>(needs)
		.filter(({ isThere }) => !isThere())
		.map(({ what, optional = false }) => ({ what, optional }));
}

/** Path of a program that `PATH` offers, or that stands where a system keeps its servers. */
export function findProgram(name: string): string | undefined {
	const folders = [
		...(process.env['PATH'] ?? '').split(delimiter),
		'/usr/sbin',
		'/usr/local/sbin',
		'/opt/homebrew/bin'
	];
	return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

function succeeds(command: string, ...args: readonly string[]): boolean {
	return spawnSync(command, args, { stdio: 'ignore', timeout: 5_000 }).status === 0;
}
