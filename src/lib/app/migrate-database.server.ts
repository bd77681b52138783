// Brings the schema up to date, and with it what is computed from the rows: keys of numbers, and the digests that the log keeps.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { sql } from 'drizzle-orm';
import { readMigrationFiles, type MigrationMeta } from 'drizzle-orm/migrator';
import { hasCurrentNumberKeys, refreshNumberKeys } from '#lib/ledgers/refresh-number-keys.server.ts';
import { keepDigests } from '#lib/log/keep-digests.server.ts';
import type { DigestKey } from '#lib/log/row-digests.ts';
import { alone, type Database, type Tx } from '#lib/platform/database.server.ts';

/**
 * Several nodes that start together wait for each other. Everything happens in one transaction: a start that is cut off leaves
 * the schema and the log as they were.
 * @param say progress of long steps, for the console
 */
export async function migrateDatabase(
	database: Database,
	key: DigestKey,
	say: (line: string) => void = () => undefined
): Promise<void> {
	const migrations = readMigrationFiles({
		migrationsFolder: join(
			dirname(createRequire(import.meta.url).resolve('#lib/app/migrate-database.server.ts')),
			'../../../drizzle'
		)
	});
	await alone(database, 7_011_000, (patient) =>
		patient.db.transaction(async (tx) => {
			const pending = await pendingOf(tx, migrations);
			const isCurrent = pending.length === 0 && (await hasCurrentNumberKeys(tx));
			const bringUpToDate = async () => {
				await apply(tx, pending);
				await refreshNumberKeys(tx);
			};
			await keepDigests(tx, key, say, isCurrent ? null : bringUpToDate);
		})
	);
}

// What drizzle's own `migrate` does, in a transaction of the caller's: it opens one of its own.
async function pendingOf(tx: Tx, migrations: readonly MigrationMeta[]): Promise<MigrationMeta[]> {
	const [laid] = await tx.execute<{ laid: boolean }>(
		sql`select to_regclass('drizzle.__drizzle_migrations') is not null as laid`
	);
	if (!laid?.laid) return [...migrations];
	const [newest] = await tx.execute<{ at: string | null }>(
		sql`select max(created_at) as at from drizzle.__drizzle_migrations`
	);
	return migrations.filter(({ folderMillis }) => folderMillis > Number(newest?.at ?? 0));
}

async function apply(tx: Tx, pending: readonly MigrationMeta[]): Promise<void> {
	await tx.execute(sql`create schema if not exists drizzle`);
	await tx.execute(sql`
		create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`);
	for (const { sql: statements, hash, folderMillis } of pending) {
		for (const statement of statements) await tx.execute(sql.raw(statement));
		await tx.execute(
			sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${folderMillis})`
		);
	}
}
