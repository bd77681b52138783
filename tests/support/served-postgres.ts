// The built product on a Postgres of its own, which a test may hold, kill or put something before.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDatabase, type Database } from '#lib/platform/database.server.ts';
import { migrateDatabase } from '#lib/app/migrate-database.server.ts';
import { startPostgres, type PrivatePostgres } from './postgres.ts';
import { fillForServing } from './served-data.setup.ts';
import { startServer, type RunningServer } from './server.ts';
import { testKey } from './test-key.ts';

/** A Postgres with the plan, an account of everybody with one password, and a token of every unit. */
export interface FilledPostgres extends PrivatePostgres {
	readonly url: string;
	/** Bearer tokens that record, by the code of their unit. */
	readonly tokens: Readonly<Record<string, string>>;
	/** From outside, past everything that stands between it and the product; close it. */
	database(): Database;
	/**
	 * Starts the product on it.
	 * @param url the way that the product takes to it
	 */
	serve(url?: string, env?: Record<string, string>): Promise<RunningServer>;
}

export async function startFilledPostgres(): Promise<FilledPostgres> {
	const postgres = await startPostgres();
	const url = postgres.urlOf('postgres');
	const database = () => connectDatabase({ kind: 'postgres', url });
	const folder = mkdtempSync(join(tmpdir(), 'jindu-accounts-'));
	const stop = async () => {
		await postgres.stop();
		rmSync(folder, { recursive: true, force: true });
	};
	try {
		const opened = database();
		await migrateDatabase(opened, testKey);
		const { accounts, tokens } = await fillForServing(opened);
		await opened.close();
		writeFileSync(join(folder, 'demo-accounts.json'), JSON.stringify(accounts), { mode: 0o600 });
		const serve = (way = url, env: Record<string, string> = {}) =>
			startServer({ dataFrom: folder, env: { DEMO: '1', DATABASE_URL: way, ...env } });
		return { ...postgres, url, tokens, database, serve, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}
