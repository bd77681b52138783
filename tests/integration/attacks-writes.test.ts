// Attacks by somebody who may write something, against the product as it is served: tokens, keys, added fields, sockets, sheets, the log itself.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import type { Database } from '#lib/platform/database.server.ts';
import { attack, socketWord, type Got } from '../support/attacker.ts';
import { countRows } from '../support/commands.ts';
import { serveProduct, type ServedProduct } from '../support/served-data.ts';

let server: ServedProduct;
let database: Database;
let url: string;
let cookie: string;
beforeAll(async () => {
	server = await serveProduct();
	database = await server.database();
	url = server.baseURL;
	cookie = await server.signIn(server.accountOf('district', 'yinzhou'));
});
afterAll(async () => {
	await database.close();
	await server.stop();
});

const deal = { kind: 'transfer', amount: '100.00', date: '2019-05-05', territory: 'yinzhou', reference: 'R' };

function post(
	token: string,
	body: unknown,
	headers: Readonly<Record<string, string>> = {},
	path = '/api/v1/transactions'
) {
	return attack(url, path, {
		body: typeof body === 'string' ? body : JSON.stringify(body),
		headers: {
			'content-type': 'application/json',
			...(token === '' ? {} : { authorization: `Bearer ${token}` }),
			...headers
		}
	});
}
const tokenOf = (unit: string) => server.tokens[unit] ?? '';
const codesOf = ({ text }: Got) => (JSON.parse(text) as { errors?: { pointer: string; code: string }[] }).errors ?? [];
const form = (path: string, fields: Record<string, string> | URLSearchParams, as = cookie) =>
	attack(url, path, { cookie: as, form: fields, headers: { origin: url, accept: 'text/html' } });

async function deals(): Promise<number> {
	return (await countRows(database.sql))['entry'] ?? 0;
}

describe('a token', () => {
	test('counts in its own header alone', async () => {
		const before = await deals();
		const token = tokenOf('yinzhou');
		const queries = [`?token=${token}`, `?access_token=${token}`, `?authorization=Bearer%20${token}`];
		for (const query of queries) expect((await post('', deal, {}, `/api/v1/transactions${query}`)).status).toBe(401);
		for (const authorization of [token, `Basic ${token}`, `Token ${token}`, `Bearer ${token} ${token}`])
			expect((await post('', deal, { authorization })).status, authorization).toBe(401);
		expect((await attack(url, '/me', { headers: { authorization: `Bearer ${token}` } })).status).toBe(303);
		expect((await attack(url, '/api/v1/plan', { cookie: `${cookie.split('=')[0]}=${token}` })).status).toBe(401);
		expect(await deals()).toBe(before);
	});

	test('of one unit enters nothing for another', async () => {
		const before = await deals();
		const answers = [
			await post(tokenOf('haishu'), deal),
			await post(tokenOf('haishu'), [{ ...deal, territory: 'haishu' }, deal], { 'idempotency-key': randomUUID() })
		];
		for (const answer of answers) expect(answer.status).toBe(403);
		expect(await deals()).toBe(before);
	});

	test('that its administrator revokes is nobody from then on, and is not shown again', async () => {
		const token = tokenOf('cixi');
		const [id = ''] = token.split('.');
		const own = { ...deal, territory: 'cixi' };
		expect((await post(token, own)).status).toBe(201);
		const admin = await server.signIn(server.accountOf('security_admin'));
		expect((await form('/admin/tokens?/revoke', { token: id, reason: 'R' }, admin)).status).toBe(200);
		const before = await deals();
		expect((await post(token, own)).status).toBe(401);
		expect((await attack(url, '/api/v1/plan', { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
		expect(await deals()).toBe(before);
		const { text } = await attack(url, '/admin/tokens', { cookie: admin });
		expect(text).toContain(id);
		expect(text).not.toContain(token.split('.')[1]);
	});

	test('with the key of another’s write gets nothing of it, and its own body but once', async () => {
		const key = { 'idempotency-key': randomUUID() };
		const first = await post(tokenOf('yinzhou'), deal, key);
		const { ids } = JSON.parse(first.text) as { ids: string[] };
		const others = await post(tokenOf('haishu'), deal, key);
		expect(others.status).toBe(403);
		expect(others.text).not.toContain(ids[0]);
		const before = await deals();
		const again = await Promise.all(Array.from({ length: 5 }, () => post(tokenOf('yinzhou'), deal, key)));
		for (const { text } of again) expect(JSON.parse(text)).toEqual(JSON.parse(first.text));
		const changed = await post(tokenOf('yinzhou'), { ...deal, amount: '1.00' }, key);
		expect([changed.status, codesOf(changed)[0]?.code]).toEqual([409, 'key_reused']);
		expect(changed.text).not.toContain(ids[0]);
		expect(await deals()).toBe(before);
	});
});

describe('fields that nobody asked for', () => {
	const added: readonly (readonly [string, unknown])[] = [
		['role', 'office'],
		['unit', 'haishu'],
		['actor', 'somebody'],
		['confirmed', true],
		['id', randomUUID()],
		['created', '2018-01-01'],
		['constructor', { prototype: { confirmed: true } }],
		['prototype', { confirmed: true }],
		['hasOwnProperty', 1]
	];
	test.each(added)('%s is refused by name in JSON and in a form, and nothing is written', async (name, value) => {
		const before = await countRows(database.sql);
		const answer = await post(tokenOf('yinzhou'), { ...deal, [name]: value });
		expect([answer.status, codesOf(answer)[0]]).toMatchObject([422, { pointer: `/${name}`, code: 'unknown_field' }]);
		expect((await form('/ledger/transactions/new', { ...deal, [name]: String(value) })).status).toBe(422);
		expect(await countRows(database.sql)).toEqual(before);
	});

	test('__proto__ gives a record nothing, in JSON and in a form', async () => {
		const polluting = JSON.stringify(deal).replace('{', '{"__proto__":{"confirmed":true,"note":"polluted"},');
		const answers = [
			await post(tokenOf('yinzhou'), polluting),
			await form('/ledger/transactions/new', new URLSearchParams([...Object.entries(deal), ['__proto__', 'x']]))
		];
		for (const { status } of answers) expect([201, 303, 422]).toContain(status);
		const rows = await database.sql`select count(*)::int as n from entry where to_jsonb(entry)::text like '%polluted%'`;
		expect(rows[0]).toEqual({ n: 0 });
		// Whatever is made from then on has what it had.
		expect((await post(tokenOf('yinzhou'), { ...deal, kind: undefined })).status).toBe(422);
	});

	test('lists and doubles are no value: JSON refuses a list, a form reads the first', async () => {
		const before = await deals();
		for (const field of Object.keys(deal)) {
			const answer = await post(tokenOf('yinzhou'), { ...deal, [field]: [deal[field as keyof typeof deal]] });
			expect([answer.status, codesOf(answer)[0]?.pointer], field).toEqual([422, `/${field}`]);
		}
		expect(await deals()).toBe(before);
		const doubled = new URLSearchParams([...Object.entries(deal), ['territory', 'haishu'], ['amount', '999999.00']]);
		expect((await form('/ledger/transactions/new', doubled)).status).toBe(303);
		const [row] = await database.sql`
			select e.territory, d.amount::text as amount from deal d join entry e on e.id = d.entry order by e.recorded_at desc limit 1`;
		expect(row).toEqual({ territory: 'yinzhou', amount: '10000' });
	});
});

describe('a socket', () => {
	const origin = () => ({ cookie, origin: url });
	/** A connection without a client's manners: says its parts, and waits for its end. */
	async function say(...parts: readonly (string | Buffer)[]): Promise<void> {
		const line = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
			headers: origin()
		});
		const over = new Promise<void>((done) => line.once('close', () => done()));
		await new Promise((open) => line.once('open', open));
		line.send('40');
		// Let in before it misbehaves.
		await new Promise<void>((ready) =>
			line.on('message', (data: Buffer) => {
				if (data.toString().startsWith('42["ready"')) ready();
			})
		);
		for (const part of parts) line.send(part);
		// Read after all that was said before it.
		line.close();
		await over;
	}

	test('that says what no client says is ended or passed over, and all others go on', async () => {
		const watcher = socketWord(url, origin());
		await Promise.all([
			say('42', '42[', '42{}', '42[1]', '4', '49', '9', 'x'),
			say('42["join","stream:access"]', '42["connect"]', '42["disconnect"]', '42["error",1]'),
			say('42["__proto__",{}]', '42["constructor",{}]', '42["resume",{"__proto__":{"epoch":"x"}}]'),
			say(`42["ack",${'['.repeat(20_000)}${']'.repeat(20_000)}]`),
			say('451-["ack",{"_placeholder":true,"num":0}]', Buffer.from('binary')),
			say('451-["ack",{"_placeholder":true,"num":7}]', Buffer.from('binary')),
			say('459999999-["ack"]', '45-["ack"]'),
			say(Buffer.alloc(1000)),
			say(`42["ack","${'x'.repeat(70_000)}"]`),
			say(...Array.from({ length: 200 }, () => '42["ack",{"heads":{}}]'))
		]);
		expect(await watcher).toBe('ready');
		expect((await attack(url, '/readyz')).status).toBe(200);
		expect(await socketWord(url, origin())).toBe('ready');
		expect(server.printed()).not.toMatch(/uncaught|"level":(50|60)/i);
	});
});

test('what somebody types is no formula in the sheet of the audit', async () => {
	const admin = await server.signIn(server.accountOf('security_admin'));
	const [target] = await database.sql<{ id: string }[]>`select id from account where username = 'reader'`;
	const marks = ['=', '+', '-', '@', '＝', '＋'];
	for (const mark of marks) {
		const fields = { account: target?.id ?? '', reason: `${mark}HYPERLINK("https://evil.example")` };
		await server.signIn(server.accountOf('reader'));
		expect((await form('/admin/sessions?/end', fields, admin)).status, mark).toBe(200);
	}
	const audit = await server.signIn(server.accountOf('audit_admin'));
	const { text, status } = await attack(url, '/admin/audit/export', { cookie: audit });
	expect(status).toBe(200);
	for (const mark of marks) expect(text).toContain(`'${mark}HYPERLINK`);
	expect(text).not.toMatch(/(^|[,"\n])[=+@\t\r＝＋＠-](HYPERLINK)/m);
});

describe('whoever changes the log in the database itself', () => {
	function verify(dataDir = server.dataDir): Promise<{ readonly code: number | null; readonly out: string }> {
		const child = spawn(process.execPath, ['scripts/audit-verify.ts'], {
			cwd: resolve(import.meta.dirname, '../..'),
			env: { ...process.env, DATA_DIR: dataDir },
			stdio: ['ignore', 'pipe', 'pipe']
		});
		let out = '';
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (out += part.toString()));
		return new Promise((done) => child.once('close', (code) => done({ code, out })));
	}

	test('finds it whole and told so before', async () => {
		expect(await verify()).toMatchObject({ code: 0, out: expect.stringMatching(/✓/) });
	});

	test('and where no log is, is told so', async () => {
		const nowhere = mkdtempSync(join(tmpdir(), 'jindu-nowhere-'));
		try {
			expect(await verify(nowhere)).toMatchObject({ code: 1, out: expect.stringContaining(nowhere) });
		} finally {
			rmSync(nowhere, { recursive: true, force: true });
		}
	});

	const third = `stream = 'unit:yinzhou' and seq = 3`;
	test.each([
		['changes a row', `update event set actor = 'x' where ${third}`, 3],
		['takes a row away', `delete from event where ${third}`, 3],
		[
			'adds a row at the end',
			`insert into event select (jsonb_populate_record(e, jsonb_build_object('seq', h.seq + 1))).* from event e
				join stream_head h on h.stream = e.stream where e.stream = 'unit:yinzhou' and e.seq = h.seq`,
			null
		],
		[
			'lets two rows change what they tell',
			`update event e set body = o.body from event o where e.stream = 'unit:yinzhou' and o.stream = e.stream
				and e.seq in (2, 3) and o.seq = 5 - e.seq`,
			2
		],
		['cuts off the tail', `delete from event where stream = 'unit:yinzhou' and seq >= 3`, 3]
	] as const)('and %s is told of by its place, with an end that is no success', async (_, statement, first) => {
		const { sql } = database;
		await sql`create table kept as table event`;
		try {
			await sql.unsafe(statement);
			const { code, out } = await verify();
			expect(code).toBe(1);
			expect(out).toMatch(first === null ? /✗ unit:yinzhou \d+:/ : new RegExp(`✗ unit:yinzhou ${first}:`));
		} finally {
			await sql.begin((tx) => [tx`delete from event`, tx`insert into event table kept`, tx`drop table kept`]);
		}
		expect((await attack(url, '/readyz')).status).toBe(200);
	});

	test('and puts it back leaves no trace that is not true', async () => {
		expect((await verify()).code).toBe(0);
	});
});
