// Postgres is held in the middle of its work, or gone: every kind of request is answered, in time, and with the same word.
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectDatabase } from '#lib/platform/database.server.ts';
import { isDatabaseAway } from '#lib/platform/database-away.ts';
import { canHave } from '../support/faults.ts';
import type { RunningServer } from '../support/server.ts';
import { startFilledPostgres, type FilledPostgres } from '../support/served-postgres.ts';
import { cookieOf } from '../support/sign-in.ts';
import { storedWrites } from '../support/writers.ts';

/** A statement is given up after 5 s, a silent connection after 7 s, and a request asks the session before anything else. */
const answeredWithinMs = 10_000;

describe.runIf(canHave('postgres', 'signals'))('a Postgres that does not answer', () => {
	let postgres: FilledPostgres;
	let server: RunningServer;
	let cookie: string;
	beforeAll(async () => {
		postgres = await startFilledPostgres();
		server = await postgres.serve();
		cookie = await cookieOf(server, server.accountOf('district', 'yinzhou'));
	});
	afterAll(async () => {
		await server.stop();
		await postgres.stop();
	});

	interface Answer {
		readonly status: number;
		readonly retryAfter: string | null;
		readonly inTime: boolean;
	}

	async function ask(path: string, init: RequestInit, withinMs = answeredWithinMs): Promise<Answer> {
		const began = performance.now();
		const answer = await fetch(`${server.baseURL}${path}`, { redirect: 'manual', ...init });
		await answer.arrayBuffer();
		return {
			status: answer.status,
			retryAfter: answer.headers.get('retry-after'),
			inTime: performance.now() - began < withinMs
		};
	}

	const comeAgain: Answer = { status: 503, retryAfter: '2', inTime: true };

	/** One request of every kind that needs the database. */
	function requests(key: string): Readonly<Record<string, () => Promise<Answer>>> {
		const person = { cookie, origin: server.baseURL };
		const form = (fields: Record<string, string>) => new URLSearchParams(fields);
		const program = {
			authorization: `Bearer ${postgres.tokens['yinzhou']}`,
			'content-type': 'application/json',
			'idempotency-key': key
		};
		const deal = { kind: 'transfer', amount: '1.00', date: '2019-05-05', territory: 'yinzhou', reference: key };
		return {
			page: () => ask('/overview', { headers: person }),
			'data of a page': () => ask('/ledger/transactions/__data.json', { headers: person }),
			form: () => ask('/ledger/transactions/new', { method: 'POST', headers: person, body: form({ amount: '1.00' }) }),
			'form of a script': () =>
				ask('/ledger/transactions/new', {
					method: 'POST',
					headers: { ...person, accept: 'application/json', 'x-sveltekit-action': 'true' },
					body: form({ amount: '1.00' })
				}),
			'signing in': () =>
				ask('/login', {
					method: 'POST',
					headers: { origin: server.baseURL },
					body: form({ username: 'nobody', password: 'nothing-at-all' })
				}),
			'reading over REST': () => ask('/api/v1/dashboard', { headers: program }),
			'writing over REST': () =>
				ask('/api/v1/transactions', { method: 'POST', headers: program, body: JSON.stringify(deal) })
		};
	}

	async function askAll(key: string): Promise<Record<string, Answer>> {
		const asked = Object.entries(requests(key)).map(async ([name, send]) => [name, await send()] as const);
		return Object.fromEntries(await Promise.all(asked));
	}
	const allComeAgain = () => Object.fromEntries(Object.keys(requests('')).map((name) => [name, comeAgain]));
	const isReady = async () => (await ask('/readyz', {}, 2000)).status === 200;

	/** All is as before, and what was turned away was not written, or is written once when it is sent again. */
	async function goesOn(key: string): Promise<void> {
		await expect.poll(isReady, { timeout: 10_000 }).toBe(true);
		expect(await requests(key)['writing over REST']?.()).toMatchObject({ status: 201 });
		expect(await requests(key)['page']?.()).toMatchObject({ status: 200 });
		const database = postgres.database();
		expect([...(await storedWrites(database.sql, key)).values()].flat()).toHaveLength(0);
		const [row] = await database.sql<{ n: string }[]>`select count(*) as n from deal where reference = ${key}`;
		expect(row?.n).toBe('1');
		await database.close();
	}

	test('because it is held: probes in two seconds, all others in ten, told to come again', async () => {
		const key = `held-${randomUUID()}`;
		expect(await isReady()).toBe(true);
		postgres.hold();
		try {
			const answers = askAll(key);
			for (let round = 0; round < 3; round++) {
				expect(await ask('/readyz', {}, 2000)).toEqual(comeAgain);
				expect(await ask('/healthz', {}, 1000)).toMatchObject({ status: 200, inTime: true });
			}
			expect(await answers).toEqual(allComeAgain());
			// Connections are lost by now, and new ones are not answered either.
			const later = askAll(key);
			expect(await ask('/readyz', {}, 2000)).toEqual(comeAgain);
			expect(await later).toEqual(allComeAgain());
		} finally {
			postgres.release();
		}
		await goesOn(key);
	});

	test('because it is gone: at once, told to come again', async () => {
		const key = `gone-${randomUUID()}`;
		await postgres.kill();
		expect(await ask('/readyz', {}, 2000)).toEqual(comeAgain);
		expect(await askAll(key)).toEqual(allComeAgain());
		expect(await askAll(key)).toEqual(allComeAgain());
		await postgres.start();
		await goesOn(key);
	});

	test('because a statement takes too long: it is stopped', async () => {
		const database = connectDatabase({ kind: 'postgres', url: postgres.url });
		const began = performance.now();
		const failure = await database.db.execute(sql`select pg_sleep(30)`).catch((error: unknown) => error);
		expect(isDatabaseAway(failure)).toBe(true);
		expect(performance.now() - began).toBeLessThan(answeredWithinMs);
		await database.close();
	});
});
