// What stops a start is said in one line, in both languages, by the server and by the commands beside it alike.
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectDatabase } from '#lib/platform/database.server.ts';
import { migrateDatabase } from '#lib/app/migrate-database.server.ts';
import { canHave } from '../support/faults.ts';
import { freePort, startPostgres, type PrivatePostgres } from '../support/postgres.ts';
import { endOf } from '../support/start-command.ts';
import { testKey } from '../support/test-key.ts';

const root = resolve(import.meta.dirname, '../..');
/** Everything that opens the database. */
const programs: readonly string[][] = [
	['server.js'],
	['scripts/migrate.ts'],
	['scripts/token.ts', '--unit', 'yinzhou'],
	['scripts/audit-verify.ts'],
	['scripts/access-reset.ts', '--username', 'leader']
];

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'jindu-start-'));
});
afterEach(() => {
	rmSync(folder, { recursive: true, force: true });
});

/** One line, with Chinese in it. */
const line = (words: string) => new RegExp(`^${words}.*\\p{Script=Han}.*\\n$`, 'u');

describe('a port that is taken', () => {
	test('is told before anything is opened or written', async () => {
		const other = createServer().listen(0, '127.0.0.1');
		await once(other, 'listening');
		const address = other.address();
		const port = typeof address === 'object' ? String(address?.port) : '';
		const { code, said } = await endOf(['server.js'], { DATA_DIR: folder, PORT: port });
		other.close();
		expect(said).toMatch(line(`PORT: ${port} is in use`));
		expect(code).toBe(1);
		expect(readdirSync(folder)).toEqual([]);
	});

	test('as an address that is not of this machine', async () => {
		const { code, said } = await endOf(['server.js'], { DATA_DIR: folder, HOST: '192.0.2.1', ALLOW_HTTP: '1' });
		expect(said).toMatch(line('HOST: 192.0.2.1 is no address of this machine'));
		expect(code).toBe(1);
	});
});

describe('a start that takes its time', () => {
	test('says so to whoever asks, and gives up on a database that never answers', async () => {
		const silent = createServer().listen(0, '127.0.0.1');
		await once(silent, 'listening');
		const database = silent.address();
		const DATABASE_URL = `postgres://jindu@127.0.0.1:${typeof database === 'object' ? database?.port : ''}/jindu`;
		const asked = once(silent, 'connection');
		const port = await freePort();
		const ended = endOf(['server.js'], { DATA_DIR: folder, DATABASE_URL, PORT: String(port) });
		await asked;
		const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
		expect((await ask('/healthz')).status).toBe(200);
		const ready = await ask('/readyz');
		expect(ready.status).toBe(503);
		expect(await ready.json()).toEqual({ ready: false, database: { ok: false, kind: 'postgres' } });
		for (const path of ['/', '/api/v1/plan', '/socket.io/?EIO=4&transport=polling']) {
			const answer = await ask(path);
			expect(answer.status, path).toBe(503);
			expect(answer.headers.get('retry-after')).toBe('2');
			expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
			expect(await answer.text()).toMatch(/just starting.*\p{Script=Han}/u);
		}
		expect(await ended).toMatchObject({
			code: 1,
			said: expect.stringMatching(line('DATABASE_URL.*no database answers'))
		});
		silent.close();
	}, 60_000);
});

describe('the address that a start prints', () => {
	test.for(['127.0.0.1', '::1', '[::1]', 'localhost', '0.0.0.0', '::'])(
		'opens, where it listens on %s',
		async (host) => {
			const server = spawn(process.execPath, ['server.js'], {
				cwd: root,
				env: { ...process.env, DATA_DIR: folder, HOST: host, PORT: '0', ALLOW_HTTP: '1', DEMO: '0' },
				stdio: ['ignore', 'pipe', 'inherit']
			});
			const exited = once(server, 'exit');
			try {
				const links: string[] = [];
				for await (const printed of createInterface({ input: server.stdout })) {
					const [link] = /http:\S+/.exec(printed) ?? [];
					if (link !== undefined) links.push(link);
					if (printed.includes('Jindu')) break;
				}
				// The one-time link of the first administrators, and the product's own.
				expect(links).toHaveLength(2);
				for (const link of links) expect((await fetch(link)).status, link).toBe(200);
			} finally {
				server.kill();
				expect(await exited).toEqual([0, null]);
			}
		}
	);
});

describe.runIf(canHave('tmpfs'))('a data folder', () => {
	const mounted = (mount: string) => [
		'unshare',
		'--user',
		'--map-root-user',
		'--mount',
		'sh',
		'-c',
		`${mount} && exec "$@"`,
		'sh'
	];

	test('that cannot be written', async () => {
		const readOnly = mounted(`mount -o bind,ro '${folder}' '${folder}'`);
		for (const program of programs) {
			const { code, said } = await endOf(program, { DATA_DIR: folder }, readOnly);
			expect(said, program[0]).toMatch(line(`${folder}/lock: cannot be written`));
			expect(code).toBe(1);
		}
		const beneath = await endOf(['server.js'], { DATA_DIR: join(folder, 'a', 'b') }, readOnly);
		expect(beneath.said).toMatch(line(`${folder}/a(/b)?: cannot be written`));
	});

	test('on a disk that is full', async () => {
		const { code, said } = await endOf(
			['server.js'],
			{ DATA_DIR: folder },
			mounted(`mount -t tmpfs -o size=4m tmpfs '${folder}'`)
		);
		expect(said).toMatch(line('.*the disk is full'));
		expect(code).toBe(1);
	});

	test('that is a file', async () => {
		const DATA_DIR = join(folder, 'file');
		writeFileSync(DATA_DIR, '');
		const { code, said } = await endOf(['server.js'], { DATA_DIR });
		expect(said).toMatch(line(`${DATA_DIR}: is no folder`));
		expect(code).toBe(1);
	});
});

describe.runIf(canHave('postgres'))('a Postgres', () => {
	let postgres: PrivatePostgres;
	beforeAll(async () => {
		postgres = await startPostgres();
		const owner = connectDatabase({ kind: 'postgres', url: postgres.urlOf('postgres') });
		await owner.sql`create role stranger login password 'right'`;
		await owner.sql`create database foreign_one`;
		await owner.sql`revoke all on schema public from public`;
		const [file] = await owner.sql<{ path: string }[]>`select current_setting('hba_file') as path`;
		writeFileSync(file?.path ?? '', 'host all jindu all trust\nhost all all all scram-sha-256\n');
		await owner.sql`select pg_reload_conf()`;
		await owner.close();
	});
	afterAll(() => postgres.stop());

	const urlAs = (who: string, database: string) => {
		const url = new URL(postgres.urlOf(database));
		[url.username = '', url.password = ''] = who.split(':');
		return url.href;
	};

	async function expectEach(url: string, words: string): Promise<void> {
		for (const program of programs) {
			const { code, said } = await endOf(program, { DATA_DIR: folder, DATABASE_URL: url });
			expect(said, program[0]).toMatch(line(`DATABASE_URL.*${words}`));
			expect(said).not.toContain('wrong');
			expect(code).toBe(1);
		}
	}

	test('that does not listen', async () => {
		await expectEach(`postgres://jindu@127.0.0.1:${await freePort()}/jindu`, 'no database answers there');
	});

	test('whose host has no address', async () => {
		await expectEach('postgres://jindu@nowhere.invalid/jindu', 'no such host');
	});

	test('that does not know the password', async () => {
		await expectEach(urlAs('stranger:wrong', 'postgres'), 'lets this user not in');
	});

	test('without this database', async () => {
		await expectEach(urlAs('jindu:', 'nowhere'), 'there is no such database');
	});

	test('in which the role has no rights', async () => {
		const [server, migrate] = programs;
		for (const program of [server, migrate]) {
			const { code, said } = await endOf(program ?? [], {
				DATA_DIR: folder,
				DATABASE_URL: urlAs('stranger:right', 'postgres')
			});
			expect(said).toMatch(line('DATABASE_URL.*the user lacks a right'));
			expect(code).toBe(1);
		}
	});

	test('whose tables belong to another role', async () => {
		const owner = connectDatabase({ kind: 'postgres', url: urlAs('jindu:', 'foreign_one') });
		await migrateDatabase(owner, testKey);
		await owner.close();
		const { code, said } = await endOf(['server.js'], {
			DATA_DIR: folder,
			DATABASE_URL: urlAs('stranger:right', 'foreign_one')
		});
		expect(said).toMatch(line('DATABASE_URL.*the user lacks a right'));
		expect(code).toBe(1);
	});
});
