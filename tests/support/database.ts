// Gives a test a migrated, empty database of its own, by copying the run's template.
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { inject } from 'vitest';
import { connectDatabase, type Database, type Place } from '#lib/platform/database.server.ts';
import { openEmbeddedDatabase } from '#lib/platform/embedded-database.server.ts';
import type { DatabaseKind } from './database-kinds.ts';

export interface TestDatabase {
	readonly database: Database;
	/** For a second connection to the same data. */
	readonly place: Place;
	/** Ends the connection and removes the data. */
	close(): Promise<void>;
}

export function openTestDatabase(kind: DatabaseKind): Promise<TestDatabase> {
	return kind === 'embedded' ? openEmbedded() : openPostgres();
}

async function openEmbedded(): Promise<TestDatabase> {
	const folder = mkdtempSync(join(tmpdir(), 'jindu-data-'));
	cpSync(inject('embeddedTemplate'), folder, { recursive: true });
	const embedded = await openEmbeddedDatabase(folder);
	const place: Place = { kind: 'embedded', socket: embedded.socket };
	const database = connectDatabase(place);
	return {
		database,
		place,
		close: async () => {
			await database.close();
			await embedded.close();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

async function openPostgres(): Promise<TestDatabase> {
	const name = `test_${randomUUID().replaceAll('-', '')}`;
	const address = new URL(inject('postgresUrl'));
	await onServer((sql) => sql`create database ${sql(name)} template ${sql(inject('postgresTemplate'))}`);
	address.pathname = name;
	const place: Place = { kind: 'postgres', url: address.href };
	const database = connectDatabase(place);
	return {
		database,
		place,
		close: async () => {
			await database.close();
			await onServer((sql) => sql`drop database ${sql(name)} with (force)`);
		}
	};
}

async function onServer(work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
	const sql = postgres(inject('postgresUrl'), { max: 1 });
	try {
		await work(sql);
	} finally {
		await sql.end();
	}
}
