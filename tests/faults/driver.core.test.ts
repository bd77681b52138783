// What our patch of the database driver holds, on a real Postgres: a new version that drops it, or a fault that comes back, is seen here.
import { createServer, connect, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { canHave } from '../support/faults.ts';
import { startPostgres, type PrivatePostgres } from '../support/postgres.ts';

describe.runIf(canHave('postgres', 'signals'))('the patched driver', () => {
	let server: PrivatePostgres;
	let admin: postgres.Sql;
	const opened: postgres.Sql[] = [];
	const proxies: Server[] = [];
	beforeAll(async () => {
		server = await startPostgres();
		admin = postgres(server.urlOf('postgres'), { max: 1 });
		await admin`create table written (word text)`;
	});
	afterEach(async () => {
		for (const sql of opened.splice(0)) await sql.end({ timeout: 0 });
		for (const proxy of proxies.splice(0)) proxy.close();
		await admin`truncate written`;
	});
	afterAll(async () => {
		await admin.end();
		await server.stop();
	});

	/** What the driver takes beside what its types say. */
	interface Untyped {
		max_pipeline?: number;
		socket?: () => Promise<Socket>;
	}
	type Options = postgres.Options<Record<string, postgres.PostgresType>> & Untyped;

	function open(options: Options, url = server.urlOf('postgres')) {
		const sql = postgres(url, { connect_timeout: 2, backoff: () => 0.01, fetch_types: false, ...options });
		opened.push(sql);
		return sql;
	}

	/** Stands before Postgres and does with each connection what the test wants. */
	async function through(treat: (client: Socket, upstream: () => Socket) => void): Promise<string> {
		const to = new URL(server.urlOf('postgres'));
		const port = Number(to.port);
		const proxy = createServer((client) => {
			client.on('error', () => undefined);
			treat(client, () => connect(port, to.hostname));
		}).listen(0, '127.0.0.1');
		proxies.push(proxy);
		await once(proxy, 'listening');
		const address = proxy.address();
		if (address === null || typeof address === 'string') throw new Error('no port');
		to.port = String(address.port);
		return to.href;
	}

	const written = async () => (await admin<{ word: string }[]>`select word from written`).map(({ word }) => word);
	const pidOf = async (sql: postgres.ISql) =>
		(await sql<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]?.pid ?? 0;

	test.each([1, 2])(
		'reserves the connection of a transaction that begins when the pipeline is full (of %i)',
		async (max) => {
			const sql = open({ max, max_pipeline: 1 });
			const occupied = () => Promise.all(Array.from({ length: max }, () => sql`select pg_sleep(0.1)`.execute()));
			// All are open before, so that what comes next is sent behind what they work on.
			await occupied();
			const before = occupied();
			const undone = Array.from({ length: max }, () =>
				sql.begin(async (tx) => {
					await tx`insert into written values ('within')`;
					throw new Error('undone');
				})
			);
			const reasons = (await Promise.allSettled(undone)).map((one) => one.status === 'rejected' && String(one.reason));
			expect(reasons).toEqual(undone.map(() => 'Error: undone'));
			await before;
			await sql`insert into written values ('alone')`;
			expect(await written()).toEqual(['alone']);
		}
	);

	test('writes nothing of a transaction whose connection was lost, though it is open again and somebody else’s', async () => {
		const sql = open({ max: 1 });
		let goOn: () => void = () => undefined;
		const paused = new Promise<void>((go) => (goOn = go));
		let pid = 0;
		let began: () => void = () => undefined;
		const hasBegun = new Promise<void>((go) => (began = go));
		let late: Promise<unknown> = Promise.resolve();
		const work = sql.begin(async (tx) => {
			pid = await pidOf(tx);
			began();
			await paused;
			late = Promise.resolve(tx`insert into written values ('outside of any transaction')`);
			await late;
		});
		const failed = expect(work).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
		await hasBegun;
		await admin`select pg_terminate_backend(${pid})`;
		await failed;
		await sql`insert into written values ('new')`;
		goOn();
		await paused;
		await expect(late).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
		expect(await written()).toEqual(['new']);
	});

	test('takes nothing that was to be written before into a connection that is opened again', async () => {
		const sockets: Socket[] = [];
		const to = new URL(server.urlOf('postgres'));
		const sql = open({
			max: 2,
			socket: async () => {
				const socket = connect(Number(to.port), to.hostname);
				sockets.push(socket);
				await once(socket, 'connect');
				return socket;
			}
		});
		const sleep = (seconds: number) => sql`select pg_sleep(${seconds})`.execute();
		// One closes, and what is tried again at once goes to the other, which closes in the same turn of the loop.
		for (const inOrder of [true, false]) {
			await Promise.all([sleep(0.05), sleep(0.05)]);
			const again = sleep(5)
				.catch(() => sql`select 2`)
				.then(
					() => 'done',
					(error: unknown) => (error as { code: string }).code
				);
			await new Promise((turn) => setImmediate(turn));
			const both = sockets.splice(0);
			for (const socket of inOrder ? both : both.reverse()) socket.destroy();
			expect(['CONNECTION_CLOSED', 'done']).toContain(await again);
			expect(await Promise.all([sql`select 3 as n`, sql`select 4 as n`])).toEqual([[{ n: 3 }], [{ n: 4 }]]);
		}
	});

	test('fails what waits, once, where a connection closes before it is ready', async () => {
		let tries = 0;
		const url = await through((client) => {
			tries++;
			client.end();
		});
		const sql = open({ max: 1 }, url);
		await expect(sql`select 1`).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
		expect(tries).toBe(1);
	});

	test('fails what waits where a connection closes while it asks for types', async () => {
		let answers = 0;
		const url = await through((client, upstream) => {
			const way = upstream();
			client.pipe(way);
			way.on('data', (answer: Buffer) => {
				// The first answer is the greeting; what comes after it is about types.
				if (answers++ === 0) client.write(answer);
				else client.end();
			});
			client.on('close', () => way.destroy());
		});
		const sql = open({ max: 1, fetch_types: true }, url);
		await expect(sql`select 1`).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
	});

	test('gives up a server that is silent, and goes on when it speaks again', async () => {
		const sql = open({ max: 1, response_timeout: 0.3 });
		await sql`select 1`;
		server.hold();
		try {
			await expect(sql`select 2`).rejects.toMatchObject({ code: 'RESPONSE_TIMEOUT' });
		} finally {
			server.release();
		}
		// What comes in the moment in which the old connection closes is failed with it.
		await expect.poll(() => sql`select 3 as n`.catch(String)).toEqual([{ n: 3 }]);
	});

	test('waits for a server that works as long as it is heard of', async () => {
		const sql = open({ max: 1, response_timeout: 0.3 });
		const rows = sql`select n, pg_sleep(0.05) from generate_series(1, 12) n`.cursor(1);
		let seen = 0;
		for await (const [row] of rows) seen += row === undefined ? 0 : 1;
		expect(seen).toBe(12);
	});
});
