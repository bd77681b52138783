// Ids of others, guessed right: whoever may not see a record is told that there is none, and changes nothing of it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveProduct, type ServedProduct } from '../support/served-data.ts';

let server: ServedProduct;
/** Of a district, a department and an institution that have nothing to do with the records. */
let strangers: Readonly<Record<string, string>>;
let owner: string;
let ids: {
	deal: string;
	file: string;
	movement: string;
	pool: string;
	version: string;
	session: string;
	account: string;
};
const secret = 'matrix-secret-41';

beforeAll(async () => {
	server = await serveProduct();
	const cookieOf = (role: string, unit: string) => server.signIn(server.accountOf(role, unit));
	owner = await cookieOf('district', 'yinzhou');
	strangers = {
		district: await cookieOf('district', 'cixi'),
		department: await cookieOf('department', 'edu'),
		institution: await cookieOf('fund_manager', 'stfc')
	};
	const enter = async (endpoint: string, body: unknown) => {
		const { status, body: answer } = await post(owner, endpoint, body);
		const [id] = (answer as { ids?: string[] }).ids ?? [];
		if (id === undefined) throw new Error(`${endpoint}: ${status} ${JSON.stringify(answer)}`);
		return id;
	};
	const deal = { kind: 'transfer', amount: '10000.00', date: '2019-09-02', territory: 'yinzhou', reference: secret };
	const movement = { line: 'insurance', source: 'district', step: 'received', amount: '1000.00', date: '2019-09-02' };
	const version = await enter('register-entities', {
		register: 'pools',
		name: secret,
		industry: 'new-materials',
		territory: 'yinzhou'
	});
	const [entity] = await rows<{ id: string }>`select id from register_entity limit 1`;
	const [session] = await rows<{ id: string; account: string }>`
		select session.id, account from session join account on account.id = session.account where username = 'yinzhou'`;
	ids = {
		deal: await enter('transactions', deal),
		file: await enter('cases', { number: secret, type: 'patent', territory: 'yinzhou', acceptedAt: '2019-09-02' }),
		movement: await enter('disbursements', { ...movement, territory: 'yinzhou', reference: secret }),
		pool: entity?.id ?? '',
		version,
		session: session?.id ?? '',
		account: session?.account ?? ''
	};
});
afterAll(() => server.stop());

async function rows<Row extends object>(words: TemplateStringsArray): Promise<Row[]> {
	const database = await server.database();
	try {
		return [...(await database.sql<Row[]>(words))];
	} finally {
		await database.close();
	}
}

const written = () =>
	rows`select stream, max(seq) from event where stream not in ('signin', 'reads') group by 1 order by 1`;

async function post(cookie: string, endpoint: string, body: unknown) {
	const answer = await fetch(`${server.baseURL}/api/v1/${endpoint}`, {
		method: 'POST',
		headers: { cookie, origin: server.baseURL, 'content-type': 'application/json' },
		body: JSON.stringify(body)
	});
	return { status: answer.status, body: (await answer.json()) as unknown };
}

/** A form's action, as scripts send it. */
async function send(cookie: string, path: string, fields: Readonly<Record<string, string>>) {
	const answer = await fetch(`${server.baseURL}${path}`, {
		method: 'POST',
		headers: { cookie, origin: server.baseURL, accept: 'application/json', 'x-sveltekit-action': 'true' },
		body: new URLSearchParams({ form: 'one', ...fields })
	});
	const { status = answer.status } = (await answer.json()) as { status?: number };
	return status;
}

describe.each(['district', 'department', 'institution'])('to another %s', (who) => {
	const get = (path: string) =>
		fetch(`${server.baseURL}${path}`, { redirect: 'manual', headers: { cookie: strangers[who] ?? '' } });

	test('the page of a record is none, and no list, filter or address shows a word of it', async () => {
		const none = [
			`/ledger/transactions/${ids.deal}`,
			`/ledger/cases/${ids.file}`,
			`/ledger/funds/${ids.movement}`,
			`/registers/pools/${ids.pool}`
		];
		for (const path of none) {
			const answer = await get(path);
			expect(answer.status, path).toBe(404);
			expect(await answer.text(), path).not.toContain(secret);
		}
		const lists = [
			`/ledger/transactions?recorded=${ids.deal}&reverse=${ids.deal}&open=${ids.deal}`,
			'/ledger/transactions?unit=yinzhou',
			`/ledger/cases?open=${ids.file}`,
			`/ledger/funds?open=${ids.movement}&unit=yinzhou`,
			`/registers/pools?recorded=${ids.pool}`,
			`/funds/insurance?open=${ids.movement}`
		];
		for (const path of lists) {
			const answer = await get(path);
			expect(answer.status, path).toBe(200);
			expect(await answer.text(), path).not.toContain(secret);
		}
	});

	test('REST knows none of them, and nothing is written', async () => {
		const cookie = strangers[who] ?? '';
		const before = await written();
		const asked: readonly (readonly [string, unknown])[] = [
			['reversals', { id: ids.deal, reason: '示例' }],
			['reversals', { id: ids.file, reason: '示例' }],
			['reversals', { id: ids.version, reason: '示例' }],
			...(who === 'district'
				? [['register-entities', { id: ids.pool, changes: { name: { base: secret, new: '示例' } } }] as const]
				: [])
		];
		for (const [endpoint, body] of asked) {
			const answer = await post(cookie, endpoint, body);
			expect([endpoint, answer.status]).toEqual([endpoint, 404]);
			expect(JSON.stringify(answer.body)).not.toContain(secret);
		}
		// What the plan itself names is no secret: here the refusal is that it is not theirs.
		const notTheirs: readonly (readonly [string, unknown])[] = [
			['task-updates', { share: '2.2/yinzhou', changes: { nextStep: { base: '', new: 'N' } } }],
			['confirmations', { ids: [ids.deal] }],
			['register-entities', { id: ids.pool, changes: { name: { base: secret, new: '示例' } } }],
			['transactions', { kind: 'transfer', amount: '1.00', date: '2019-09-02', territory: 'yinzhou', reference: 'x' }]
		];
		for (const [endpoint, body] of notTheirs) {
			const answer = await post(cookie, endpoint, body);
			expect([403, 404], `${endpoint} ${JSON.stringify(answer.body)}`).toContain(answer.status);
			expect(JSON.stringify(answer.body)).not.toContain(secret);
		}
		// A month of which one may confirm nothing is as one in which nothing waits.
		const month = await post(cookie, 'confirmations', { unit: 'yinzhou', month: '2019-09' });
		expect([403, 409]).toContain(month.status);
		expect(JSON.stringify(month.body)).not.toContain(secret);
		for (const [endpoint, body] of [
			['case-closures', { number: secret, closedAt: '2019-09-03' }],
			['case-reopenings', { number: secret, reopenedAt: '2019-09-03', reason: '示例' }]
		] as const) {
			const answer = await post(cookie, endpoint, body);
			expect([403, 404, 422], endpoint).toContain(answer.status);
			// A case of others is answered as one that nobody has.
			const nobodys = await post(cookie, endpoint, { ...body, number: 'nobody-has-this-one' });
			// Each answer has an id of its own.
			const like = (text: unknown) =>
				JSON.stringify({ ...(text as object), id: '…' })
					.replaceAll(secret, '…')
					.replaceAll('nobody-has-this-one', '…');
			expect(answer.status).toBe(nobodys.status);
			expect(like(answer.body)).toBe(like(nobodys.body));
		}
		expect(await written()).toEqual(before);
	});

	test('forms know none of them, and sessions of others are not theirs to end', async () => {
		const cookie = strangers[who] ?? '';
		const before = await written();
		const reversal = { id: ids.deal, reason: '示例' };
		expect(await send(cookie, '/ledger/transactions?/reverse', reversal)).toBe(404);
		expect(await send(cookie, '/work?/reverse', reversal)).toBe(404);
		expect(await send(cookie, '/me/sessions', { session: ids.session })).toBe(404);
		for (const path of [`/admin/accounts/${ids.account}?/disable`, '/admin/sessions?/end', '/admin/tokens?/revoke'])
			expect(await send(cookie, path, { account: ids.account, session: ids.session, reason: '示例' })).toBe(403);
		expect(await written()).toEqual(before);
		const mine = await fetch(`${server.baseURL}/api/v1/plan`, { headers: { cookie: owner } });
		expect(mine.status).toBe(200);
	});

	test('streams of others are none', async () => {
		for (const stream of ['unit:yinzhou', `user:${ids.account}`, 'plan', 'access', 'breakdown'])
			expect((await get(`/api/v1/events?stream=${encodeURIComponent(stream)}`)).status, stream).toBe(404);
	});
});

describe.each(['cixi', 'hitech', 'edu', 'stfc', 'trading-centre', 'bank', 'enforcement'])(
	'to the token of %s',
	(holder) => {
		const headers = () => ({ authorization: `Bearer ${server.tokens[holder]}` });
		const ask = async (endpoint: string, body: unknown) => {
			const answer = await fetch(`${server.baseURL}/api/v1/${endpoint}`, {
				method: 'POST',
				headers: { ...headers(), 'content-type': 'application/json' },
				body: JSON.stringify(body)
			});
			return { status: answer.status, text: await answer.text() };
		};

		test('REST knows no record of others, and nothing is written', async () => {
			const before = await written();
			for (const id of [ids.deal, ids.file, ids.movement, ids.version]) {
				const { status, text } = await ask('reversals', { id, reason: '示例' });
				expect([status, text.includes(secret)]).toEqual([404, false]);
			}
			for (const [endpoint, body] of [
				['confirmations', { ids: [ids.deal] }],
				['confirmations', { unit: 'yinzhou', month: '2019-09' }],
				['register-entities', { id: ids.pool, changes: { name: { base: secret, new: '示例' } } }],
				['case-closures', { number: secret, closedAt: '2019-09-03' }],
				['case-reopenings', { number: secret, reopenedAt: '2019-09-03', reason: '示例' }],
				['task-updates', { share: '2.2/yinzhou', changes: { nextStep: { base: '', new: 'N' } } }],
				['milestones', { id: '2.2/yinzhou/1', actual: '2019-09-02' }]
			] as const) {
				const { status, text } = await ask(endpoint, body);
				expect([403, 404], `${endpoint} ${text}`).toContain(status);
			}
			expect(await written()).toEqual(before);
		});

		test('no list and no stream of others is there', async () => {
			for (const ledger of ['funds', 'transactions', 'cases', 'observations']) {
				const answer = await fetch(`${server.baseURL}/api/v1/records?ledger=${ledger}`, { headers: headers() });
				expect([answer.status, (await answer.text()).includes(secret)]).toEqual([200, false]);
			}
			for (const stream of ['unit:yinzhou', `user:${ids.account}`, 'plan', 'access', 'breakdown'])
				expect((await fetch(`${server.baseURL}/api/v1/events?stream=${stream}`, { headers: headers() })).status).toBe(
					404
				);
		});
	}
);

test('to its owner all of it is there', async () => {
	for (const path of [
		`/ledger/transactions/${ids.deal}`,
		`/ledger/cases/${ids.file}`,
		`/registers/pools/${ids.pool}`
	]) {
		const answer = await fetch(`${server.baseURL}${path}`, { headers: { cookie: owner } });
		expect(answer.status, path).toBe(200);
		expect(await answer.text(), path).toContain(secret);
	}
});
