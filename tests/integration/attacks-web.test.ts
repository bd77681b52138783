// Attacks by way of somebody's browser or of a proxy, against the product as it is served: other sites, forged hosts, redirects, odd addresses.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '#lib/platform/database.server.ts';
import { attack, signInForm, sessionOf, socketWord, type Sent } from '../support/attacker.ts';
import { lookedAt } from '../support/served-routes.ts';
import { countRows } from '../support/commands.ts';
import { servedPassword, serveProduct, type ServedProduct } from '../support/served-data.ts';

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
const evil = 'https://evil.example';

async function writesNothing(work: () => Promise<void>): Promise<void> {
	const before = await countRows(database.sql);
	await work();
	expect(await countRows(database.sql)).toEqual(before);
}

describe('another site', () => {
	const multipart = {
		type: 'multipart/form-data; boundary=x',
		body: Object.entries(deal)
			.map(([name, value]) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
			.concat('--x--\r\n')
			.join('')
	};
	const codings = [
		{ type: 'application/x-www-form-urlencoded', body: new URLSearchParams(deal).toString() },
		{ type: 'text/plain', body: JSON.stringify(deal) },
		{ type: 'application/json', body: JSON.stringify(deal) },
		multipart
	];
	const origins: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
		['its own origin', { origin: evil }],
		['no origin', {}],
		['the origin of a sandboxed frame', { origin: 'null' }],
		['that origin and the site it has', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
		['ours, and the site it has', { 'sec-fetch-site': 'same-site' }],
		['a name that begins with ours', { origin: 'http://127.0.0.1.evil.example' }],
		['our host at another port', { origin: 'http://127.0.0.1:1' }],
		['our host by another scheme to another port', { origin: 'https://127.0.0.1' }]
	];
	test.each(origins)('with %s writes nothing with a cookie that is not its own', async (_, origin) => {
		await writesNothing(async () => {
			for (const { type, body } of codings)
				for (const path of [
					'/ledger/transactions/new',
					'/api/v1/transactions',
					'/work?/reverse',
					'/logout',
					'/locale',
					'/theme'
				]) {
					const answer = await attack(url, path, { cookie, body, headers: { 'content-type': type, ...origin } });
					expect(answer.status, `${path} ${type}`).toBe(403);
					expect(answer.cookies).toEqual([]);
				}
		});
		expect((await attack(url, '/me', { cookie })).status).toBe(200);
	});

	test('signs nobody in under its own name', async () => {
		const { username, password } = server.accountOf('reader');
		const answer = await signInForm(url, { username, password }, { headers: { origin: evil } });
		expect([answer.status, sessionOf(answer)]).toEqual([403, undefined]);
	});

	test('is not a page of ours that sends no referrer: its origin is "null", and the browser says whose it is', async () => {
		const headers = { origin: 'null', 'sec-fetch-site': 'same-origin', accept: 'text/html' };
		const answer = await attack(url, '/ledger/transactions/new', {
			cookie,
			form: { ...deal, reference: 'own' },
			headers
		});
		expect(answer.status).toBe(303);
	});

	test('sends no form in the place of JSON', async () => {
		await writesNothing(async () => {
			for (const { type, body } of codings.filter((one) => one.type !== 'application/json')) {
				const headers = { origin: url, 'content-type': type };
				expect((await attack(url, '/api/v1/transactions', { cookie, body, headers })).status, type).toBe(415);
			}
		});
	});

	test.each(['websocket', 'polling'] as const)('gets no socket by %s', async (transport) => {
		expect(await socketWord(url, { cookie, origin: url }, [transport])).toBe('ready');
		for (const origin of [evil, 'null', 'http://127.0.0.1.evil.example'])
			expect(await socketWord(url, { cookie, origin }, [transport]), origin).toMatch(/error/);
	});

	test('may read nothing: no answer allows it, asked before or not', async () => {
		const asks: readonly Sent[] = [
			{ cookie, headers: { origin: evil } },
			{ method: 'OPTIONS', headers: { origin: evil, 'access-control-request-method': 'POST' } }
		];
		for (const sent of asks)
			for (const path of ['/api/v1/plan', '/api/v1/transactions', '/me', '/socket.io/?EIO=4&transport=polling']) {
				const { headers } = await attack(url, path, sent);
				expect(
					Object.keys(headers).filter((name) => name.startsWith('access-control-')),
					path
				).toEqual([]);
			}
	});

	test('writes nothing by an address that is only looked at', async () => {
		const query = new URLSearchParams(deal).toString();
		const paths = ['/logout', '/locale?locale=en', '/session/seen', `/api/v1/transactions?${query}`];
		await writesNothing(async () => {
			for (const method of ['GET', 'HEAD'])
				for (const path of [...paths, `/ledger/transactions/new?${query}`, '/work?/reverse&id=x&reason=R']) {
					const answer = await attack(url, path, { cookie, method });
					expect(answer.status, `${method} ${path}`).toBe(/new\?|work\?/.test(path) ? 200 : 405);
				}
		});
	});
});

describe('a way back that leads away', () => {
	const away = [
		'//evil.example',
		'/\\evil.example',
		'\\\\evil.example',
		'https:evil.example',
		'https://evil.example/',
		'HTTPS:/\\evil.example',
		'/\t/evil.example',
		'/%09/evil.example',
		'///evil.example',
		'/.//evil.example',
		'/%2e//evil.example',
		'/..//evil.example',
		'javascript:alert(1)',
		'data:text/html,x',
		'/\r\nLocation: https://evil.example',
		'/%0d%0aSet-Cookie:%20sid=x',
		'@evil.example',
		'\u2028//evil.example',
		'/\ud800'
	];

	/** Where a browser would go. */
	function isHere(location: string): boolean {
		return new URL(location, url).origin === new URL(url).origin && !/[\r\n]/.test(location);
	}

	test('is not gone after signing in, changing the language or being signed in already', async () => {
		const { username } = server.accountOf('district', 'yinzhou');
		const headers = { origin: url, accept: 'text/html' };
		for (const next of away) {
			const query = `?next=${encodeURIComponent(next.toWellFormed())}`;
			const answers = [
				await attack(url, `/login${query}`, { headers, form: { username, password: servedPassword } }),
				await attack(url, '/login', { headers, form: { username, password: servedPassword, next } }),
				await attack(url, '/locale', { cookie, headers, form: { locale: 'zh-CN', next } }),
				await attack(url, '/theme', { cookie, headers, form: { theme: 'dark', next } }),
				await attack(url, `/login${query}`, { cookie })
			];
			for (const answer of answers) {
				expect(answer.status, JSON.stringify(next)).toBe(303);
				expect(isHere(answer.location), `${JSON.stringify(next)} led to ${answer.location}`).toBe(true);
				expect(answer.cookies.filter((one) => one === 'sid=x')).toEqual([]);
			}
		}
	});
});

describe('an address that is none', () => {
	const odd = [
		'%00',
		'a%00b',
		'%ff',
		'%ed%a0%80',
		'%',
		'%2500',
		'%252e%252e%252f',
		'..%2f..%2fetc%2fpasswd',
		'..%5c..%5c',
		'__proto__',
		'constructor',
		'toString',
		'hasOwnProperty',
		'-1',
		'9'.repeat(400),
		'1e309',
		'00000000-0000-4000-8000-000000000000',
		"'%3bdrop%20table%20event",
		'%F0%A0%AE%B7',
		'x'.repeat(3000)
	];
	const names = (
		'after all added amendment asOf base before case decide end from goal id indicator industry kind light limit line month open ' +
		'over owner page q recorded reverse revoke role source state step stream target to unit version what year zones address actor'
	).split(' ');
	const everybody = ['leader', 'office-finance', 'yinzhou', 'system-admin', 'security-admin', 'audit-admin'];

	test('is never a failure of the server, wherever it stands and whoever asks', async () => {
		const cookies = await Promise.all(
			everybody.map((username) => server.signIn({ username, password: servedPassword, role: '', unit: null }))
		);
		const filledWith = (path: string, one: string) => path.replaceAll(/\[[^\]]+\]/g, one);
		const query = (one: string) => names.map((name) => `${name}=${one.slice(0, 200)}`).join('&');
		// Each page is asked with every third in its query; the pages take turns in who asks.
		const asked = odd.filter((_, index) => index % 3 === 0);
		const paths = lookedAt().flatMap((route) => {
			const path = route.replaceAll(/\/\([^)]+\)/g, '') || '/';
			const filled = path.includes('[') ? odd.map((one) => filledWith(path, one)) : [];
			return [...filled, ...asked.map((one) => `${filledWith(path, 'x')}?${query(one)}`)];
		});
		const failures: string[] = [];
		const waiting = paths.entries();
		const lane = async () => {
			for (const [index, path] of waiting) {
				const asker = cookies[index % cookies.length] ?? '';
				const { status } = await attack(url, path, { cookie: asker });
				if (status >= 500) failures.push(`${status} ${everybody[index % cookies.length]} ${path.slice(0, 200)}`);
			}
		};
		await Promise.all(Array.from({ length: 12 }, lane));
		expect(failures).toEqual([]);
		expect(paths.length).toBeGreaterThan(400);
	});

	test('leads to no file but those that are to be had', async () => {
		for (const path of [
			'/../package.json',
			'/..%2fpackage.json',
			'/%2e%2e/%2e%2e/etc/passwd',
			'/_app/..%2f..%2f..%2fserver.js',
			'/_app/immutable/../../../env.js',
			'//etc/passwd',
			'/.env',
			'/demo-accounts.json'
		]) {
			const { status, text } = await attack(url, path);
			expect(status, path).toBeGreaterThanOrEqual(300);
			expect(text, path).not.toMatch(/root:x|"dependencies"|process\.env|"password"/);
		}
	});

	test('that is too long, or comes with too many words, is refused before anything is done', async () => {
		expect((await attack(url, `/${'x'.repeat(20_000)}`)).status).toBe(431);
		expect((await attack(url, '/login', { headers: { 'x-long': 'x'.repeat(20_000) } })).status).toBe(431);
		expect((await attack(url, '/login')).status).toBe(200);
	});
});

describe('a body', () => {
	test('over the limit is too large, with or without a length, on every form', async () => {
		const large = 'x'.repeat(600_000);
		const headers = { origin: url, accept: 'text/html' };
		await writesNothing(async () => {
			for (const path of ['/ledger/transactions/new', '/login', '/locale', '/theme', '/work?/reverse']) {
				expect((await attack(url, path, { cookie, headers, form: { reference: large } })).status, path).toBe(413);
				const endless = await fetch(url + path, {
					method: 'POST',
					redirect: 'manual',
					headers: { cookie, ...headers, 'content-type': 'application/x-www-form-urlencoded' },
					body: new Blob([`reference=${large}`]).stream(),
					duplex: 'half'
				} as RequestInit);
				expect(endless.status, path).toBe(413);
			}
		});
	});

	test('that is deep, or no text, is refused by its place', async () => {
		const bearer = { authorization: `Bearer ${server.tokens['yinzhou']}`, 'content-type': 'application/json' };
		const deep = '['.repeat(100_000) + ']'.repeat(100_000);
		await writesNothing(async () => {
			for (const body of [
				deep,
				`{"kind":${deep}}`,
				JSON.stringify({ ...deal, amount: 1e308 }),
				JSON.stringify(deal).replace('"100.00"', '1e999'),
				JSON.stringify({ ...deal, reference: 'a\u0000b' }),
				Uint8Array.from([...Buffer.from('{"kind":"'), 0xff, 0xfe, ...Buffer.from('"}')])
			]) {
				const answer = await attack(url, '/api/v1/transactions', { body, headers: bearer });
				expect(answer.status, String(body).slice(0, 80)).toBe(422);
				const { errors } = JSON.parse(answer.text) as { errors: unknown[] };
				expect(errors[0]).toMatchObject({ pointer: expect.any(String), code: expect.any(String) });
			}
		});
	});
});

describe('a host that is none of ours', () => {
	test('is answered nothing, on pages, files and sockets', async () => {
		for (const host of ['evil.example', '127.0.0.1.evil.example', '127.0.0.1:1@evil.example'])
			for (const path of ['/login', '/favicon.svg', '/api/v1/plan', '/welcome/x.y']) {
				const { status, text } = await attack(url, path, { cookie, headers: { host } });
				expect([400, 421], `${host} ${path}`).toContain(status);
				expect(text).not.toContain(host);
			}
		const forwarded = {
			'x-forwarded-host': 'evil.example',
			'x-forwarded-proto': 'https',
			forwarded: 'host=evil.example'
		};
		const { text } = await attack(url, '/login', { headers: forwarded });
		expect(text).not.toContain('evil.example');
	});
});
