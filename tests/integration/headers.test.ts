// One walk over the kinds of answers that the built product gives, and the headers that each must carry, over http and behind https.
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, type Answer, type Asked } from '../support/plain-http.ts';
import { serveProduct, servedPassword, type ServedProduct } from '../support/served-data.ts';

const formType = 'application/x-www-form-urlencoded';
const signIn = (server: ServedProduct, role: string) =>
	new URLSearchParams({ username: server.accountOf(role).username, password: servedPassword }).toString();

/** The built file of a kind that a page would load. */
function hashed(ending: string): string {
	const client = resolve(import.meta.dirname, '../../build/client');
	const [file] = globSync(`_app/immutable/**/*.${ending}`, { cwd: client });
	if (file === undefined) throw new Error(`the build has no .${ending}`);
	return `/${file}`;
}

interface Kind {
	readonly path: string;
	readonly asked?: Asked;
	readonly as?: 'leader' | 'audit_admin';
	readonly status: number;
	/** Null: the answer has no body. */
	readonly type: string | null;
	readonly cache: 'private' | 'immutable' | 'file' | 'none';
}

const form = { 'content-type': formType };
const kinds: Readonly<Record<string, Kind>> = {
	'a page': { path: '/overview', as: 'leader', status: 200, type: 'text/html', cache: 'private' },
	'a page’s data': {
		path: '/overview/__data.json',
		as: 'leader',
		status: 200,
		type: 'application/json',
		cache: 'private'
	},
	'the sign-in page': { path: '/login', status: 200, type: 'text/html', cache: 'private' },
	'a page that is none': { path: '/nowhere', status: 404, type: 'text/html', cache: 'private' },
	'a page that the role lacks': {
		path: '/admin/audit',
		as: 'leader',
		status: 403,
		type: 'text/html',
		cache: 'private'
	},
	'a way to the sign-in page': { path: '/overview', status: 303, type: null, cache: 'private' },
	'a refused form': {
		path: '/login',
		asked: { method: 'POST', headers: form, body: 'username=nobody' },
		status: 422,
		type: 'text/html',
		cache: 'private'
	},
	'a form of a foreign page': {
		path: '/login',
		asked: { method: 'POST', headers: { ...form, origin: 'https://evil.example' }, body: 'username=nobody' },
		status: 403,
		type: 'application/problem+json',
		cache: 'private'
	},
	'an answer of the API': {
		path: '/api/v1/dashboard',
		as: 'leader',
		status: 200,
		type: 'application/json',
		cache: 'private'
	},
	'a refusal of the API': { path: '/api/v1/plan', status: 401, type: 'application/problem+json', cache: 'private' },
	'a method that an endpoint has not': {
		path: '/api/v1/plan',
		asked: { method: 'DELETE' },
		status: 405,
		type: 'application/problem+json',
		cache: 'private'
	},
	'a sheet': { path: '/admin/audit/export', as: 'audit_admin', status: 200, type: 'text/csv', cache: 'private' },
	'a probe': { path: '/healthz', status: 200, type: 'text/plain', cache: 'private' },
	'a script': { path: hashed('js'), status: 200, type: 'text/javascript', cache: 'immutable' },
	'a style': { path: hashed('css'), status: 200, type: 'text/css', cache: 'immutable' },
	'a packed script': {
		path: hashed('js'),
		asked: { headers: { 'accept-encoding': 'br' } },
		status: 200,
		type: 'text/javascript',
		cache: 'immutable'
	},
	'a picture': { path: '/favicon.svg', status: 200, type: 'image/svg+xml', cache: 'file' },
	'a file that is none': { path: '/_app/immutable/none.js', status: 404, type: 'text/plain', cache: 'file' },
	'a poll of a socket': { path: '/socket.io/?EIO=4&transport=polling', status: 200, type: 'text/plain', cache: 'none' },
	'a refusal of a socket': {
		path: '/socket.io/?EIO=4&transport=polling',
		asked: { headers: { origin: 'https://evil.example' } },
		status: 403,
		type: 'application/json',
		cache: 'none'
	},
	'a foreign name': {
		path: '/login',
		asked: { headers: { host: 'evil.example' } },
		status: 421,
		type: 'text/plain',
		cache: 'none'
	}
};

/** The directives of a policy, by name. */
function policyOf({ headers }: Answer): ReadonlyMap<string, readonly string[]> {
	const [policy = '', ...others] = (headers.get('content-security-policy') ?? '').split(', ');
	expect(others, 'one policy').toEqual([]);
	return new Map(
		policy.split(';').flatMap((directive): [string, string[]][] => {
			const [name = '', ...values] = directive.trim().split(/\s+/);
			return name === '' ? [] : [[name, values]];
		})
	);
}

function expectPolicy(answer: Answer): void {
	const policy = policyOf(answer);
	for (const name of ['base-uri', 'frame-ancestors', 'object-src']) expect(policy.get(name), name).toEqual(["'none'"]);
	const scripts = policy.get('script-src') ?? policy.get('default-src') ?? [];
	expect(scripts).not.toEqual([]);
	for (const word of [...scripts, ...(policy.get('style-src') ?? [])])
		expect(word).toMatch(/^'(self|none|nonce-[\w+/=-]{16,})'$/);
}

function expectCache({ headers }: Answer, cache: Kind['cache']): void {
	const said = headers.get('cache-control') ?? '';
	if (cache === 'private') expect(said).toMatch(/\bno-store\b/);
	if (cache === 'immutable') expect(said).toBe('public,max-age=31536000,immutable');
	// A file without a hash may be kept, never without asking again for long.
	if (cache === 'file') expect(said).not.toMatch(/immutable/);
}

function expectSafe(answer: Answer, { status, type, cache }: Kind): void {
	expect(answer.status).toBe(status);
	const { headers } = answer;
	expect(headers.get('x-content-type-options')).toBe('nosniff');
	expect(headers.get('referrer-policy')).toBe('same-origin');
	expect(headers.get('x-frame-options')).toBe('DENY');
	expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
	expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
	for (const name of ['server', 'x-powered-by', 'access-control-allow-origin'])
		expect(headers.get(name), name).toBeNull();
	expectPolicy(answer);
	expectCache(answer, cache);
	if (type === null) expect(answer.body).toBe('');
	else expect((headers.get('content-type') ?? '').toLowerCase().replace(/\s/g, '')).toBe(typeOf(type));
}

/** JSON is UTF-8 by definition; all text says that it is. */
function typeOf(type: string): string {
	return /^text\/|xml$/.test(type) ? `${type};charset=utf-8` : type;
}

const roles = ['leader', 'audit_admin'] as const;

describe.each([
	['over http', {}, null],
	['behind https', { ORIGIN: 'https://jindu.example', TRUST_PROXY: '1' }, 'jindu.example']
] as const)('%s', (_, env, host) => {
	const secure = host !== null;
	let server: ServedProduct;
	let cookies: Readonly<Record<string, string>>;
	const own = secure ? { host } : {};
	/** As a browser of the public address asks. */
	const asked = (path: string, { headers, ...rest }: Asked = {}) =>
		ask(new URL(path, server.baseURL), { headers: { ...own, ...headers }, ...rest });
	const origin = () => (secure ? `https://${host}` : server.baseURL);
	const signedIn = (role: string) =>
		asked('/login', {
			method: 'POST',
			headers: { ...form, origin: origin() },
			body: signIn(server, role)
		});

	beforeAll(async () => {
		server = await serveProduct({ env });
		const opened = await Promise.all(roles.map(signedIn));
		cookies = Object.fromEntries(
			roles.map((role, index) => [
				role,
				(opened[index]?.headers.getSetCookie() ?? []).map((cookie) => cookie.split(';')[0]).join('; ')
			])
		);
	});
	afterAll(() => server.stop());

	test.each(Object.entries(kinds))('%s carries what protects it', async (__, kind) => {
		const headers = { ...kind.asked?.headers, ...(kind.as ? { cookie: cookies[kind.as] ?? '' } : {}) };
		const answer = await asked(kind.path, { ...kind.asked, headers });
		expectSafe(answer, kind);
		expect(answer.headers.get('strict-transport-security')).toBe(secure ? 'max-age=31536000; includeSubDomains' : null);
	});

	test('a page has no script but with the nonce of its own answer', async () => {
		const [one, two] = await Promise.all([asked('/login'), asked('/login')]);
		const nonces = [one, two].map((answer) => {
			const [nonce] = (policyOf(answer).get('script-src') ?? []).flatMap(
				(word) => /nonce-([^']+)/.exec(word)?.[1] ?? []
			);
			const scripts = [...answer.body.matchAll(/<script\b([^>]*)>/g)].map(([, attributes]) => attributes);
			expect(scripts.length).toBeGreaterThan(0);
			for (const attributes of scripts) expect(attributes).toContain(`nonce="${nonce}"`);
			return nonce;
		});
		expect(nonces[0]).not.toBe(nonces[1]);
	});

	test('a page connects to its own host alone, sockets included', async () => {
		const sockets = secure ? `wss://${host}` : server.baseURL.replace('http:', 'ws:');
		expect(policyOf(await asked('/login')).get('connect-src')).toEqual(["'self'", sockets]);
	});

	test('a sheet comes as a file to keep, not to show', async () => {
		const { headers } = await asked('/admin/audit/export', { headers: { cookie: cookies['audit_admin'] ?? '' } });
		expect(headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+\.csv"$/);
	});

	test('a session’s cookie stays with its server and out of scripts, and its end takes it away', async () => {
		const opened = await signedIn('leader');
		const left = await asked('/logout', {
			method: 'POST',
			headers: { ...form, origin: origin(), cookie: cookies['leader'] ?? '' }
		});
		for (const answer of [opened, left]) {
			expect(answer.status).toBe(303);
			const [cookie = '', ...others] = answer.headers.getSetCookie().filter((one) => /sid-[0-9a-f]{8}=/.test(one));
			expect(others).toEqual([]);
			const attributes = cookie
				.split('; ')
				.slice(1)
				.map((one) => one.toLowerCase());
			expect(attributes).toEqual(expect.arrayContaining(['httponly', 'samesite=lax', 'path=/']));
			expect(attributes.some((one) => one.startsWith('domain'))).toBe(false);
			expect(attributes.includes('secure')).toBe(secure);
			expect(cookie.startsWith('__Host-')).toBe(secure);
		}
		cookies = { ...cookies, leader: (opened.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '' };
	});

	test.each(['/login', '/api/v1/plan', '/favicon.svg', '/healthz', '/nowhere'])(
		'TRACE of %s is refused and sends nothing back',
		async (path) => {
			const answer = await asked(path, { method: 'TRACE', headers: { cookie: 'sid=a-secret', 'x-mine': 'a-secret' } });
			const type = path.startsWith('/api/') ? 'application/problem+json' : 'text/plain';
			expectSafe(answer, { path, status: 405, type, cache: 'none' });
			expect(answer.headers.get('allow')).not.toContain('TRACE');
			expect(answer.body + JSON.stringify([...answer.headers])).not.toMatch(/a-secret|x-mine/);
		}
	);
});
