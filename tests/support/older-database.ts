// A database as an earlier release left it: migrated up to a migration, not further.
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { inject } from 'vitest';
import { connectDatabase, type Database } from '#lib/platform/database.server.ts';
import { openEmbeddedDatabase } from '#lib/platform/embedded-database.server.ts';
import type { DatabaseKind } from './database-kinds.ts';

export interface OlderDatabase {
	readonly database: Database;
	close(): Promise<void>;
}

/** @param migration the name of the first one that is not made, without its number */
export async function openOlderDatabase(kind: DatabaseKind, migration: string): Promise<OlderDatabase> {
	const folder = mkdtempSync(join(tmpdir(), 'jindu-older-'));
	const opened = kind === 'embedded' ? await openEmbedded(join(folder, 'pg')) : await openPostgres();
	await migrate(opened.database.db, { migrationsFolder: migrationsBefore(folder, migration) });
	return {
		database: opened.database,
		close: async () => {
			await opened.close();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

/** A copy of the migrations whose journal ends before one of them. */
function migrationsBefore(folder: string, migration: string): string {
	const copy = join(folder, 'drizzle');
	cpSync('drizzle', copy, { recursive: true });
	const path = join(copy, 'meta/_journal.json');
	const journal = JSON.parse(readFileSync(path, 'utf8')) as { entries: { tag: string }[] };
	const end = journal.entries.findIndex(({ tag }) => tag.replace(/^\d+_/, '') === migration);
	if (end < 0) throw new Error(`no migration is called ${migration}`);
	writeFileSync(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, end) }));
	return copy;
}

async function openEmbedded(folder: string): Promise<OlderDatabase> {
	const embedded = await openEmbeddedDatabase(folder);
	const database = connectDatabase({ kind: 'embedded', socket: embedded.socket });
	return {
		database,
		close: async () => {
			await database.close();
			await embedded.close();
		}
	};
}

async function openPostgres(): Promise<OlderDatabase> {
	const name = `older_${randomUUID().replaceAll('-', '')}`;
	const address = new URL(inject('postgresUrl'));
	const server = postgres(inject('postgresUrl'), { max: 1 });
	await server`create database ${server(name)}`;
	address.pathname = name;
	const database = connectDatabase({ kind: 'postgres', url: address.href });
	return {
		database,
		close: async () => {
			await database.close();
			await server`drop database ${server(name)} with (force)`;
			await server.end();
		}
	};
}
