// Once per run: starts the private Postgres and makes the migrated templates that each test file copies.
import { mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { connectDatabase, type Place } from '#lib/platform/database.server.ts';
import { migrateDatabase } from '#lib/app/migrate-database.server.ts';
import { openEmbeddedDatabase } from '#lib/platform/embedded-database.server.ts';
import { databaseKinds } from './database-kinds.ts';
import { startPostgres } from './postgres.ts';
import { testKey } from './test-key.ts';
import { prepareServedData } from './served-data.setup.ts';

const READY_WITHIN_MS = 120_000;
const TEMPLATE = 'migrated_template';

declare module 'vitest' {
	interface ProvidedContext {
		/** Folder of a migrated embedded database that nobody has open. */
		embeddedTemplate: string;
		/** Address of the private Postgres' own database, and the name of the migrated one to copy. */
		postgresUrl: string;
		postgresTemplate: string;
	}
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const prepared = databaseKinds.map((kind) =>
		kind === 'embedded' ? prepareEmbedded(project) : preparePostgres(project)
	);
	const endings = await Promise.race([Promise.all(prepared), tooLate()]);
	return async () => {
		await Promise.all(endings.map((end) => end()));
	};
}

/** A database that hangs here would hang the whole run, which has no other limit before the first test. */
function tooLate(): Promise<never> {
	return new Promise((_, reject) => {
		setTimeout(() => {
			reject(new Error(`The test databases were not ready in ${READY_WITHIN_MS / 1000} s.`));
		}, READY_WITHIN_MS).unref();
	});
}

async function prepareEmbedded(project: TestProject): Promise<() => Promise<void>> {
	const folder = mkdtempSync(join(tmpdir(), 'jindu-template-'));
	process.on('exit', () => {
		rmSync(folder, { recursive: true, force: true });
	});
	const embedded = await openEmbeddedDatabase(folder);
	await migrateAt({ kind: 'embedded', socket: embedded.socket });
	await embedded.close();
	project.provide('embeddedTemplate', folder);
	const removeServedData = await prepareServedData(project, folder);
	return async () => {
		removeServedData();
		await rm(folder, { recursive: true, force: true });
	};
}

async function preparePostgres(project: TestProject): Promise<() => Promise<void>> {
	const server = await startPostgres();
	const sql = postgres(server.urlOf('postgres'), { max: 1 });
	await sql`create database ${sql(TEMPLATE)}`;
	await sql.end();
	await migrateAt({ kind: 'postgres', url: server.urlOf(TEMPLATE) });
	project.provide('postgresUrl', server.urlOf('postgres'));
	project.provide('postgresTemplate', TEMPLATE);
	return () => server.stop();
}

async function migrateAt(place: Place): Promise<void> {
	const database = connectDatabase(place);
	// Nothing stands in it yet that a digest could be of.
	await migrateDatabase(database, testKey);
	await database.close();
}
