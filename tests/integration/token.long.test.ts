// `npm run -s token`: prints a token that works, alone on its line, whether or not the server runs, on either database.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actorOfToken } from '#lib/access/people.server.ts';
import { day } from '#lib/kernel/day.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import { openTestDatabase } from '../support/database.ts';
import { installPlanRows } from '../support/plan-rows.ts';
import { serveProduct, type ServedProduct } from '../support/served-data.ts';

interface Printed {
	readonly code: number | null;
	readonly out: string;
	readonly err: string;
}

function token(env: Record<string, string>, ...args: string[]): Promise<Printed> {
	const { DATABASE_URL: _, ...rest } = process.env;
	const child = spawn(process.execPath, ['scripts/token.ts', ...args], {
		cwd: resolve(import.meta.dirname, '../..'),
		env: { ...rest, ...env },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let [out, err] = ['', ''];
	child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
	return new Promise((done) => child.once('close', (code) => done({ code, out, err })));
}

const line = /^[\w-]+\.[\w-]+\n$/;

describe('the token command', () => {
	let server: ServedProduct;
	beforeAll(async () => {
		server = await serveProduct();
	});
	afterAll(() => server.stop());

	async function statusWith(bearer: string, territory = 'cixi'): Promise<number> {
		const answer = await fetch(`${server.baseURL}/api/v1/transactions`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
			body: JSON.stringify({ kind: 'licence', amount: '1.00', date: '2019-05-05', territory, reference: 'R' })
		});
		await answer.text();
		return answer.status;
	}

	test('prints one while the server runs, and the server takes it at once', async () => {
		const printed = await token({ DATA_DIR: server.dataDir }, '--unit', 'cixi', '--scope', 'ingest');
		expect(printed).toMatchObject({ code: 0, err: '', out: expect.stringMatching(line) });
		expect(await statusWith(printed.out.trim())).toBe(201);
		const other = await token({ DATA_DIR: server.dataDir }, '--unit', 'haishu');
		expect(other.out).not.toBe(printed.out);
		expect(await statusWith(other.out.trim())).toBe(403);
	});

	test('prints one of a feed, and one that only reads', async () => {
		const feed = await token({ DATA_DIR: server.dataDir }, '--feed', 'trading-centre', '--scope', 'ingest');
		expect(feed).toMatchObject({ code: 0, err: '', out: expect.stringMatching(line) });
		expect(await statusWith(feed.out.trim(), 'haishu')).toBe(201);
		for (const holder of [
			['--feed', 'trading-centre'],
			['--unit', 'cixi']
		]) {
			const reading = await token({ DATA_DIR: server.dataDir }, ...holder, '--scope', 'read');
			expect(reading).toMatchObject({ code: 0, err: '', out: expect.stringMatching(line) });
			expect(await statusWith(reading.out.trim())).toBe(403);
		}
	});

	test('prints one while no server runs, and the next server takes it', async () => {
		await server.terminate();
		const printed = await token({ DATA_DIR: server.dataDir }, '--unit', 'cixi', '--scope', 'ingest');
		await server.restart();
		expect(printed).toMatchObject({ code: 0, out: expect.stringMatching(line) });
		expect(await statusWith(printed.out.trim())).toBe(201);
	});

	test('stores no secret', async () => {
		const printed = await token({ DATA_DIR: server.dataDir }, '--unit', 'cixi');
		const [id = '', secret = ''] = printed.out.trim().split('.');
		const database = await server.database();
		const rows = await database.sql`select * from api_token where id = ${id}`;
		const events = await database.sql`select * from event where stream = 'access'`;
		await database.close();
		expect(rows).toHaveLength(1);
		expect(JSON.stringify([rows, events])).not.toContain(secret);
		expect(JSON.stringify(events)).toContain(id);
	});

	test.each([
		['no unit', [], /usage: npm run -s token -- --unit <code> \| --feed <code>/],
		['a unit and a feed', ['--unit', 'cixi', '--feed', 'bank'], /usage/],
		['an unknown feed', ['--feed', 'post'], /post[^]*\bbank\b/],
		['an unknown unit', ['--unit', 'atlantis'], /atlantis[^]*\bcixi\b/],
		['another scope', ['--unit', 'cixi', '--scope', 'all'], /usage/],
		['an unknown option', ['--unit', 'cixi', '--forever'], /--forever/]
	])('with %s prints nothing, says what is wrong and ends with 1', async (_, args, said) => {
		expect(await token({ DATA_DIR: server.dataDir }, ...args)).toMatchObject({
			code: 1,
			out: '',
			err: expect.stringMatching(said)
		});
	});
});

describe.runIf(databaseKinds.includes('postgres'))('the token command on Postgres', () => {
	test('prints one there too; where there is no plan it says so', async () => {
		const opened = await openTestDatabase('postgres');
		const { database, place } = opened;
		try {
			const url = place.kind === 'postgres' ? place.url : '';
			expect(await token({ DATABASE_URL: url }, '--unit', 'cixi')).toMatchObject({
				code: 1,
				out: '',
				err: expect.stringMatching(/no plan/)
			});
			await installPlanRows(database);
			await database.sql`insert into meta default values`;
			const printed = await token({ DATABASE_URL: url }, '--unit', 'cixi');
			expect(printed).toMatchObject({ code: 0, err: '', out: expect.stringMatching(line) });
			expect(await actorOfToken(database.db, printed.out.trim(), day('2019-09-16'))).toMatchObject({
				role: 'district',
				unit: 'cixi',
				via: 'token'
			});
		} finally {
			await opened.close();
		}
	});
});
