// Attacks on signing in and on sessions, against the product as it is served: guessing, fixation, theft, links and codes used twice.
import { randomBytes } from 'node:crypto';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { failuresOf } from '#lib/sign-in/lockout.server.ts';
import type { Database } from '#lib/platform/database.server.ts';
import { attack, everything, nothing, opens, sessionOf, signInForm, type Got, type Sent } from '../support/attacker.ts';
import { setUpSecondFactor } from '../support/second-factor.ts';
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
beforeEach(async () => {
	await database.sql`delete from rate_limit`;
});

const wrong = (username: string, guess: number, sent?: Sent) =>
	signInForm(url, { username, password: `wrong ${guess}` }, sent);
const right = (username: string, sent?: Sent) => signInForm(url, { username, password: servedPassword }, sent);
const formOf = (cookie: string, path: string, form: Readonly<Record<string, string>>) =>
	attack(url, path, { cookie, headers: { origin: url, accept: 'text/html' }, form });

async function cookieOf(username: string): Promise<string> {
	const cookie = sessionOf(await right(username));
	if (cookie === undefined) throw new Error(`${username} did not come in`);
	return cookie;
}

async function sessionsOf(username: string): Promise<number> {
	const [row] = await database.sql<{ n: string }[]>`
		select count(*) as n from session where account = (select id from account where username = ${username})`;
	return Number(row?.n);
}

/** What a page says, without the name that was typed, its key, its nonce and the time of the lock. */
function words({ text }: Got, username: string): string {
	return text
		.replaceAll(username, 'NAME')
		.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'KEY')
		.replaceAll(/nonce="[^"]*"/g, '')
		.replaceAll(/(\d+\s*[分秒:：]?\s*)+/g, 'FIGURES ');
}

describe('whoever guesses passwords', () => {
	test('at once finds the lock holds: the right one after them opens nothing', async () => {
		const guesses = Array.from({ length: 30 }, (_, guess) => wrong('cixi', guess));
		const answers = await Promise.all([...guesses, right('yuyao')]);
		expect(new Set(answers.slice(0, -1).map(({ status }) => status))).toEqual(new Set([401]));
		expect(answers.slice(0, -1).flatMap(({ cookies }) => cookies.filter((one) => one.startsWith('sid-')))).toEqual([]);
		// Somebody else at the same address is none of it.
		expect(answers.at(-1)?.status).toBe(303);
		expect((await right('cixi')).status).toBe(401);
		expect(await sessionsOf('cixi')).toBe(0);
		const [row] = await database.sql<{ points: number }[]>`
			select max(points) as points from rate_limit where key like 'pair:%'`;
		expect(row?.points).toBeGreaterThan(failuresOf.pair);
	});

	test('of a name that there is sees what one sees who guesses a name that there is not', async () => {
		const seen = async (username: string) => {
			const answers: Got[] = [];
			for (let guess = 0; guess <= failuresOf.pair; guess++) answers.push(await wrong(username, guess));
			return answers.map((answer) => [answer.status, words(answer, username)]);
		};
		const known = await seen('haishu');
		expect(known.at(0)).not.toEqual(known.at(-1));
		expect(await seen('nobody-of-that-name')).toEqual(known);
	});

	test('gains nothing by claiming to come from elsewhere, and the log has the true address', async () => {
		const from = (guess: number) => ({ headers: { 'x-jindu-address': `192.0.2.${guess}` } });
		for (let guess = 0; guess < failuresOf.pair; guess++) await wrong('beilun', guess, from(guess));
		expect((await right('beilun', from(99))).status).toBe(401);
		// Without a public address nobody is served who says that a proxy asks.
		for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip'])
			expect((await right('beilun', { headers: { [name]: '192.0.2.99' } })).status, name).toBe(421);
		const rows = await database.sql<{ address: string }[]>`
			select distinct address from event where stream = 'signin'
			and body -> 'ids' ->> 0 = (select id::text from account where username = 'beilun')`;
		expect(rows).toEqual([{ address: '127.0.0.1' }]);
	});
});

describe('whoever guesses a secret', () => {
	const guess = () => randomBytes(20).toString('base64url');

	test('of a session knows its id and still is nobody', async () => {
		const [name = '', id = ''] = (await cookieOf('zhenhai')).split(/[=.]/);
		const guesses = [`${id}.${guess()}`, `${guess()}.${guess()}`, id, `${id}.`, `${id}.${'A'.repeat(27)}`];
		for (const one of guesses) expect(await opens(url, `${name}=${one}`), one).toEqual(nothing);
		expect(await sessionsOf('zhenhai')).toBe(1);
	});

	test('of a session from the database has no cookie: what is stored opens nothing', async () => {
		const cookie = await cookieOf('zhenhai');
		const [name = '', , secret = ''] = cookie.split(/[=.]/);
		const rows = await database.sql<{ id: string; secret_hash: string }[]>`select * from session`;
		expect(JSON.stringify(rows)).not.toContain(secret);
		for (const { id, secret_hash } of rows) expect(await opens(url, `${name}=${id}.${secret_hash}`)).toEqual(nothing);
	});

	test('of a link knows its id and chooses nobody’s password', async () => {
		const { path, id } = await invite('guessed');
		const forged = path.replace(/\.[\w-]+$/, `.${guess()}`);
		const form = { password: 'Rivers-of-7-Ning', again: 'Rivers-of-7-Ning' };
		expect((await attack(url, forged)).status).toBe(410);
		expect((await formOf('', forged, form)).status).toBe(410);
		expect((await attack(url, `/setup/${guess()}.${guess()}`)).status).toBe(410);
		const [row] = await database.sql`select password_hash from account where id = ${id}`;
		expect(row).toEqual({ password_hash: null });
		expect((await attack(url, path)).status).toBe(200);
	});
});

/** A new account with the path of its link, made by its administrator. */
async function invite(username: string): Promise<{ readonly path: string; readonly id: string }> {
	const cookie = await cookieOf('system-admin');
	const form = { username, name: '新人', role: 'reader', opId: `invite-${username}` };
	const { text } = await formOf(cookie, '/admin/accounts/new', form);
	const path = /\/welcome\/[\w-]+\.[\w-]+/.exec(text)?.[0] ?? '';
	const [row] = await database.sql<{ id: string }[]>`select id from account where username = ${username}`;
	return { path, id: row?.id ?? '' };
}

test('a link that is used many times at once, and again later, sets one password', async () => {
	const { path, id } = await invite('invited');
	await database.sql`
		insert into appointment (id, account, role, valid_from) values (gen_random_uuid(), ${id}, 'reader', '2019-01-01')`;
	const form = (n: number) => ({ password: `Rivers-of-${n}-Ning`, again: `Rivers-of-${n}-Ning` });
	const answers = await Promise.all(Array.from({ length: 6 }, (_, n) => formOf('', path, form(n))));
	expect(answers.map(({ status }) => status).sort()).toEqual([303, 410, 410, 410, 410, 410]);
	expect(answers.filter((answer) => sessionOf(answer) !== undefined)).toHaveLength(1);
	expect((await attack(url, path)).status).toBe(410);
	expect((await formOf('', path, form(9))).status).toBe(410);
	const winner = answers.findIndex(({ status }) => status === 303);
	const words = { username: 'invited', password: form(winner).password };
	expect((await signInForm(url, words)).status).toBe(303);
	expect(await sessionsOf('invited')).toBe(2);
});

test('a code that is used at once and again opens one session, and guesses of it lock', async () => {
	const codeOf = await setUpSecondFactor(url, await cookieOf('fenghua'), servedPassword);
	const stepOf = async () => (await right('fenghua')).cookies.find((one) => one.startsWith('sid-step-')) ?? '';
	const steps = [await stepOf(), await stepOf(), await stepOf()];
	const before = await sessionsOf('fenghua');
	const code = codeOf(1);
	const byCode = (step: string, given: string) => formOf(step, '/login/second-factor', { code: given });
	// The step is not the session.
	for (const step of steps) expect(await opens(url, step)).toEqual(nothing);
	const answers = await Promise.all(steps.map((step) => byCode(step, code)));
	expect(answers.filter((answer) => sessionOf(answer) !== undefined)).toHaveLength(1);
	expect(sessionOf(await byCode(await stepOf(), code))).toBeUndefined();
	expect(await sessionsOf('fenghua')).toBe(before + 1);

	await database.sql`delete from rate_limit`;
	const step = await stepOf();
	const guesses = await Promise.all(Array.from({ length: 20 }, (_, n) => byCode(step, String(n).padStart(6, '0'))));
	expect(guesses.filter((answer) => sessionOf(answer) !== undefined)).toEqual([]);
	// A recovery code or the right password would do no better now.
	expect((await right('fenghua')).status).toBe(401);
	expect(await sessionsOf('fenghua')).toBe(before + 1);
});

describe('a session', () => {
	test('[R209] stands beside that of another installation on the same host, whose cookies the browser sends along', async () => {
		const other = await serveProduct();
		try {
			const both = `${await cookieOf('yuyao')}; ${await other.signIn(other.accountOf('district', 'cixi'))}`;
			for (const baseURL of [url, other.baseURL]) expect(await opens(baseURL, both)).toEqual(everything);
			// Over here and nowhere else.
			await formOf(both, '/logout', {});
			expect(await opens(url, both)).toEqual(nothing);
			expect(await opens(other.baseURL, both)).toEqual(everything);
		} finally {
			await other.stop();
		}
	});

	test('is not the one that somebody has put into the browser before', async () => {
		const [name = ''] = (await cookieOf('reader')).split('=');
		const planted = `${name}=${randomBytes(20).toString('base64url')}.${randomBytes(20).toString('base64url')}`;
		const cookie = sessionOf(await right('yuyao', { cookie: planted }));
		expect(cookie).not.toBe(planted);
		expect(await opens(url, cookie ?? '')).toEqual(everything);
		expect(await opens(url, planted)).toEqual(nothing);
	});

	test('ends when its browser signs in anew, whoever that is: an attacker’s own that was planted, too', async () => {
		const attackers = await cookieOf('reader');
		const victim = sessionOf(await right('yuyao', { cookie: attackers })) ?? '';
		expect(await opens(url, attackers)).toEqual(nothing);
		const again = sessionOf(await right('yuyao', { cookie: victim })) ?? '';
		expect(await opens(url, victim)).toEqual(nothing);
		expect(await opens(url, again)).toEqual(everything);
		// A wrong password signs nobody out.
		await wrong('yuyao', 1, { cookie: again });
		expect(await opens(url, again)).toEqual(everything);
	});

	const ends: readonly (readonly [string, (cookie: string) => Promise<unknown>])[] = [
		['signing out', (cookie) => formOf(cookie, '/logout', {})],
		[
			'a new password',
			async () => {
				const form = { current: servedPassword, password: 'Rivers-of-7-Ning', again: 'Rivers-of-7-Ning' };
				expect((await formOf(await cookieOf('xiangshan'), '/me/password', form)).status).toBe(303);
			}
		],
		[
			'the end of the account',
			async () => {
				const [row] = await database.sql<{ id: string }[]>`select id from account where username = 'ninghai'`;
				const id = row?.id ?? '';
				const form = { account: id, reason: 'R', handTo: 'nobody' };
				const admin = await cookieOf('system-admin');
				expect((await formOf(admin, `/admin/accounts/${id}?/disable`, form)).status).toBe(200);
			}
		]
	];
	test.each([
		['jiangbei', ...(ends[0] ?? [])],
		['xiangshan', ...(ends[1] ?? [])],
		['ninghai', ...(ends[2] ?? [])]
	] as [string, string, (cookie: string) => Promise<unknown>][])(
		'of %s that was stolen is worth nothing after %s, and its socket is gone',
		async (username, _, end) => {
			const stolen = await cookieOf(username);
			expect(await opens(url, stolen)).toEqual(everything);
			const socket = io(url, {
				forceNew: true,
				reconnection: false,
				transports: ['websocket'],
				extraHeaders: { cookie: stolen }
			});
			await new Promise((ready) => socket.once('ready', ready));
			const gone = new Promise((ended) => socket.once('disconnect', ended));
			await end(stolen);
			expect(await gone).toBe('io server disconnect');
			expect(await opens(url, stolen)).toEqual(nothing);
		}
	);
});
