// Postgres goes away under the running product, in every way in which it does, and comes back.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canHave } from '../support/faults.ts';
import type { RunningServer } from '../support/server.ts';
import { startFilledPostgres, type FilledPostgres } from '../support/served-postgres.ts';
import { startWriters, storedWrites } from '../support/writers.ts';

describe.runIf(canHave('postgres'))('a Postgres that goes away', () => {
	let postgres: FilledPostgres;
	let server: RunningServer;
	beforeAll(async () => {
		postgres = await startFilledPostgres();
		server = await postgres.serve();
	});
	afterAll(async () => {
		await server.stop();
		await postgres.stop();
	});

	const isReady = async () => (await fetch(`${server.baseURL}/readyz`)).ok;
	const restart = (end: () => Promise<void>) => async () => {
		await end();
		await postgres.start();
	};
	const terminateAll = async () => {
		const database = postgres.database();
		await database.sql`
			select pg_terminate_backend(pid) from pg_stat_activity
			where backend_type = 'client backend' and pid <> pg_backend_pid()`;
		await database.close();
	};
	const ways = [
		{ how: 'as in a power cut', name: 'killed', goAway: restart(() => postgres.kill()) },
		{ how: 'as it is shut down', name: 'shut-down', goAway: restart(() => postgres.shutDown()) },
		{ how: 'with every connection ended', name: 'terminated', goAway: terminateAll }
	];

	test.each(ways)(
		'$how, twice under a dozen writers: nothing acknowledged is lost or doubled',
		async ({ name, goAway }) => {
			const writers = startWriters({ baseURL: server.baseURL, tokens: postgres.tokens }, name, 12);
			for (let round = 0; round < 2; round++) {
				await writers.untilEachHas(3);
				await goAway();
				await writers.untilEachHas(3);
			}
			await writers.finish();
			expect(writers.odd).toEqual([]);
			const database = postgres.database();
			expect(await storedWrites(database.sql, name)).toEqual(writers.answered);
			await database.close();
		}
	);

	test('is missed by /readyz, and found again', async () => {
		expect(await isReady()).toBe(true);
		await postgres.kill();
		expect(await isReady()).toBe(false);
		await postgres.start();
		await expect.poll(isReady, { timeout: 10_000 }).toBe(true);
	});
});
