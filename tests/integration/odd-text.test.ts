// Characters that nobody sees, half characters and other spellings, against the product as it is served.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '#lib/platform/database.server.ts';
import { attack, sessionOf, signInForm, type Got } from '../support/attacker.ts';
import { countRows } from '../support/commands.ts';
import { servedPassword, serveProduct, type ServedProduct } from '../support/served-data.ts';

let server: ServedProduct;
let database: Database;
let url: string;
beforeAll(async () => {
	server = await serveProduct();
	database = await server.database();
	url = server.baseURL;
});
afterAll(async () => {
	await database.close();
	await server.stop();
});

const post = (path: string, body: unknown, unit = 'yinzhou') =>
	attack(url, `/api/v1/${path}`, {
		body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
		headers: { 'content-type': 'application/json', authorization: `Bearer ${server.tokens[unit]}` }
	});
const errorsOf = ({ text }: Got) =>
	(JSON.parse(text) as { errors: { pointer: string; code: string; params?: object; message: string }[] }).errors;
const deal = { kind: 'transfer', amount: '100.00', date: '2019-05-05', territory: 'yinzhou', reference: 'R' };
const entity = { register: 'pools', name: 'P', industry: 'new-materials', territory: 'yinzhou' };

describe('half characters and U+0000', () => {
	test.each<[string, unknown, string, string]>([
		['a value', { ...deal, reference: 'a\ud800' }, '/reference', 'U+D800'],
		['a value of a field that takes anything', { ...deal, parties: '\udfffb' }, '/parties', 'U+DFFF'],
		['a name', { ...deal, 'x\ud800': 1 }, '/x\ufffd', 'U+D800'],
		['a choice', { ...deal, kind: 'transfer\ud83d' }, '/kind', 'U+D83D'],
		['one record of many', [deal, { ...deal, bank: '\u0000' }], '/1/bank', 'U+0000'],
		['the depth', { ...deal, a: [{ 'b/~': '\ud800' }] }, '/a/0/b~1~0', 'U+D800']
	])('in %s are refused at their place', async (_, body, pointer, character) => {
		const answer = await post('transactions', body);
		expect(answer.status).toBe(422);
		expect(errorsOf(answer)).toEqual([
			{ pointer, code: 'bad_character', params: { character }, message: expect.stringContaining(character) }
		]);
	});

	test('in measures, changes and edits are refused too', async () => {
		for (const [path, body] of [
			['register-entities', { ...entity, measures: { 'patents\ud800': 5 } }],
			['register-entities', { id: crypto.randomUUID(), changes: { 'name\u0000': { base: 'a', new: 'b' } } }],
			['register-entities', { id: crypto.randomUUID(), changes: { name: { base: '\ud800', new: 'b' } } }],
			['task-updates', { share: 'a', changes: { narrative: { base: '', new: '\ud800' } } }],
			['reversals', { id: crypto.randomUUID(), reason: '\ud800' }]
		] as const) {
			const answer = await post(path, body);
			expect([path, answer.status, errorsOf(answer)[0]?.code]).toEqual([path, 422, 'bad_character']);
		}
	});

	test('as bytes that are no UTF-8 are no JSON', async () => {
		const bytes = Buffer.from(JSON.stringify({ ...deal, reference: 'REF' }));
		bytes.set([0xed, 0xa0, 0x80], bytes.indexOf('REF'));
		const answer = await post('transactions', new Uint8Array(bytes));
		expect([answer.status, errorsOf(answer)[0]?.code]).toEqual([422, 'not_json']);
	});

	test('in addresses are refused, on pages and in the API', async () => {
		const cookie = await server.signIn(server.accountOf('office'));
		const odd = ['%00', 'a%00b', '%ED%A0%80', '%FF'];
		for (const text of odd) {
			for (const path of [
				`/api/v1/events?stream=${text}`,
				`/api/v1/events?${text}=1`,
				`/api/v1/dashboard?asOf=${text}`
			]) {
				const answer = await attack(url, path, { cookie });
				expect([path, answer.status, errorsOf(answer)[0]?.code]).toEqual([path, 422, 'bad_character']);
			}
			for (const path of [`/ledger/cases?unit=${text}`, `/review?month=${text}`, `/registers/pools?q=${text}`])
				expect([path, (await attack(url, path, { cookie })).status]).toEqual([path, 422]);
		}
		for (const path of ['/registers/%00', '/ledger/cases/%00', '/api/v1/%00', '/welcome/%00'])
			expect([path, (await attack(url, path, { cookie })).status]).toEqual([path, 422]);
	});

	test('as keys are no keys', async () => {
		const headers = {
			'content-type': 'application/json',
			authorization: `Bearer ${server.tokens['yinzhou']}`,
			'idempotency-key': 'a\u00ff'
		};
		const answer = await attack(url, '/api/v1/transactions', { body: JSON.stringify(deal), headers });
		expect([answer.status, errorsOf(answer)[0]?.code]).toEqual([422, 'key_invalid']);
	});
});

test('what turns a text around is refused by its name, in forms too, and leaves nothing', async () => {
	const before = await countRows(database.sql);
	for (const [body, pointer, character] of [
		[{ ...deal, reference: 'a\u202Eb' }, '/reference', 'U+202E'],
		[{ ...deal, parties: '甲\u2067乙' }, '/parties', 'U+2067'],
		[{ ...deal, bank: 'a\uE000' }, '/bank', 'U+E000'],
		[{ ...deal, reference: 'a\uFFFD' }, '/reference', 'U+FFFD'],
		[{ ...deal, registration: 'Z\u202EL' }, '/registration', 'U+202E']
	] as const)
		expect(errorsOf(await post('transactions', body))).toMatchObject([{ pointer, params: { character } }]);
	expect(errorsOf(await post('transactions', { ...deal, registration: '\u200B' }))).toMatchObject([
		{ pointer: '/registration', code: 'required' }
	]);
	const cookie = await server.signIn(server.accountOf('district', 'yinzhou'));
	for (const reference of ['a\u202Eb', 'a\uFFFDb']) {
		const form = new URLSearchParams({ ...deal, reference });
		const answer = await attack(url, '/ledger/transactions/new', {
			cookie,
			form,
			headers: { origin: url, accept: 'text/html' }
		});
		expect(answer.status).toBe(422);
		expect(answer.text).toContain(reference.includes('\u202E') ? 'U+202E' : 'U+FFFD');
	}
	expect((await countRows(database.sql))['entry']).toBe(before['entry']);
});

test('one number in another spelling is refused, as a case and as a registration [R210]', async () => {
	const accepted = { type: 'patent', territory: 'yinzhou', acceptedAt: '2019-05-05' };
	for (const [first, second] of [
		['（2019）浙0212民初10001号', '〔2019〕浙0212民初10001号'],
		['（2019）浙0212民初10002号', '[2019]浙0212民初10002号'],
		['（2019）浙0212民初10003号', '【2019】浙0212民初10003号']
	]) {
		expect((await post('cases', { ...accepted, number: first }, 'amr')).status).toBe(201);
		expect((await post('cases', { ...accepted, number: second }, 'amr')).status).toBe(409);
		expect((await post('case-closures', { number: second, closedAt: '2019-06-06' }, 'amr')).status).toBe(201);
	}
	for (const [n, odd] of [
		'\u200B',
		'\u00AD',
		'\u2060',
		'\u200E',
		'\uFE0F',
		'\u034F',
		'\u3164',
		'\u{E0031}',
		' ',
		'—'
	].entries()) {
		const [first, second] = [`ZL20191${n}-1`, odd === '—' ? `ZL20191${n}—1` : `ZL20191${n}-1${odd}`];
		expect((await post('transactions', { ...deal, registration: first })).status).toBe(201);
		expect([n, (await post('transactions', { ...deal, registration: second })).status]).toEqual([n, 409]);
	}
});

test('a name signs in as a phone or a Chinese keyboard writes it [R213]', async () => {
	const { username } = server.accountOf('leader');
	const capital = username.charAt(0).toUpperCase() + username.slice(1);
	const wide = username.replaceAll(/[!-~]/g, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0));
	for (const typed of [capital, wide, `${username}\u200B`])
		expect(sessionOf(await signInForm(url, { username: typed, password: servedPassword }))).toBeDefined();
	const page = await attack(url, '/login');
	expect(page.text).toMatch(
		/<input[^>]*name="username"[^>]*autocapitalize="none"[^>]*autocorrect="off"[^>]*spellcheck="false"/
	);
	expect(page.text).toMatch(/<input[^>]*name="username"[^>]*autocomplete="username"/);
});

describe('a sheet of accounts', () => {
	const preview = async (file: Uint8Array, encoding = '') => {
		const cookie = await server.signIn(server.accountOf('system_admin'));
		const form = new FormData();
		form.set('file', new File([new Uint8Array(file)], 'accounts.csv'));
		form.set('encoding', encoding);
		const answer = await fetch(`${url}/admin/accounts/import?/preview`, {
			method: 'POST',
			headers: { cookie, origin: url, accept: 'text/html' },
			body: form
		});
		return { status: answer.status, text: await answer.text() };
	};

	test('whose role is called __proto__ is answered by its row', async () => {
		for (const odd of ['__proto__', 'constructor', 'toString']) {
			const { status, text } = await preview(Buffer.from(`username,name,role,unit\nabc,甲,${odd},${odd}\n`));
			expect([odd, status]).toEqual([odd, 200]);
			expect(text).toContain('data-verdict="wrong"');
			expect(text).not.toMatch(/\[native code\]|\[object Object\]/);
		}
	});

	test('is shown in the encoding that it was read in, and in another one on demand, without scripts', async () => {
		const file = readFileSync('tests/fixtures/accounts-gbk-latin-heads.csv');
		const found = await preview(file);
		for (const name of ['叶英', '郑伟', '姚雪']) expect(found.text).toContain(name);
		expect(found.text).toContain('GB18030');
		const other = await preview(file, 'utf-8');
		expect(other.text).toContain('ҶӢ');
		expect(other.text).not.toContain('叶英');
		const refused = await preview(Buffer.from('用户名,姓名\n'), 'utf-16');
		expect(refused.status).toBe(422);
	});
});
