// How long the head of an answer is: a proxy as it is delivered takes 4 KB and answers 502 to more.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, type Answer, type Asked } from '../support/plain-http.ts';
import { visitors } from '../support/rights-matrix.ts';
import { addressOf, lookedAt, sampleParameters, servedWrites } from '../support/served-routes.ts';
import { serveProduct, servedPassword, type ServedProduct } from '../support/served-data.ts';
import { unitOf } from '../support/visitors.ts';

/** A quarter of what a proxy takes is left for what it adds itself. */
const longestHead = 3000;
const formType = 'application/x-www-form-urlencoded';
const looks = lookedAt().map((route) => addressOf({ route, action: null, method: 'GET' }, sampleParameters));
const writes = servedWrites().filter(({ route }) => route !== '/logout');

/** Addresses that nobody asks for but who tries things. */
const odd = [
	'/nowhere',
	'/%zz',
	`/overview?q=${'x'.repeat(1900)}`,
	`/overview?q=${'%E5'.repeat(600)}`,
	`/overview/?q=${'x'.repeat(1900)}`,
	`/login?next=/${'x'.repeat(1900)}`,
	`/overview?q=${'x'.repeat(7000)}`,
	`/${'x/'.repeat(3500)}`,
	`/api/v1/plan/?q=${'x'.repeat(7000)}`
];

describe.each([
	['over http', {}, null],
	['behind https', { ORIGIN: 'https://jindu.example:8443', TRUST_PROXY: '1' }, 'jindu.example:8443']
] as const)('%s', (_, env, host) => {
	let server: ServedProduct;
	const origin = () => (host === null ? server.baseURL : `https://${host}`);
	const asked = (path: string, { headers, ...rest }: Asked = {}) =>
		ask(new URL(path, server.baseURL), { headers: { ...(host !== null && { host }), ...headers }, ...rest });

	/** As the sign-in page does; the answer sets the cookie. */
	const signIn = (role: string, next = '/') => {
		const { username } = server.accountOf(role, unitOf[role as keyof typeof unitOf]);
		return asked('/login', {
			method: 'POST',
			headers: { 'content-type': formType, origin: origin() },
			body: new URLSearchParams({ username, password: servedPassword, next }).toString()
		});
	};

	beforeAll(async () => {
		server = await serveProduct({ env });
	});
	afterAll(() => server.stop());

	/** What came with a longer head, and each answer that is no answer of ours. */
	const tooLong = (answers: readonly (readonly [string, Answer])[]) =>
		answers
			.filter(([, { headBytes, status }]) => headBytes > longestHead || status >= 500)
			.map(([what, { headBytes, status }]) => `${what}: ${status}, ${headBytes} bytes`);

	test.each(visitors)('[R223] pages, data and forms answer %s with less than 3 KB of headers', async (visitor) => {
		const opened = visitor === 'nobody' ? null : await signIn(visitor);
		const cookie = (opened?.headers.getSetCookie() ?? []).map((one) => one.split(';')[0]).join('; ');
		const headers = { accept: 'text/html', ...(cookie !== '' && { cookie }) };
		const answers: (readonly [string, Answer])[] = opened === null ? [] : [['signing in', opened]];
		for (const path of [...looks, ...odd]) {
			answers.push([path, await asked(path, { headers })]);
			const data = new URL(path, server.baseURL);
			data.pathname = `${data.pathname.replace(/\/$/, '')}/__data.json`;
			answers.push([data.pathname, await asked(data.pathname + data.search, { headers })]);
		}
		for (const write of writes) {
			const path = addressOf(write, sampleParameters);
			const body = new URLSearchParams({ form: 'one', nonsense: 'x'.repeat(2000), next: `/${'x'.repeat(2500)}` });
			const sent = { method: write.method, body: body.toString() };
			answers.push([
				path,
				await asked(path, { ...sent, headers: { ...headers, 'content-type': formType, origin: origin() } })
			]);
		}
		expect(tooLong(answers)).toEqual([]);
	});

	test('[R223] so does whatever leads to a long address', async () => {
		const next = `/overview?q=${'%E5'.repeat(900)}`;
		expect(tooLong([['signing in', await signIn('leader', next)]])).toEqual([]);
	});
});
