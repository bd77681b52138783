// Sessions as their callers need them: what plain code in the place of lucia would have to do; on both databases.
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { cookieNames } from '#lib/access/cookie-names.ts';
import { defaultPolicy, type Policy } from '#lib/access/policy.ts';
import type { Branch } from '#lib/access/roles.ts';
import { openSessions, type Sessions } from '#lib/sign-in/sessions.server.ts';
import { account, session } from '#lib/access/tables.server.ts';
import { duringRequest } from '#lib/log/request-origin.server.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

const start = Date.parse('2026-03-02T08:00:00Z');
const [second, minute, hour] = [1000, 60_000, 3_600_000];

describe.each(databaseKinds)('sessions, on %s', (kind) => {
	let opened: TestDatabase;
	let sessions: Sessions;
	let policy: Policy;
	const db = () => opened.database.db;

	beforeAll(async () => {
		opened = await openTestDatabase(kind);
		sessions = openSessions(db(), cookieNames(true, '0badcafe'), () => policy);
	});
	afterAll(() => opened.close());
	beforeEach(() => {
		policy = defaultPolicy;
		// Only the date: the databases' own timers must run on.
		vi.useFakeTimers({ toFake: ['Date'], now: start });
	});
	afterEach(() => vi.useRealTimers());

	const after = (ms: number) => vi.setSystemTime(start + ms);
	const newAccount = async (branch: Branch = 'business') => {
		const id = randomUUID();
		await db()
			.insert(account)
			.values({ id, username: `u-${id}`, name: '王五', branch });
		return id;
	};
	const open = async (accountId: string) => {
		const { id, cookie } = await sessions.open(accountId);
		return { id, token: cookie.value };
	};
	const signedIn = async (branch?: Branch) => open(await newAccount(branch));

	test('one is opened by its token alone, which is stored nowhere', async () => {
		const owner = await newAccount();
		const { id, cookie } = await sessions.open(owner);
		expect(cookie).toMatchObject({
			name: '__Host-sid-0badcafe',
			attributes: { httpOnly: true, secure: true, sameSite: 'lax', path: '/' }
		});
		expect(await sessions.read(cookie.value, 'page')).toMatchObject({ id, account: owner, cookie: null });
		const secret = cookie.value.split('.')[1] ?? '';
		const [row] = await db().select().from(session).where(eq(session.id, id));
		expect(JSON.stringify(row)).not.toContain(secret);
		for (const guess of [id, `${id}.`, `${id}.${'a'.repeat(secret.length)}`, `${id}.${secret}x`, '', 'null'])
			expect(await sessions.read(guess, 'person'), guess).toEqual({ over: 'elsewhere' });
	});

	test.each([
		['business', 30],
		['system_admin', 15],
		['security_admin', 15],
		['audit_admin', 15]
	] as const)('[R180] one of %s lasts %i minutes without its person', async (branch, minutes) => {
		const ended = await signedIn(branch);
		const kept = await signedIn(branch);
		after(minutes * minute - second);
		expect(await sessions.read(kept.token, 'person')).toMatchObject({
			ends: { idleMs: minutes * minute, seenMs: 0 }
		});
		after(minutes * minute + second);
		expect(await sessions.read(ended.token, 'person')).toEqual({ over: 'idle' });
		expect(await sessions.read(kept.token, 'page')).toMatchObject({ id: kept.id });
		// What is over stays over, whatever the clock says later.
		after(0);
		expect(await sessions.read(ended.token, 'person')).toEqual({ over: 'elsewhere' });
	});

	test('[R180] a page that is only watched keeps nothing', async () => {
		const { token } = await signedIn();
		for (let minutes = 1; minutes < 30; minutes++) {
			after(minutes * minute);
			expect(await sessions.read(token, 'page')).toMatchObject({
				cookie: null,
				ends: { idleMs: (30 - minutes) * minute, seenMs: minutes * minute }
			});
		}
		after(30 * minute + second);
		expect(await sessions.read(token, 'page')).toEqual({ over: 'idle' });
	});

	test('the end moves at most once a minute, and then the cookie goes out again with the same token', async () => {
		const { id, token } = await signedIn();
		after(minute - 1);
		expect(await sessions.read(token, 'person')).toMatchObject({ cookie: null, ends: { idleMs: 29 * minute + 1 } });
		after(minute);
		expect(await sessions.read(token, 'person')).toMatchObject({
			id,
			cookie: { name: '__Host-sid-0badcafe', value: token },
			ends: { idleMs: 30 * minute, seenMs: 0 }
		});
		expect(await sessions.read(token, 'person')).toMatchObject({ cookie: null });
	});

	test('[R181] twelve hours end one whatever its person does', async () => {
		const { token } = await signedIn();
		for (let at = 20 * minute; at < 12 * hour; at += 20 * minute) {
			after(at);
			expect(await sessions.read(token, 'person')).toMatchObject({ ends: { absoluteMs: 12 * hour - at } });
		}
		after(12 * hour - second);
		expect(await sessions.read(token, 'person')).toMatchObject({ ends: { absoluteMs: second } });
		after(12 * hour + second);
		expect(await sessions.read(token, 'person')).toEqual({ over: 'hours' });
	});

	test('[R181] a policy that is tightened acts on open sessions at once; one that is loosened from the next act on', async () => {
		const { token } = await signedIn();
		after(6 * minute);
		policy = { ...defaultPolicy, idleMinutes: 10 };
		expect(await sessions.read(token, 'page')).toMatchObject({ ends: { idleMs: 4 * minute } });
		expect(await sessions.read(token, 'person')).toMatchObject({ ends: { idleMs: 10 * minute } });
		policy = defaultPolicy;
		after(15 * minute);
		expect(await sessions.read(token, 'page')).toMatchObject({ ends: { idleMs: minute } });
		expect(await sessions.read(token, 'person')).toMatchObject({ ends: { idleMs: 30 * minute } });
		policy = { ...defaultPolicy, idleMinutes: 5 };
		after(21 * minute);
		expect(await sessions.read(token, 'person')).toEqual({ over: 'idle' });

		const other = await signedIn();
		policy = { ...defaultPolicy, absoluteHours: 1 };
		after(25 * minute);
		expect(await sessions.read(other.token, 'person')).toMatchObject({ ends: { absoluteMs: 56 * minute } });
	});

	test('signing in again makes a new one and leaves the other', async () => {
		const owner = await newAccount();
		const [first, next] = [await open(owner), await open(owner)];
		expect(next.token).not.toBe(first.token);
		expect(next.id).not.toBe(first.id);
		expect(await sessions.read(first.token, 'page')).toMatchObject({ id: first.id });
	});

	test('they end one by one, all of an account, and all but one; those of others stay', async () => {
		const [owner, stranger] = [await newAccount(), await newAccount()];
		const [a, b, c, other] = [await open(owner), await open(owner), await open(owner), await open(stranger)];
		await sessions.end(a.id);
		expect(await sessions.read(a.token, 'person')).toEqual({ over: 'elsewhere' });
		// Another's id under one's own account ends nothing.
		const endWithin = (which: Parameters<Sessions['endWithin']>[1]) =>
			db().transaction((tx) => sessions.endWithin(tx, which));
		expect(await endWithin({ account: owner, id: other.id })).toEqual([]);
		expect(await endWithin({ account: owner, except: c.id })).toEqual([b.id]);
		expect(await sessions.stillOpen([a.id, b.id, c.id, other.id])).toEqual(new Set([c.id, other.id]));
		await sessions.endAllOf(owner);
		expect(await sessions.read(c.token, 'person')).toEqual({ over: 'elsewhere' });
		expect(await sessions.read(other.token, 'person')).toMatchObject({ account: stranger });
	});

	test('what a transaction ends comes back when it fails', async () => {
		const owner = await newAccount();
		const { token } = await open(owner);
		await expect(
			db().transaction(async (tx) => {
				await sessions.endWithin(tx, { account: owner });
				throw new Error('not noted');
			})
		).rejects.toThrow('not noted');
		expect(await sessions.read(token, 'page')).toMatchObject({ account: owner });
	});

	test('an account that was closed opens nothing', async () => {
		const owner = await newAccount();
		const { id, token } = await open(owner);
		await db().update(account).set({ disabledAt: new Date() }).where(eq(account.id, owner));
		expect(await sessions.stillOpen([id])).toEqual(new Set());
		expect(await sessions.read(token, 'person')).toEqual({ over: 'elsewhere' });
	});

	test('the list says where, with what and since when, the last used first, and leaves out what is over', async () => {
		const owner = await newAccount();
		const over = await open(owner);
		after(25 * minute);
		const desk = await duringRequest('10.0.0.7', 'Firefox', () => open(owner));
		after(27 * minute);
		const phone = await duringRequest('10.0.0.8', 'A'.repeat(500), () => open(owner));
		after(31 * minute);
		await sessions.read(desk.token, 'person');
		expect(await sessions.list(owner)).toEqual([
			{
				id: desk.id,
				account: owner,
				since: new Date(start + 25 * minute),
				seen: new Date(start + 31 * minute),
				address: '10.0.0.7',
				agent: 'Firefox'
			},
			{
				id: phone.id,
				account: owner,
				since: new Date(start + 27 * minute),
				seen: new Date(start + 27 * minute),
				address: '10.0.0.8',
				agent: 'A'.repeat(200)
			}
		]);
		expect(await sessions.stillOpen([over.id, desk.id])).toEqual(new Set([desk.id]));
		policy = { ...defaultPolicy, idleMinutes: 5 };
		after(33 * minute);
		expect((await sessions.list()).filter((one) => one.account === owner).map(({ id }) => id)).toEqual([desk.id]);
	});
});
