// A PgBouncer before Postgres, with Debian's own settings.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectDatabase } from '#lib/platform/database.server.ts';
import { isPooled } from '#lib/platform/pooler.server.ts';
import { canHave } from '../support/faults.ts';
import { startPgBouncer, type PrivatePgBouncer } from '../support/pgbouncer.ts';
import { startFilledPostgres, type FilledPostgres } from '../support/served-postgres.ts';
import { startWriters, storedWrites } from '../support/writers.ts';

const root = resolve(import.meta.dirname, '../..');

describe.runIf(canHave('postgres', 'pgbouncer'))('behind PgBouncer', () => {
	let postgres: FilledPostgres;
	const poolers: PrivatePgBouncer[] = [];
	beforeAll(async () => {
		postgres = await startFilledPostgres();
	});
	afterAll(async () => {
		for (const pooler of poolers) await pooler.stop();
		await postgres.stop();
	});

	async function pooled(pooling: 'session' | 'transaction' | 'statement'): Promise<string> {
		const pooler = await startPgBouncer(postgres.url, pooling);
		poolers.push(pooler);
		return pooler.urlOf('postgres');
	}

	test('that pools sessions, the product starts, serves and writes', async () => {
		const server = await postgres.serve(await pooled('session'));
		const writers = startWriters({ baseURL: server.baseURL, tokens: postgres.tokens }, 'pooled', 12);
		await writers.untilEachHas(10);
		await writers.finish();
		await server.stop();
		expect(writers.odd).toEqual([]);
		expect(writers.turnedAway.size).toBe(0);
		const database = postgres.database();
		expect(await storedWrites(database.sql, 'pooled')).toEqual(writers.answered);
		await database.close();
	});

	test('that pools sessions, every transaction has the limits that a connection has without it', async () => {
		const url = await pooled('session');
		const limitsOf = async (place: { readonly url: string; readonly pooled: boolean }) => {
			const database = connectDatabase({ kind: 'postgres', ...place });
			const rows = await database.db.transaction((tx) =>
				tx.execute(sql`
					select name, setting from pg_settings
					where name in ('lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout') order by name`)
			);
			await database.close();
			return [...rows];
		};
		expect(await isPooled(url)).toBe(true);
		expect(await isPooled(postgres.url)).toBe(false);
		expect(await limitsOf({ url, pooled: true })).toEqual(await limitsOf({ url: postgres.url, pooled: false }));
		expect(await limitsOf({ url, pooled: true })).toContainEqual({ name: 'lock_timeout', setting: '2000' });
	});

	describe.each(['transaction', 'statement'] as const)('that pools by %s', (pooling) => {
		const line = /^数据库前的连接池按事务分配连接.+ \/ The pooler before the database pools by transaction.+$/m;

		test('the product does not start, and one line says why', async () => {
			const started = postgres.serve(await pooled(pooling));
			await expect(started).rejects.toThrow(line);
			await expect(started).rejects.not.toThrow(/^\s+at /m);
		});

		test('a command does not run, and one line says why', async () => {
			const { status, stderr } = spawnSync(process.execPath, ['scripts/migrate.ts'], {
				cwd: root,
				env: { ...process.env, DATABASE_URL: await pooled(pooling) },
				encoding: 'utf8'
			});
			expect(status).toBe(1);
			expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(line)]);
		});
	});
});
