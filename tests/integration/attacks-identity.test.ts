// Attacks by saying who one is twice or oddly: every route and socket of the built product, with every kind of Authorization beside a cookie.
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attack, type Got, type Sent } from '../support/attacker.ts';
import { countRows } from '../support/commands.ts';
import { addressOf, lookedAt, servedWrites, type ServedWrite } from '../support/served-routes.ts';
import { serveProduct, type ServedProduct } from '../support/served-data.ts';

let server: ServedProduct;
let url: string;
/** Of an administrator who owes a second factor, and of somebody who owes nothing. */
let owing: string;
let free: string;
let token: string;
/** What an Authorization header may hold; those of `bearers` have the form of a token. */
let bearers: Readonly<Record<string, string>>;
let others: Readonly<Record<string, string>>;

beforeAll(async () => {
	server = await serveProduct();
	const database = await server.database();
	// Outside of a demonstration duties are forced.
	await database.sql`update meta set demo = false`;
	await database.close();
	await server.restart();
	url = server.baseURL;
	owing = await server.signIn(server.accountOf('security_admin'));
	free = await server.signIn(server.accountOf('district', 'yinzhou'));
	token = server.tokens['yinzhou'] ?? '';
	bearers = {
		'a token': `Bearer ${token}`,
		'a bad token': `Bearer ${'x'.repeat(27)}.${'y'.repeat(27)}`,
		'a word': 'Bearer x'
	};
	others = {
		nothing: '',
		'a word without scheme': 'x',
		'a token without scheme': token,
		Basic: `Basic ${Buffer.from('leader:secret').toString('base64')}`,
		'an empty Bearer': 'Bearer ',
		'two tokens': `Bearer ${token} ${token}`,
		'a list': `Bearer ${token}, Basic eDp5`
	};
});
afterAll(() => server.stop());

const isApi = (path: string) => path.startsWith('/api/');
const pathOf = (route: string) => addressOf({ route, action: null, method: 'GET' }) || '/';
const codeOf = ({ text }: Got) => (JSON.parse(text) as { code: string }).code;

/** Runs some at a time: a matrix of thousands must be quick. */
async function forEach<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
	const waiting = all.values();
	await Promise.all(
		Array.from({ length: 16 }, async () => {
			for (const one of waiting) await work(one);
		})
	);
}

function write({ route, action, method }: ServedWrite, sent: Sent): Promise<Got> {
	const body = isApi(route) ? '{}' : 'a=b';
	const type = isApi(route) ? 'application/json' : 'application/x-www-form-urlencoded';
	return attack(url, addressOf({ route, action, method }), {
		...sent,
		method,
		body,
		headers: { 'content-type': type, accept: 'text/html', ...sent.headers }
	});
}

describe('beside the cookie of somebody who owes a duty, an Authorization header', () => {
	test('changes nothing on a page and its data', async () => {
		const paths = lookedAt()
			.map(pathOf)
			.filter((path) => !isApi(path));
		const failures: string[] = [];
		await forEach([...paths, ...paths.map((path) => `${path === '/' ? '' : path}/__data.json`)], async (path) => {
			for (const cookie of [owing, undefined]) {
				const asked = cookie === undefined ? {} : { cookie };
				const plain = await attack(url, path, asked);
				// Without a cookie most answers are whole pages: two do.
				const said = cookie === undefined ? { 'a token': `Bearer ${token}`, 'a word': 'x' } : { ...bearers, ...others };
				for (const [name, authorization] of Object.entries(said)) {
					const { status, location } = await attack(url, path, { ...asked, headers: { authorization } });
					if (status !== plain.status || location !== plain.location)
						failures.push(`${path} with ${name}: ${status} ${location} instead of ${plain.status} ${plain.location}`);
				}
			}
		});
		expect(failures).toEqual([]);
		expect((await attack(url, '/admin/accounts', { cookie: owing })).location).toBe('/me/second-factor');
	});

	test('is refused by the API: not a token 401, a token beside the cookie 400', async () => {
		const paths = lookedAt().map(pathOf).filter(isApi);
		for (const path of [...paths, '/api/v1/none'])
			for (const cookie of [owing, free]) {
				for (const [name, authorization] of Object.entries(others)) {
					const answer = await attack(url, path, { cookie, headers: { authorization } });
					expect([answer.status, codeOf(answer)], `${path} with ${name}`).toEqual([401, 'unauthenticated']);
				}
				for (const [name, authorization] of Object.entries(bearers)) {
					const answer = await attack(url, path, { cookie, headers: { authorization } });
					expect([answer.status, codeOf(answer)], `${path} with ${name}`).toEqual([400, 'two_identities']);
					expect(answer.headers['content-type']).toBe('application/problem+json');
				}
			}
	});

	test('sends nothing, from our pages or another site', async () => {
		const database = await server.database();
		const before = await countRows(database.sql);
		const failures: string[] = [];
		await forEach(servedWrites(), async (one) => {
			const here = { cookie: owing, headers: { origin: url } };
			const there = { cookie: owing, headers: { origin: 'https://evil.example' } };
			// Signing out and in are not held; what they do, others test.
			const plain = /logout|login|locale|session|welcome|setup|\/me\//.test(one.route) ? null : await write(one, here);
			if (plain && ![303, 403].includes(plain.status)) failures.push(`${one.route}: ${plain.status}`);
			for (const [name, authorization] of Object.entries({ ...bearers, ...others })) {
				const foreign = await write(one, { ...there, headers: { ...there.headers, authorization } });
				const refused = isApi(one.route) ? [400, 401] : [403];
				if (!refused.includes(foreign.status))
					failures.push(`${one.route} from elsewhere with ${name}: ${foreign.status}`);
				if (!plain) continue;
				const own = await write(one, { ...here, headers: { ...here.headers, authorization } });
				const expected = isApi(one.route) ? [400, 401] : [plain.status];
				if (!expected.includes(own.status)) failures.push(`${one.route} with ${name}: ${own.status}`);
			}
		});
		expect(failures).toEqual([]);
		expect(await countRows(database.sql)).toEqual(before);
		await database.close();
	});
});

describe('a token', () => {
	test('alone is a caller of the API, from wherever it is sent', async () => {
		const authorization = `Bearer ${token}`;
		expect((await attack(url, '/api/v1/plan', { headers: { authorization } })).status).toBe(200);
		const sent = { headers: { authorization, origin: 'https://evil.example', 'content-type': 'application/json' } };
		expect((await attack(url, '/api/v1/transactions', { ...sent, body: '{}' })).status).toBe(422);
		for (const path of ['/overview', '/me', '/session/seen'])
			expect((await attack(url, path, { headers: { authorization } })).status).not.toBe(200);
	});

	test('is looked at by no other spelling of the address', async () => {
		const headers = { authorization: `Bearer ${token}` };
		for (const path of ['/%61pi/v1/plan', '/api/v1/../v1/plan', '//api/v1/plan', '/api//v1/plan', '/API/v1/plan']) {
			const both = await attack(url, path, { cookie: owing, headers });
			expect(both.status, path).toBeGreaterThanOrEqual(300);
			expect(
				(await attack(url, path, { cookie: owing, headers: { authorization: 'x' } })).status
			).toBeGreaterThanOrEqual(300);
		}
	});
});

describe('a socket', () => {
	const word = (headers: Readonly<Record<string, string>>, auth: Readonly<Record<string, unknown>>) => {
		const socket = io(url, {
			forceNew: true,
			reconnection: false,
			transports: ['websocket'],
			extraHeaders: headers,
			auth
		});
		return new Promise<string>((resolve) => {
			socket.once('ready', () => {
				resolve('ready');
			});
			socket.once('connect_error', ({ message }) => {
				resolve(message);
			});
		}).finally(() => socket.disconnect());
	};

	test('of a cookie and a token at once is refused, whatever they are worth', async () => {
		for (const cookie of [owing, free])
			for (const said of [token, 'x', '']) expect(await word({ cookie }, { token: said })).toBe('two_identities');
		expect(await word({ cookie: free }, {})).toBe('ready');
		expect(await word({}, { token })).toBe('ready');
	});

	test('is let in by no Authorization header and by nothing that only looks like a token', async () => {
		for (const authorization of [...Object.values(bearers), ...Object.values(others)]) {
			expect(await word({ authorization }, {})).toBe('unauthenticated');
			expect(await word({ authorization, cookie: owing }, {})).toBe('unauthenticated');
			expect(await word({ authorization, cookie: free }, {})).toBe('ready');
		}
		for (const said of [null, 7, true, [token], { token }])
			expect(await word({}, { token: said })).toBe('unauthenticated');
	});
});
