// Killed in the middle of writes: every answered write is there once, retries succeed once, and clients catch up by themselves.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { verifyChain } from '#lib/log/verify-chain.server.ts';
import { connectDatabase } from '#lib/platform/database.server.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { recountedCells, storedCells } from '../support/recount.ts';
import { serveProduct, type ServedProduct } from '../support/served-data.ts';

interface Cell {
	readonly layer: string;
	readonly key: string;
	readonly value: string | number;
}
/** What the client prints: a line for each snapshot, a line for each figure that changes. */
type PrintedLine =
	| { readonly snapshot: number; readonly heads: Readonly<Record<string, number>> }
	| (Cell & { readonly stream: string; readonly seq: number });

const root = resolve(import.meta.dirname, '../..');

describe('a server that is killed', () => {
	let server: ServedProduct;
	const clients: ChildProcess[] = [];
	beforeAll(async () => {
		server = await serveProduct();
	});
	afterAll(async () => {
		for (const client of clients) client.kill('SIGKILL');
		await server.stop();
	});

	/** The answered ids, or null where no answer came. */
	async function record(unit: string, key: string): Promise<string[] | null> {
		const body = JSON.stringify({
			kind: 'transfer',
			amount: '1.00',
			date: '2019-05-05',
			territory: unit,
			reference: key
		});
		try {
			const answer = await fetch(`${server.baseURL}/api/v1/transactions`, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					authorization: `Bearer ${server.tokens[unit]}`,
					'idempotency-key': key
				},
				body
			});
			return answer.status === 201 ? ((await answer.json()) as { ids: string[] }).ids : null;
		} catch {
			return null;
		}
	}

	async function dashboardOf(unit: string): Promise<readonly Cell[]> {
		const answer = await fetch(`${server.baseURL}/api/v1/dashboard`, {
			headers: { authorization: `Bearer ${server.tokens[unit]}` }
		});
		return ((await answer.json()) as { cells: Cell[] }).cells;
	}

	/** The program of docs/protocol.md, in a process of its own: what it has printed of `city`, put together. */
	function followBoard(unit: string) {
		const client = spawn(process.execPath, ['docs/example-client.mjs'], {
			cwd: root,
			env: { ...process.env, JINDU_URL: server.baseURL, JINDU_TOKEN: server.tokens[unit] },
			stdio: ['ignore', 'pipe', 'inherit']
		});
		clients.push(client);
		const shown = { city: -1, cells: new Map<string, string | number>() };
		let look: () => void = () => undefined;
		createInterface({ input: client.stdout }).on('line', (printed) => {
			const line = JSON.parse(printed) as PrintedLine;
			if ('snapshot' in line) shown.city = line.heads['city'] ?? 0;
			else shown.cells.set(`${line.layer} ${line.key}`, line.value);
			if ('seq' in line && line.stream === 'city') shown.city = line.seq;
			look();
		});
		return {
			shows: (city: number) =>
				new Promise<typeof shown>((found) => {
					look = () => {
						if (shown.city >= city) found(shown);
					};
					look();
				})
		};
	}

	test('has lost no answered write and doubled none, and its clients stand where it stands', async () => {
		const before = new Set((await dashboardOf('haishu')).map(({ layer, key }) => `${layer} ${key}`));
		const board = followBoard('haishu');
		await board.shows(0);
		const answered = new Map<string, string[]>();
		const unanswered = new Set<string>();
		const keysOf = new Map<string, string>();
		for (let round = 0; round < 2; round++) {
			let stopped = false;
			let enough: () => void = () => undefined;
			const busy = new Promise<void>((go) => (enough = go));
			const already = answered.size;
			const writers = ['yinzhou', 'haishu', 'yinzhou', 'haishu'].map(async (unit, writer) => {
				for (let n = 0; !stopped; n++) {
					const key = `r${round}-w${writer}-${n}`;
					keysOf.set(key, unit);
					const ids = await record(unit, key);
					if (ids) answered.set(key, ids);
					else unanswered.add(key);
					if (answered.size >= already + 40) enough();
				}
			});
			await busy;
			const killed = server.kill9();
			await killed;
			stopped = true;
			await Promise.all(writers);
			expect(unanswered.size, 'writes were under way').toBeGreaterThan(0);
			await server.restart();
			for (const key of unanswered) {
				const ids = await record(keysOf.get(key) ?? '', key);
				expect(ids, key).toHaveLength(1);
				answered.set(key, ids ?? []);
			}
			unanswered.clear();
		}
		const again = [...answered.keys()].slice(0, 10);
		for (const key of again) expect(await record(keysOf.get(key) ?? '', key)).toEqual(answered.get(key));

		const database = await server.database();
		try {
			const rows = await database.sql<{ reference: string; id: string }[]>`
				select d.reference, d.entry as id from deal d order by reference`;
			expect(new Map(rows.map((row) => [row.reference, [row.id]]))).toEqual(new Map([...answered].sort()));
			expect(rows).toHaveLength(answered.size);
			const doubled = await database.sql`
				select op_id, stream from event where op_id is not null group by op_id, stream having count(*) > 1`;
			expect(doubled).toEqual([]);
			const [told] = await database.sql<{ n: string }[]>`select count(*) as n from event where stream = 'city'`;
			expect(Number(told?.n)).toBe(answered.size);
			expect(await verifyChain(database.db)).toBeNull();
			expect(await recountedCells(database.sql)).toEqual(await storedCells(database.sql));
		} finally {
			await database.close();
		}

		const shown = await board.shows(answered.size);
		const stands = new Map((await dashboardOf('haishu')).map(({ layer, key, value }) => [`${layer} ${key}`, value]));
		// What stood there before the first write has not changed, and is not printed.
		const printed = [...stands].filter(([name]) => !before.has(name));
		expect(printed.length).toBeGreaterThan(0);
		expect(shown.cells).toEqual(new Map(printed));
		expect(shown.cells.get('reported deals/transfer/count/2019-05-05')).toBe(answered.size);
	}, 90_000);

	test('is the only one on its folder: a second start is refused and says who runs', async () => {
		const second = spawn(process.execPath, ['server.js'], {
			cwd: root,
			env: { ...process.env, DATA_DIR: server.dataDir, PORT: '0', HOST: '127.0.0.1' },
			stdio: ['ignore', 'pipe', 'pipe']
		});
		let said = '';
		second.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
		second.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
		const [code] = (await once(second, 'exit')) as [number];
		expect(code).toBe(1);
		expect(said).toMatch(/in use by process \d+.*\p{Script=Han}/u);
		expect(await record('yinzhou', 'still-there')).toHaveLength(1);
	});

	test('ends in order when it is asked to, and goes on with the same clock and figures', async () => {
		const before = await record('yinzhou', 'before-the-end');
		await server.terminate();
		await server.restart();
		expect(await record('yinzhou', 'before-the-end')).toEqual(before);
	});
});

describe('connections of the embedded database', () => {
	let opened: TestDatabase;
	beforeEach(async () => {
		opened = await openTestDatabase('embedded');
	});
	afterEach(() => opened.close());

	test('get their own answers, outside transactions too, whatever their length', async () => {
		const others = Array.from({ length: 3 }, () => connectDatabase(opened.place));
		const talk = async (who: number) => {
			const { sql } = others[who] ?? opened.database;
			for (let n = 0; n < 120; n++) {
				// Around the size in which Postgres sends its answers.
				const length = 8_100 + ((n * 7 + who) % 130);
				const [row] = await sql<{ who: number; n: number; text: string }[]>`
					select ${who}::int as who, ${n}::int as n, repeat('x', ${length}) as text`;
				expect({ who: row?.who, n: row?.n, length: row?.text.length }).toEqual({ who, n, length });
			}
		};
		await Promise.all([talk(0), talk(1), talk(2)]);
		for (const other of others) await other.close();
	});

	test('that end in a transaction leave nothing, and hold up nobody', async () => {
		const leaving = connectDatabase(opened.place);
		const connection = await leaving.sql.reserve();
		await connection`begin`;
		await connection`insert into budget_node (id, budget_group, kind) values ('left', 'over', 'line')`;
		const [, rows] = await Promise.all([
			leaving.sql.end({ timeout: 0 }),
			opened.database.sql`select id from budget_node`
		]);
		expect(rows).toEqual([]);
	});

	test('whose program is killed in a transaction leave nothing, and hold up nobody', async () => {
		if (!('path' in opened.place)) if (opened.place.kind !== 'embedded') throw new Error('not the embedded database');
		const { socket } = opened.place as Extract<TestDatabase['place'], { kind: 'embedded' }>;
		const program = `
			import postgres from 'postgres';
			const sql = postgres({ ...${JSON.stringify(socket)}, user: 'postgres', database: 'postgres', max: 1, onnotice: () => {} });
			await sql.begin(async (tx) => {
				await tx\`insert into budget_node (id, budget_group, kind) values ('left', 'over', 'line')\`;
				process.stdout.write('within');
				await new Promise((never) => setTimeout(never, 1e9));
			});`;
		const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
			cwd: root,
			stdio: ['ignore', 'pipe', 'inherit']
		});
		await once(child.stdout, 'data');
		const rows = opened.database.sql`select id from budget_node`;
		child.kill('SIGKILL');
		expect(await rows).toEqual([]);
	});
});
