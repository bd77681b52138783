// The product behind a real nginx with the buffers that it is delivered with: every page, form and answer, live lines, and who asks.
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { request } from 'node:https';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { protocolVersion } from '#lib/protocol/messages.ts';
import { canHave } from '../support/faults.ts';
import { documentedSite, startNginx, type PrivateNginx } from '../support/nginx.ts';
import { ask, type Answer, type Asked } from '../support/plain-http.ts';
import { freePort } from '../support/postgres.ts';
import { pages, visitors } from '../support/rights-matrix.ts';
import { addressOf, lookedAt, sampleParameters, servedWrites } from '../support/served-routes.ts';
import { serveProduct, servedPassword, type ServedProduct } from '../support/served-data.ts';
import { unitOf } from '../support/visitors.ts';

/** What Debian's `proxy_params` sets, and nothing else: HTTP/1.0, no upgrades, a Host without its port. */
const shortestSite = `
server { listen 80; server_name jindu.example; return 301 https://$host$request_uri; }
server {
	listen 443 ssl;
	ssl_certificate /etc/ssl/jindu.example.pem;
	ssl_certificate_key /etc/ssl/jindu.example.key;
	location / {
		proxy_pass http://127.0.0.1:3000;
		proxy_set_header Host $host;
		proxy_set_header X-Real-IP $remote_addr;
		proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
		proxy_set_header X-Forwarded-Proto $scheme;
	}
}`;

const formType = 'application/x-www-form-urlencoded';
const looks = lookedAt().map((route) => addressOf({ route, action: null, method: 'GET' }, sampleParameters));

describe.runIf(canHave('nginx', 'openssl')).each([
	{ name: 'with the site of the documents, on a port of its own', site: documentedSite(), named: true },
	{ name: 'with no more than Debian’s proxy_params, as if on 443', site: shortestSite, named: false }
])('nginx $name', ({ site, named }) => {
	let server: ServedProduct;
	let nginx: PrivateNginx;
	let httpPort: number;
	let httpsPort: number;
	let origin: string;

	beforeAll(async () => {
		httpPort = await freePort();
		httpsPort = await freePort();
		origin = `https://jindu.example${named ? `:${httpsPort}` : ''}`;
		server = await serveProduct({ env: { ORIGIN: origin, TRUST_PROXY: '1', LOG_LEVEL: 'info' } });
		nginx = await startNginx({ site, httpPort, httpsPort, product: server.baseURL });
	});
	afterAll(async () => {
		await nginx.stop();
		await server.stop();
	});

	const address = (path: string) => new URL(path, `https://jindu.example:${httpsPort}`);
	const asked = (path: string, options: Asked = {}) => ask(address(path), { agent: nginx.agent, ...options });
	const send = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
		asked(path, {
			method: 'POST',
			headers: { 'content-type': formType, origin, ...headers },
			body: new URLSearchParams(fields).toString()
		});
	const cookieOf = (answer: Answer) =>
		answer.headers
			.getSetCookie()
			.map((one) => one.split(';')[0])
			.join('; ');
	async function signIn(role: string): Promise<string> {
		const { username } = server.accountOf(role, unitOf[role as keyof typeof unitOf]);
		const answer = await send('/login', { username, password: servedPassword });
		expect(answer.status).toBe(303);
		return cookieOf(answer);
	}
	const bearer = () => ({ authorization: `Bearer ${server.tokens['yinzhou']}` });

	test.each(visitors)('every page, its data and its forms reach %s', async (visitor) => {
		const cookie = visitor === 'nobody' ? '' : await signIn(visitor);
		const headers = { accept: 'text/html', ...(cookie !== '' && { cookie }) };
		const lost: string[] = [];
		const note = (what: string, { status }: Answer) => {
			if (status >= 500 || status === 421) lost.push(`${what}: ${status}`);
		};
		for (const path of looks) {
			note(path, await asked(path, { headers }));
			note(`${path} (data)`, await asked(`${path.replace(/\/$/, '')}/__data.json`, { headers }));
		}
		for (const write of servedWrites().filter(({ route }) => route !== '/logout'))
			note(addressOf(write), await send(addressOf(write, sampleParameters), { nonsense: 'one' }, headers));
		expect(lost).toEqual([]);

		const own = Object.entries(pages).filter(([, { opens }]) => opens.some((role) => role === visitor));
		const opened = own.filter(([route]) => !/\[id\]$/.test(route));
		for (const [route] of opened) {
			const { status } = await asked(addressOf({ route, action: null, method: 'GET' }, sampleParameters), { headers });
			expect(status, route).toBe(200);
		}
		if (visitor !== 'nobody') expect((await send('/logout', {}, headers)).status).toBe(303);
	});

	test('a feed records by REST, and once however often it sends', async () => {
		const headers = { ...bearer(), 'content-type': 'application/json', 'idempotency-key': 'through-nginx' };
		const record = { kind: 'transfer', amount: '1.00', date: '2019-09-02', territory: 'yinzhou', reference: 'nginx' };
		const sent = { method: 'POST', headers, body: JSON.stringify(record) };
		const answers = [await asked('/api/v1/transactions', sent), await asked('/api/v1/transactions', sent)];
		expect(answers.map(({ status }) => status)).toEqual([201, 201]);
		const [first, again] = answers.map(({ body }) => JSON.parse(body) as unknown);
		expect(again).toEqual(first);
	});

	test(named ? 'a live line is a WebSocket' : 'a live line polls where no upgrade passes', async () => {
		const socket = io(address('/').href, {
			transports: [named ? 'websocket' : 'polling'],
			reconnection: false,
			forceNew: true,
			// The types know the agent of browsers alone; on Node it is that of the requests.
			agent: nginx.agent as never,
			auth: { protocol: protocolVersion },
			extraHeaders: { origin, cookie: await signIn('leader') }
		});
		try {
			const ready = await new Promise((told, failed) => {
				socket.once('ready', told);
				socket.once('connect_error', failed);
			});
			expect(ready).toMatchObject({ heads: { city: expect.any(Number) } });
		} finally {
			socket.disconnect();
		}
	});

	test('files are kept for a year, packed once, and answered 304 and to HEAD', async () => {
		const [file] = globSync('_app/immutable/entry/*.js', { cwd: resolve(import.meta.dirname, '../../build/client') });
		const path = `/${file}`;
		const plain = await asked(path);
		const packed = await asked(path, { headers: { 'accept-encoding': 'gzip' } });
		for (const { status, headers } of [plain, packed]) {
			expect(status).toBe(200);
			expect(headers.get('cache-control')).toBe('public,max-age=31536000,immutable');
		}
		expect(packed.headers.get('content-encoding')).toBe('gzip');
		expect(gunzipSync(packed.bytes).equals(plain.bytes)).toBe(true);
		const etag = plain.headers.get('etag') ?? '';
		expect(await asked(path, { headers: { 'if-none-match': etag } })).toMatchObject({ status: 304, body: '' });
		expect(await asked(path, { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
	});

	test('pages are packed once, never kept, and answered to HEAD', async () => {
		const page = await asked('/login', { headers: { 'accept-encoding': 'gzip' } });
		expect(page.headers.get('content-encoding')).toBe('gzip');
		expect(gunzipSync(page.bytes).toString()).toMatch(/^<!doctype html>[\s\S]*<\/html>/);
		expect(page.headers.get('cache-control')).toContain('no-store');
		expect(await asked('/login', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
	});

	test('a body that is too large is refused in our words up to 1 MiB, beyond it by nginx', async () => {
		const sendBytes = (size: number) =>
			asked('/api/v1/cases', {
				method: 'POST',
				headers: { ...bearer(), 'content-type': 'application/json' },
				body: JSON.stringify('x'.repeat(size))
			});
		const ours = await sendBytes(600_000);
		expect(ours.status).toBe(413);
		expect(JSON.parse(ours.body)).toMatchObject({ code: 'too_large', id: expect.any(String) });
		expect((await sendBytes(1_100_000)).status).toBe(413);
		expect((await asked('/healthz')).status).toBe(200);
	});

	test('who waits for 100 before the body is told to go on', async () => {
		const sending = request(address('/api/v1/cases'), {
			agent: nginx.agent,
			method: 'POST',
			headers: { ...bearer(), 'content-type': 'application/json', expect: '100-continue' }
		});
		sending.flushHeaders();
		await once(sending, 'continue');
		const answered = once(sending, 'response') as Promise<[{ statusCode: number; resume: () => void }]>;
		sending.end('{}');
		const [response] = await answered;
		response.resume();
		expect(response.statusCode).toBe(422);
	});

	test('nobody chooses an address or a host of their own', async () => {
		const spoofed = {
			'x-forwarded-for': '203.0.113.9',
			'x-forwarded-host': 'evil.example',
			'x-forwarded-proto': 'http',
			'x-jindu-address': '203.0.113.9',
			'x-jindu-protocol': 'http',
			forwarded: 'for=203.0.113.9;host=evil.example'
		};
		const { status, body } = await asked('/api/v1/plan', { headers: spoofed });
		expect(status).toBe(401);
		const { id } = JSON.parse(body) as { id: string };
		const line = () =>
			server
				.printed()
				.split('\n')
				.find((one) => one.includes(id));
		await expect.poll(line).toContain('"address":"127.0.0.1"');
		const led = await asked('/overview', { headers: spoofed });
		expect(led.headers.get('location')).toBe('/login?next=%2Foverview');
		expect((await asked('/overview', { headers: { host: 'evil.example' } })).status).toBe(421);
	});

	test('a form of a foreign page is refused', async () => {
		const cookie = await signIn('leader');
		const refused = await send('/me/sessions?/end', {}, { cookie, origin: 'https://evil.example' });
		expect(refused.status).toBe(403);
	});

	test('plain http leads to https', async () => {
		const answer = await ask(`http://127.0.0.1:${httpPort}/overview?x=1`, { headers: { host: 'jindu.example' } });
		expect(answer.status).toBe(301);
		expect(answer.headers.get('location')).toBe('https://jindu.example/overview?x=1');
	});
});
