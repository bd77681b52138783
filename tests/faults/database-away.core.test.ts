// Postgres goes away under the running product and comes back.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canHave } from '../support/faults.ts';
import type { RunningServer } from '../support/server.ts';
import { startFilledPostgres, type FilledPostgres } from '../support/served-postgres.ts';

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

	test('is missed by /readyz, and found again', async () => {
		const isReady = async () => (await fetch(`${server.baseURL}/readyz`)).ok;
		expect(await isReady()).toBe(true);
		await postgres.kill();
		expect(await isReady()).toBe(false);
		await postgres.start();
		await expect.poll(isReady, { timeout: 10_000 }).toBe(true);
	});
});
