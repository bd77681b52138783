// Signing in and one's own account, whole, on both databases: the first administrators, passwords, the second factor, links, locks.
import { argon2Sync, randomBytes, randomUUID } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { cookieNames } from '#lib/access/cookie-names.ts';
import { resetAccess } from '#lib/sign-in/break-glass.server.ts';
import { keyOf } from '#lib/access/installation-key.server.ts';
import { issueLink } from '#lib/access/one-time-links.server.ts';
import { openAccess } from '#lib/sign-in/open-access.server.ts';
import { hashPassword, isOutdatedHash } from '#lib/sign-in/password.server.ts';
import type { Person } from '#lib/access/people.server.ts';
import { defaultPolicy, type Policy } from '#lib/access/policy.ts';
import { openSessions, type SessionCookie } from '#lib/sign-in/sessions.server.ts';
import { defaultInstallation } from '#lib/access/settings.ts';
import { account, appointment } from '#lib/access/tables.server.ts';
import { day } from '#lib/kernel/day.ts';
import type { Result } from '#lib/kernel/result.ts';
import { duringRequest } from '#lib/log/request-origin.server.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { ningboPlan } from '../support/ningbo-plan.ts';
import { testKey } from '../support/test-key.ts';

const plan = await ningboPlan();
const first = 'Rivers-of-7-Ning';
const second = 'Bridges-of-8-Hai';
const codesOf = (answer: Result<unknown>) => (answer.ok ? [] : answer.faults.map(({ code }) => code));
const tokenOf = (path: string) => path.split('/')[2] ?? '';

describe.each(databaseKinds)('signing in, on %s', (kind) => {
	let opened: TestDatabase;
	let passwordHash: string;
	let policy: Policy;
	let ended: string[];
	let access: ReturnType<typeof openAccess>;
	/** Each test comes from an address of its own. */
	let address: string;

	beforeAll(async () => {
		opened = await openTestDatabase(kind);
		await opened.database.sql`insert into meta default values`;
		passwordHash = await hashPassword(first);
	});
	afterAll(() => opened.close());
	afterEach(() => {
		vi.useRealTimers();
	});
	beforeEach(() => {
		// In the middle of a time step, and it stands still: no code grows old while a test runs.
		vi.useFakeTimers({ toFake: ['Date'], now: Math.floor(Date.now() / 30_000) * 30_000 + 15_000 });
		policy = defaultPolicy;
		ended = [];
		address = `address-${randomUUID()}`;
		const { database } = opened;
		const settings = () => ({ policy, installation: defaultInstallation });
		const cookies = cookieNames(false, '0badcafe');
		access = openAccess({
			log: { database, now: () => new Date(), onCommit: () => undefined, key: testKey },
			sessions: openSessions(database.db, cookies, () => policy),
			key: keyOf(randomBytes(32)),
			settings: { current: settings, refresh: () => Promise.resolve() },
			cookies,
			demo: false,
			requestsAMinute: 3000,
			plan: () => plan,
			today: () => day('2026-05-05'),
			endSockets: (id) => ended.push(id)
		});
	});

	const here = <T>(work: () => Promise<T>) => duringRequest(address, 'a browser', work);
	const signIn = (username: string, password: string) => here(() => access.signIn(username, password));
	const byCode = (step: SessionCookie, code: string) => here(() => access.signInByCode(step.value, code));

	async function newcomer(role: 'reader' | 'audit_admin' | null = 'reader'): Promise<string> {
		const id = randomUUID();
		const username = `u-${id}`;
		const branch = role === 'audit_admin' ? role : 'business';
		await opened.database.db
			.insert(account)
			.values({ id, username, name: '王五', branch, passwordHash, passwordChangedAt: new Date() });
		if (role !== null)
			await opened.database.db
				.insert(appointment)
				.values({ id: randomUUID(), account: id, role, unit: null, validFrom: '2020-01-01' });
		return username;
	}

	async function cookieOf(username: string, password = first): Promise<SessionCookie> {
		const answer = await signIn(username, password);
		if (!answer.ok || answer.value.codeNeeded) throw new Error(`not signed in: ${codesOf(answer).join()}`);
		return answer.value.cookie;
	}

	async function personOf(cookie: SessionCookie): Promise<Person> {
		const read = await access.read(cookie.value, 'person');
		if (!read.ok) throw new Error(codesOf(read).join());
		if ('over' in read.value) throw new Error(`no session: ${read.value.over}`);
		return read.value.person;
	}
	const isOver = async (cookie: SessionCookie) => {
		const read = await access.read(cookie.value, 'person');
		return read.ok && 'over' in read.value;
	};

	/** Sets up a second factor; answers what the app and the paper hold. */
	async function enrol(person: Person): Promise<{ readonly app: TOTP; readonly codes: readonly string[] }> {
		const begun = await access.secondFactor.begin(person, first);
		if (!begun.ok) throw new Error(codesOf(begun).join());
		const state = await access.secondFactor.state(person);
		if (state.state !== 'pending') throw new Error(`not pending: ${state.state}`);
		const app = new TOTP({ secret: Secret.fromBase32(state.secret) });
		const confirmed = await access.secondFactor.confirm(person, codeAt(app, -1));
		if (!confirmed.ok) throw new Error(codesOf(confirmed).join());
		return { app, codes: confirmed.value };
	}
	/** The code of so many steps from now: each step is taken once. */
	const codeAt = (app: TOTP, steps: number) => app.generate({ timestamp: Date.now() + steps * 30_000 });

	async function stepOf(username: string, password = first): Promise<SessionCookie> {
		const answer = await signIn(username, password);
		if (!answer.ok || !answer.value.codeNeeded) throw new Error(`no step: ${codesOf(answer).join()}`);
		return answer.value.cookie;
	}

	async function eventsOf(stream: string, username: string) {
		return opened.database.sql<{ type: string; body: { values: Record<string, unknown> }; address: string | null }[]>`
			select type, body, address from event
			where stream = ${stream} and body -> 'ids' ->> 0 = (select id::text from account where username = ${username})
			order by seq`;
	}

	test('the right password opens a session of its own each time, with address and browser kept', async () => {
		const username = await newcomer();
		const cookies = [await cookieOf(` ${username} `), await cookieOf(username)];
		expect(new Set(cookies.map(({ value }) => value)).size).toBe(2);
		expect(await personOf(cookies[0] as SessionCookie)).toMatchObject({ username, duties: [] });
		const events = await eventsOf('signin', username);
		expect(events).toMatchObject([
			{ type: 'signedIn', address, body: { values: {} } },
			{ type: 'signedIn', address }
		]);
		const rows = await opened.database.sql`select address, agent from session where address = ${address}`;
		expect(rows[0]).toEqual({ address, agent: 'a browser' });
	});

	/** As keyboards write it: full-width letters, digits and signs. */
	const wide = (text: string) =>
		text.replaceAll(/[!-~]/g, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0));

	test('a name signs in however a keyboard writes it, and locks as one name [R213]', async () => {
		const username = await newcomer();
		const spellings = [
			username.toUpperCase(),
			wide(username),
			`\u200B${username}\uFEFF `,
			wide(username.toUpperCase())
		];
		for (const typed of spellings) expect(await personOf(await cookieOf(typed))).toMatchObject({ username });
		const log = { database: opened.database, now: () => new Date(), onCommit: () => undefined, key: testKey };
		for (const typed of spellings) expect((await resetAccess(log, typed)).ok).toBe(true);
		const answers = [];
		for (const typed of [username, ...spellings]) answers.push(codesOf(await signIn(typed, 'a wrong one')).join());
		expect(answers).toEqual([...Array<string>(4).fill('bad_credentials'), 'locked_out']);
	});

	test('codes of both kinds are taken however a keyboard writes them [R213]', async () => {
		const username = await newcomer();
		const { app, codes } = await enrol(await personOf(await cookieOf(username)));
		const code = codeAt(app, 0);
		expect(
			(await byCode(await stepOf(username), ` ${wide(code.slice(0, 3))}\u3000${wide(code.slice(3))}\u200B`)).ok
		).toBe(true);
		const recovery = wide((codes[0] ?? '').toUpperCase()).replaceAll('－', '—');
		expect((await byCode(await stepOf(username), recovery)).ok).toBe(true);
	});

	test('an unknown name, a wrong password and an account without one are answered alike, and lock alike', async () => {
		const known = await newcomer();
		const invited = await newcomer();
		await opened.database.sql`update account set password_hash = null where username = ${invited}`;
		for (const username of [known, invited, `nobody-${randomUUID()}`]) {
			const answers = [];
			for (let guess = 0; guess < 6; guess++) answers.push(codesOf(await signIn(username, 'a wrong one')).join());
			expect(answers, username).toEqual([...Array<string>(4).fill('bad_credentials'), 'locked_out', 'locked_out']);
		}
		// The right one too, and it is told how long.
		const locked = await signIn(known, first);
		const params = locked.ok ? undefined : locked.faults[0]?.params;
		expect(params).toMatchObject({ minutes: 15, seconds: 0, time: expect.stringMatching(/^\d\d:\d\d$/) });
		const events = await eventsOf('signin', known);
		expect(events.map(({ type }) => type)).toEqual([
			...Array<string>(5).fill('signInFailed'),
			'signInLocked',
			'signInFailed',
			'signInFailed'
		]);
		expect(events.every((event) => event.address === address && !('address' in event.body.values))).toBe(true);
	});

	test('of thirty guesses at once at most five were looked at, and the right one among the rest opens nothing', async () => {
		const username = await newcomer();
		const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => signIn(username, `wrong ${index}`)));
		expect(answers.filter((answer) => codesOf(answer).includes('bad_credentials')).length).toBeLessThan(5);
		expect(answers.filter((answer) => codesOf(answer).includes('locked_out')).length).toBeGreaterThanOrEqual(26);
		expect(codesOf(await signIn(username, first))).toEqual(['locked_out']);
	});

	test('who has no role is told so, but only with the right password', async () => {
		const username = await newcomer(null);
		expect(codesOf(await signIn(username, 'wrong'))).toEqual(['bad_credentials']);
		expect(codesOf(await signIn(username, first))).toEqual(['no_role_yet']);
	});

	test('a changed password ends every session but the new one, and none of the last five comes back', async () => {
		const username = await newcomer();
		const [mine, other] = [await cookieOf(username), await cookieOf(username)];
		const person = await personOf(mine);
		const change = (current: string, password: string, again = password) => {
			vi.advanceTimersByTime(1000);
			return here(() => access.changePassword(person, { current, password, again }));
		};
		expect(await change('wrong', second)).toMatchObject({ faults: [{ pointer: '/current', code: 'wrong_password' }] });
		expect(await change(first, second, first)).toMatchObject({
			faults: [{ pointer: '/again', code: 'passwords_differ' }]
		});
		expect(await isOver(other)).toBe(false);
		const changed = await change(first, second);
		if (!changed.ok) throw new Error(codesOf(changed).join());
		expect([await isOver(mine), await isOver(other), await isOver(changed.value)]).toEqual([true, true, false]);
		expect(ended.sort()).toEqual([mine, other].map(({ value }) => value.split('.')[0]).sort());
		expect(await eventsOf('access', username)).toMatchObject([{ type: 'passwordChanged' }]);

		const used = [first, second];
		for (let turn = 0; turn < 3; turn++) {
			const next = `Another-of-${turn}-Jin`;
			expect(codesOf(await change(used.at(-1) ?? '', next))).toEqual([]);
			used.push(next);
		}
		for (const old of used)
			expect(codesOf(await change(used.at(-1) ?? '', old)), old).toEqual(['password_used_before']);
		expect(codesOf(await change(used.at(-1) ?? '', 'The-sixth-of-9-Yi'))).toEqual([]);
		expect(codesOf(await change('The-sixth-of-9-Yi', first))).toEqual([]);
	});

	test('wrong passwords on the page of one’s own count as those at the door', async () => {
		const username = await newcomer();
		const person = await personOf(await cookieOf(username));
		for (let guess = 0; guess < 5; guess++)
			await here(() => access.changePassword(person, { current: 'wrong', password: second, again: second }));
		expect(codesOf(await signIn(username, first))).toEqual(['locked_out']);
	});

	test('with a second factor the password opens only the step, the code the session, each code once', async () => {
		const username = await newcomer();
		const { app } = await enrol(await personOf(await cookieOf(username)));
		const step = await stepOf(username);
		expect(await isOver(step)).toBe(true);
		expect(codesOf(await byCode(step, '000000'))).toEqual(['bad_code']);
		// That of the enrolment was taken.
		expect(codesOf(await byCode(step, codeAt(app, -1)))).toEqual(['code_used']);
		const code = codeAt(app, 0);
		const session = await byCode(step, `${code.slice(0, 3)} ${code.slice(3)}`);
		if (!session.ok) throw new Error(codesOf(session).join());
		expect(await personOf(session.value)).toMatchObject({ username });
		expect(session.value.value).not.toContain(step.value.split('.')[0]);
		expect(codesOf(await byCode(step, codeAt(app, 1)))).toEqual(['step_over']);
		expect(codesOf(await byCode(await stepOf(username), code))).toEqual(['code_used']);
	});

	test('of two at once with the same code one comes in', async () => {
		const username = await newcomer();
		const { app } = await enrol(await personOf(await cookieOf(username)));
		const steps = [await stepOf(username), await stepOf(username), await stepOf(username)];
		const code = codeAt(app, 0);
		const answers = await Promise.all(steps.map((step) => byCode(step, code)));
		expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
	});

	test('wrong codes lock, and the right password in between forgives none of them', async () => {
		const username = await newcomer();
		await enrol(await personOf(await cookieOf(username)));
		for (let guess = 0; guess < 5; guess++) await byCode(await stepOf(username), '000000');
		expect(codesOf(await signIn(username, first))).toEqual(['locked_out']);
		const events = await eventsOf('signin', username);
		expect(events.filter(({ body }) => body.values['factor'] === 'code')).toHaveLength(5);
	});

	test('a step is over after five minutes, and with a new password', async () => {
		const username = await newcomer();
		const { app } = await enrol(await personOf(await cookieOf(username)));
		const step = await stepOf(username);
		await opened.database.sql`update sign_in_step set expires_at = now() - interval '1 minute'`;
		expect(codesOf(await byCode(step, codeAt(app, 0)))).toEqual(['step_over']);
		const other = await stepOf(username);
		const { database } = opened;
		const path = await resetAccess(
			{ database, now: () => new Date(), onCommit: () => undefined, key: testKey },
			username
		);
		if (!path.ok) throw new Error('no link');
		await here(() => access.setPasswordByLink(tokenOf(path.value), { password: second, again: second }));
		expect(codesOf(await byCode(other, codeAt(app, 1)))).toEqual(['step_over']);
	});

	test('recovery codes sign in once each, in any writing; renewed ones replace them', async () => {
		const username = await newcomer();
		const { codes } = await enrol(await personOf(await cookieOf(username)));
		expect(new Set(codes).size).toBe(10);
		const session = await byCode(await stepOf(username), ` ${(codes[0] ?? '').toUpperCase().replaceAll('-', ' ')}`);
		if (!session.ok) throw new Error(codesOf(session).join());
		expect(codesOf(await byCode(await stepOf(username), codes[0] ?? ''))).toEqual(['bad_code']);
		const person = await personOf(session.value);
		expect(await access.secondFactor.state(person)).toMatchObject({ state: 'on', codesLeft: 9 });
		expect(codesOf(await here(() => access.secondFactor.renewCodes(person, 'wrong')))).toEqual(['wrong_password']);
		const renewed = await here(() => access.secondFactor.renewCodes(person, first));
		if (!renewed.ok) throw new Error(codesOf(renewed).join());
		expect(codesOf(await byCode(await stepOf(username), codes[1] ?? ''))).toEqual(['bad_code']);
		expect((await byCode(await stepOf(username), renewed.value[0] ?? '')).ok).toBe(true);
		const stored = JSON.stringify([
			await opened.database.sql`select * from recovery_code`,
			await opened.database.sql`select * from second_factor`
		]);
		expect(stored).not.toContain(renewed.value[1]?.replaceAll('-', ''));
		expect((await eventsOf('access', username)).map(({ type }) => type)).toEqual([
			'secondFactorBegun',
			'secondFactorEnrolled',
			'recoveryCodeUsed',
			'recoveryCodesRenewed',
			'recoveryCodeUsed'
		]);
	});

	test('it is removed with the password, but not where the policy demands it: there it is set up anew', async () => {
		const username = await newcomer();
		const person = await personOf(await cookieOf(username));
		await enrol(person);
		expect((await here(() => access.secondFactor.remove(person, first))).ok).toBe(true);
		await cookieOf(username);

		const audit = await newcomer('audit_admin');
		const administrator = await personOf(await cookieOf(audit));
		expect(administrator.duties).toEqual(['enrol_second_factor']);
		const { app } = await enrol(administrator);
		const removed = await here(() => access.secondFactor.remove(administrator, first));
		expect(codesOf(removed)).toEqual(['second_factor_demanded']);
		const session = await byCode(await stepOf(audit), codeAt(app, 0));
		if (!session.ok) throw new Error(codesOf(session).join());
		expect((await personOf(session.value)).duties).toEqual([]);
		expect((await here(() => access.secondFactor.setUpAnew(administrator, first))).ok).toBe(true);
		expect((await personOf(session.value)).duties).toEqual(['enrol_second_factor']);
	});

	test('a reset link sets a password, unlocks, ends sessions, and does not pass by the second factor', async () => {
		const username = await newcomer();
		const mine = await cookieOf(username);
		await enrol(await personOf(mine));
		for (let guess = 0; guess < 5; guess++) await signIn(username, 'wrong');
		const [row] = await opened.database.sql<{ id: string }[]>`select id from account where username = ${username}`;
		const link = await opened.database.db.transaction((tx) =>
			issueLink(tx, { kind: 'reset', account: row?.id ?? '', createdBy: 'test' })
		);
		const use = (password: string) =>
			here(() => access.setPasswordByLink(tokenOf(link.path), { password, again: password }));
		// What is refused uses nothing up.
		expect(codesOf(await use('short'))).toContain('password_too_short');
		expect(codesOf(await use(first))).toEqual(['password_used_before']);
		expect(await use(second)).toMatchObject({ ok: true, value: { codeNeeded: true } });
		expect(codesOf(await use('Yet-another-0f-9'))).toEqual(['link_over']);
		expect(await isOver(mine)).toBe(true);
		await stepOf(username, second);
	});

	test('the break-glass link takes the second factor off when it is used; an unknown name gets none', async () => {
		const username = await newcomer();
		await enrol(await personOf(await cookieOf(username)));
		const { database } = opened;
		const log = { database, now: () => new Date(), onCommit: () => undefined, key: testKey };
		expect(codesOf(await resetAccess(log, 'nobody-of-this-name'))).toEqual(['unknown_record']);
		const path = await resetAccess(log, username);
		if (!path.ok) throw new Error(codesOf(path).join());
		// A link that nobody uses weakens nothing.
		await stepOf(username);
		const used = await here(() => access.setPasswordByLink(tokenOf(path.value), { password: second, again: second }));
		expect(used).toMatchObject({ ok: true, value: { codeNeeded: false } });
		expect((await eventsOf('access', username)).map(({ type }) => type)).toEqual([
			'secondFactorBegun',
			'secondFactorEnrolled',
			'linkIssued',
			'linkUsed',
			'passwordChanged',
			'secondFactorRemoved'
		]);
	});

	test('a first second factor asks for the password too: a desk left unlocked is not enough', async () => {
		const person = await personOf(await cookieOf(await newcomer()));
		expect(await access.secondFactor.begin(person, 'Not-the-0ne-at-all')).toMatchObject({
			ok: false,
			faults: [{ pointer: '/current', code: 'wrong_password' }]
		});
		expect(await access.secondFactor.state(person)).toEqual({ state: 'off' });
	});

	test('a password that was hashed at less cost is hashed anew when it is next given', async () => {
		const username = await newcomer();
		const hashOf = async () =>
			(
				await opened.database.sql<{ password_hash: string }[]>`
				select password_hash from account where username = ${username}`
			)[0]?.password_hash ?? '';
		const salt = Buffer.alloc(16, 7);
		const tag = argon2Sync('argon2id', {
			message: Buffer.from(first),
			nonce: salt,
			memory: 1024,
			passes: 1,
			parallelism: 1,
			tagLength: 32
		});
		const plain = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
		const cheap = `$argon2id$v=19$m=1024,t=1,p=1$${plain(salt)}$${plain(tag)}`;
		await opened.database.sql`update account set password_hash = ${cheap} where username = ${username}`;
		expect(codesOf(await signIn(username, second))).toEqual(['bad_credentials']);
		expect(await hashOf()).toBe(cheap);
		await cookieOf(username);
		expect(isOutdatedHash(await hashOf())).toBe(false);
		await cookieOf(username);
	});

	test('a password may not hold a word of the place, of the person or of the unit', async () => {
		const cookie = await cookieOf(await newcomer());
		const set = async (password: string) =>
			access.changePassword(await personOf(cookie), { current: first, password, again: password });
		for (const word of ['Ningbo', 'JINDU', '王五'])
			expect(await set(`Quiet-41-${word}-x`)).toMatchObject({
				ok: false,
				faults: [{ pointer: '/password', code: 'password_has_word' }]
			});
		expect(await set('Quiet-41-water-x')).toMatchObject({ ok: true });
	});

	test('the start offers a setup until an administrator has a password; what it makes is one of each', async () => {
		await opened.database.sql`update account set disabled_at = now() where branch <> 'business'`;
		const [old, path] = [await access.offerSetup(), await access.offerSetup()];
		if (old === null || path === null) throw new Error('no setup link');
		const id = randomUUID().slice(0, 8);
		const people = (name: string) => ({
			system_admin: { username: `${name}-1-${id}`, name: '甲' },
			security_admin: { username: `${name}-2-${id}`, name: '乙' },
			audit_admin: { username: `${name}-3-${id}`, name: '丙' }
		});
		const make = (setup = people('a'), link = path) => access.makeAdministrators(tokenOf(link), setup);
		expect(codesOf(await make(people('a'), old))).toEqual(['link_over']);
		const alike = { ...people('a'), audit_admin: { username: `a-1-${id}`, name: '丙' } };
		expect(await make(alike)).toMatchObject({
			faults: [{ pointer: '/audit_admin/username', code: 'usernames_alike' }]
		});
		const taken = { ...people('a'), security_admin: { username: await newcomer(), name: '乙' } };
		expect(await make(taken)).toMatchObject({
			faults: [{ pointer: '/security_admin/username', code: 'username_taken' }]
		});
		const both = await Promise.all([make(), make(people('b'))]);
		expect(both.filter(({ ok }) => ok)).toHaveLength(1);

		// Nobody took those up: a later setup takes their place, and their links end.
		const again = await access.offerSetup();
		if (again === null) throw new Error('no setup link');
		const lost = both.flatMap((made) => (made.ok ? made.value : []));
		const made = await make(people('a'), again);
		if (!made.ok) throw new Error(codesOf(made).join());
		for (const { path: invitation } of lost)
			expect(await access.readLink(tokenOf(invitation))).toEqual({ ok: true, value: null });
		const roles = [];
		for (const one of made.value) {
			const set = await here(() => access.setPasswordByLink(tokenOf(one.path), { password: second, again: second }));
			if (!set.ok) throw new Error(codesOf(set).join());
			const person = await personOf(set.value.cookie);
			expect(person.duties).toEqual(['enrol_second_factor']);
			roles.push(person.actor.role);
		}
		expect(roles).toEqual(['system_admin', 'security_admin', 'audit_admin']);
		expect(await access.offerSetup()).toBeNull();
		expect(codesOf(await make(people('c'), again))).toEqual(['link_over']);
	});
});
