// Under /api whatever is refused is a problem+json with an id, whoever refuses it: the app, the framework or the http server.
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { faultCodes } from '#lib/kernel/result.ts';
import { ask, type Answer, type Asked } from '../support/plain-http.ts';
import { serveProduct, type ServedProduct } from '../support/served-data.ts';

let server: ServedProduct;
beforeAll(async () => {
	server = await serveProduct({ env: { LOG_LEVEL: 'info' } });
});
afterAll(() => server.stop());

const asked = (path: string, options: Asked = {}) => ask(server.baseURL + path, options);
const bearer = () => ({ authorization: `Bearer ${server.tokens['yinzhou']}` });
const json = () => ({ ...bearer(), 'content-type': 'application/json' });

interface Problem {
	readonly id: string;
	readonly status: number;
	readonly code: string;
	readonly title: string;
	readonly errors: readonly { pointer: string; code: string; message: string }[];
}

function problemOf({ status, headers, body }: Answer): Problem {
	expect(headers.get('content-type'), body).toBe('application/problem+json');
	const said = JSON.parse(body) as Problem;
	expect(said.status).toBe(status);
	expect(said.id).toMatch(/^[\da-f]{8}$/);
	expect(headers.get('problem-id')).toBe(said.id);
	expect(said.errors.length).toBeGreaterThan(0);
	for (const { code, message } of said.errors) {
		expect(faultCodes).toContain(code);
		expect(message).toMatch(/\S/);
	}
	expect(said.title).toBe(said.errors[0]?.message);
	return said;
}

interface Kind {
	readonly path: string;
	readonly asked?: () => Asked;
	readonly status: number;
	readonly code: string;
	readonly allow?: string;
}

const refused: Readonly<Record<string, Kind>> = {
	'an unknown path': { path: '/api/v1/nothing', status: 404, code: 'unknown_path' },
	'an unknown path, sent to': {
		path: '/api/v1/nothing',
		asked: () => ({ method: 'POST', headers: json(), body: '{}' }),
		status: 404,
		code: 'unknown_path'
	},
	'an unknown version': { path: '/api/v2/plan', status: 404, code: 'unknown_path' },
	'the API itself': { path: '/api/v1', status: 404, code: 'unknown_path' },
	'the folder of the API': { path: '/api', status: 404, code: 'unknown_path' },
	'the data of a page that the API has not': { path: '/api/v1/plan/__data.json', status: 404, code: 'unknown_path' },
	'the script of a route': { path: '/api/v1/plan/__route.js', status: 404, code: 'unknown_path' },
	'a method that an endpoint has not': {
		path: '/api/v1/plan',
		asked: () => ({ method: 'DELETE', headers: bearer() }),
		status: 405,
		code: 'method_not_allowed',
		allow: 'GET, HEAD'
	},
	'a look at what is only sent to': {
		path: '/api/v1/cases',
		asked: () => ({ headers: bearer() }),
		status: 405,
		code: 'method_not_allowed',
		allow: 'POST'
	},
	'a method that is none': {
		path: '/api/v1/plan',
		asked: () => ({ method: 'TRACE' }),
		status: 405,
		code: 'method_not_allowed',
		allow: 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'
	},
	'an address that is malformed': { path: '/api/v1/%zz', status: 400, code: 'bad_address' },
	'an address that is no text': { path: '/api/v1/%ff', status: 400, code: 'bad_address' },
	'an address with a zero byte': { path: '/api/v1/%00', status: 422, code: 'bad_character' },
	'an address that is too long': { path: `/api/v1/plan?${'x'.repeat(3000)}`, status: 414, code: 'address_too_long' },
	'a head that is too long': { path: `/api/v1/plan?${'x'.repeat(20_000)}`, status: 431, code: 'head_too_long' },
	'a foreign host': {
		path: '/api/v1/plan',
		asked: () => ({ headers: { host: 'evil.example' } }),
		status: 421,
		code: 'foreign_host'
	},
	'who is nobody': { path: '/api/v1/plan', status: 401, code: 'credentials_required' },
	'a body that is too large': {
		path: '/api/v1/cases',
		asked: () => ({ method: 'POST', headers: json(), body: JSON.stringify('x'.repeat(600_000)) }),
		status: 413,
		code: 'body_too_large'
	},
	'a body that is too large and says no size': {
		path: '/api/v1/cases',
		asked: () => ({
			method: 'POST',
			headers: { ...json(), 'transfer-encoding': 'chunked' },
			body: JSON.stringify('x'.repeat(600_000))
		}),
		status: 413,
		code: 'body_too_large'
	},
	'more events than there are at a time': {
		path: '/api/v1/events?stream=city&limit=501',
		asked: () => ({ headers: bearer() }),
		status: 422,
		code: 'not_in_range'
	}
};

test.each(Object.entries(refused))('[R224] %s is a problem with an id', async (_, kind) => {
	const answer = await asked(kind.path, kind.asked?.());
	expect(answer.status).toBe(kind.status);
	expect(problemOf(answer).errors[0]?.code).toBe(kind.code);
	expect(answer.headers.get('allow')).toBe(kind.allow ?? null);
	for (const name of ['x-content-type-options', 'content-security-policy'])
		expect(answer.headers.get(name), name).not.toBeNull();
});

const queries = [
	...['stream=city&limit=0', 'stream=city&limit=501', 'stream=city&after=-1', 'stream=city&limit=x'].map((query) => ({
		address: `events?${query}`,
		code: 'not_in_range'
	})),
	{ address: 'records?ledger=funds&page=0', code: 'not_in_range' },
	{ address: 'records?ledger=funds&page=1&page=2', code: 'given_twice' },
	{ address: 'records?ledger=nothing', code: 'bad_choice' },
	{ address: 'dashboard?asOf=2019-02-30', code: 'bad_date' },
	...['dashboard', 'plan', 'openapi.json', 'events', 'records'].map((path) => ({
		address: `${path}?nothing=1`,
		code: 'unknown_field'
	}))
];

test.each(queries)(
	'[R265] $address is refused as $code, in words that name what is allowed',
	async ({ address, code }) => {
		const { errors } = problemOf(
			await asked(`/api/v1/${address}`, { headers: { ...bearer(), 'accept-language': 'en' } })
		);
		const fault = errors.find((one) => one.code === code);
		expect(fault).toBeDefined();
		if (code === 'not_in_range') expect(fault?.message).toMatch(/^Give a whole number from \d+ to \d+\.$/);
	}
);

test('[R265] what is too long hears how long it may be', async () => {
	const body = {
		kind: 'transfer',
		amount: '1.00',
		date: '2019-05-05',
		territory: 'yinzhou',
		reference: 'R'.repeat(500)
	};
	const answer = await asked('/api/v1/transactions', { method: 'POST', headers: json(), body: JSON.stringify(body) });
	expect(problemOf(answer).errors).toMatchObject([{ pointer: '/reference', code: 'too_long', params: { max: 80 } }]);
	expect(problemOf(answer).title).toContain('80');
});

test('[R265] a feed hears what a feed reads, wherever it asks for something else', async () => {
	const headers = { authorization: `Bearer ${server.tokens['trading-centre']}`, 'accept-language': 'en' };
	for (const [path, as] of [
		['dashboard', 403],
		['events?stream=city', 404]
	] as const) {
		const { status, errors } = problemOf(await asked(`/api/v1/${path}`, { headers }));
		expect({ status, code: errors[0]?.code }).toEqual({ status: as, code: 'feed_reads_own' });
	}
});

test('[R266] programs are answered in the language that they ask for, unless a cookie says another', async () => {
	const title = async (headers: Record<string, string>, path = '/api/v1/nothing') =>
		problemOf(await asked(path, { headers })).title;
	const [chinese, english] = [/地址/, /address/];
	expect(await title({})).toMatch(chinese);
	expect(await title({ 'accept-language': 'en-GB, zh;q=0.5' })).toMatch(english);
	expect(await title({ 'accept-language': 'fr, zh;q=0.5' })).toMatch(chinese);
	expect(await title({ 'accept-language': 'en', cookie: 'locale=zh-CN' })).toMatch(chinese);
	expect(await title({ 'accept-language': 'zh', cookie: 'locale=en' })).toMatch(english);
	expect(await title({ 'accept-language': 'en', host: 'evil.example' })).toMatch(english);
	const page = await asked('/overview', { headers: { host: 'evil.example', 'accept-language': 'en' } });
	expect(page.body).toMatch(/^421: 此地址/);
});

test('[R224] HEAD hears the id of its problem, without a body', async () => {
	const answer = await asked('/api/v1/nothing', { method: 'HEAD' });
	expect(answer).toMatchObject({ status: 404, body: '' });
	expect(answer.headers.get('problem-id')).toMatch(/^[\da-f]{8}$/);
});

test('OPTIONS hears what an address takes', async () => {
	const answer = await asked('/api/v1/cases', { method: 'OPTIONS' });
	expect(answer).toMatchObject({ status: 204, body: '' });
	expect(answer.headers.get('allow')).toBe('POST, OPTIONS');
	problemOf(await asked('/api/v1/nothing', { method: 'OPTIONS' }));
});

test('people hear a sentence in their language, elsewhere than under the API', async () => {
	const answer = await asked('/overview', { headers: { host: 'evil.example', cookie: 'locale=en' } });
	expect(answer.status).toBe(421);
	expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
	expect(answer.body).toMatch(/^421: This address is not served here/);
	expect((await asked('/overview', { headers: { host: 'evil.example' } })).body).toMatch(/^421: 此地址不由本服务提供/);
});

/** Bytes as they are, on a connection of their own; all that comes back. */
async function rawAnswer(bytes: string): Promise<string> {
	const { hostname, port } = new URL(server.baseURL);
	const socket = connect(Number(port), hostname);
	await once(socket, 'connect');
	socket.end(bytes);
	return text(socket);
}

test('[R224] what is no HTTP is a problem too', async () => {
	const [head = '', body = ''] = (await rawAnswer('GET /api/v1/plan HTTP/1.1\r\nHost\r\n\r\n')).split('\r\n\r\n');
	expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
	expect(head.toLowerCase()).toContain('content-type: application/problem+json');
	expect(JSON.parse(body)).toMatchObject({ status: 400, code: 'malformed', id: expect.stringMatching(/^[\da-f]{8}$/) });
});

test('an expectation that nobody knows is passed over, and who waits for 100 is told to go on', async () => {
	const lines = (expectation: string) =>
		`GET /healthz HTTP/1.1\r\nHost: ${new URL(server.baseURL).host}\r\nExpect: ${expectation}\r\nConnection: close\r\n\r\n`;
	expect(await rawAnswer(lines('nonsense'))).toMatch(/^HTTP\/1\.1 200 /);
	expect(await rawAnswer(lines('100-continue'))).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
});

test('[R224] a refusal that is logged is logged with the id of its problem', async () => {
	const { id } = problemOf(await asked('/api/v1/plan'));
	await expect.poll(() => logged(id)).toMatchObject([{ status: 401, msg: 'refused' }]);
});

/** The log's lines about a problem. */
function logged(id: string): Record<string, unknown>[] {
	return server
		.printed()
		.split('\n')
		.filter((line) => line.startsWith('{') && line.includes(`"id":"${id}"`))
		.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('a database in which a table is missing', () => {
	const secret = 'a-secret-of-42';

	async function rename(from: string, to: string): Promise<void> {
		const database = await server.database();
		try {
			await database.sql`alter table ${database.sql(from)} rename to ${database.sql(to)}`;
		} finally {
			await database.close();
		}
	}
	afterEach(() => rename('away', 'event'));

	test('[R224] [R225] what fails is a problem whose id is in the log, which says nothing of what was sent', async () => {
		await rename('event', 'away');
		const record = {
			kind: 'transfer',
			amount: '10000.00',
			date: '2019-09-02',
			territory: 'yinzhou',
			reference: secret
		};
		const answers = [
			await asked('/api/v1/transactions', { method: 'POST', headers: json(), body: JSON.stringify(record) }),
			await asked('/api/v1/events?stream=city', { headers: bearer() }),
			await asked('/api/v1/events?stream=city', { headers: { ...bearer(), accept: 'text/html' } })
		];
		for (const answer of answers) {
			const { id, status, code } = problemOf(answer);
			expect({ status, code }).toEqual({ status: 500, code: 'unexpected' });
			await expect.poll(() => logged(id)).toMatchObject([{ msg: 'unexpected', err: { message: 'Failed query' } }]);
			expect(JSON.stringify(logged(id))).toContain('42P01');
		}
		expect(server.printed()).not.toContain(secret);
		expect(server.printed()).not.toContain('params');
	});
});
