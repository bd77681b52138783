// Locks after failed sign-ins: counted in the database, blind to whether the account exists, proof against many at once.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { failuresOf, openLockout, type Lockout } from '#lib/sign-in/lockout.server.ts';
import { duringRequest } from '#lib/log/request-origin.server.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

describe.each(databaseKinds)('lockout, on %s', (kind) => {
	let opened: TestDatabase;
	let lockout: Lockout;
	let name: string;
	let address: string;
	const begin = (username = name, from = address) => duringRequest(from, null, () => lockout.begin(username));
	const fail = async (username?: string, from?: string) => {
		const begun = await begin(username, from);
		return 'locked' in begun ? begun.locked : duringRequest(from ?? address, null, begun.attempt.failed);
	};
	const succeed = async (username?: string, from?: string) => {
		const begun = await begin(username, from);
		if ('locked' in begun) return false;
		await begun.attempt.succeeded();
		return true;
	};

	beforeAll(async () => {
		opened = await openTestDatabase(kind);
	});
	afterAll(() => opened.close());
	beforeEach(() => {
		lockout = openLockout(opened.database.db);
		name = `u-${randomUUID()}`;
		address = `address-${randomUUID()}`;
	});

	test('the fifth failure locks for a quarter of an hour, and while locked nothing is checked', async () => {
		for (let failure = 1; failure < failuresOf.pair; failure++) expect(await fail()).toBeNull();
		const before = Date.now();
		const locked = await fail();
		expect(locked?.until.getTime()).toBeGreaterThanOrEqual(before + 899_000);
		expect(locked?.until.getTime()).toBeLessThanOrEqual(Date.now() + 900_000);
		const begun = await begin();
		expect('locked' in begun && begun.locked.until.getTime() - Date.now()).toBeGreaterThan(890_000);
		// Neither the account elsewhere nor others here are locked with it.
		expect(await succeed(name, 'elsewhere')).toBe(true);
		expect(await succeed(`other-${name}`)).toBe(true);
	});

	test('outlasts a restart, and is over when its time is', async () => {
		for (let failure = 0; failure < failuresOf.pair; failure++) await fail();
		lockout = openLockout(opened.database.db);
		expect(await succeed()).toBe(false);
		await opened.database.sql`update rate_limit set expire = now() - interval '1 second'`;
		expect(await succeed()).toBe(true);
		await opened.database.sql`update rate_limit set expire = now() - interval '1 second'`;
		await lockout.prune();
		expect(await opened.database.sql`select * from rate_limit`).toHaveLength(0);
	});

	test('trying on while locked makes the lock no longer', async () => {
		for (let failure = 0; failure < failuresOf.pair; failure++) await fail();
		await opened.database.sql`update rate_limit set expire = now() + interval '30 seconds'`;
		for (let more = 0; more < 10; more++) {
			const begun = await begin();
			expect('locked' in begun && begun.locked.until.getTime()).toBeLessThanOrEqual(Date.now() + 30_000);
		}
	});

	test('a flood of tries while locked asks the database no more, until the lock is lifted', async () => {
		for (let failure = 0; failure < failuresOf.pair; failure++) await fail();
		for (let more = 0; more < 30; more++) await begin();
		await opened.database.sql`delete from rate_limit`;
		expect(await succeed()).toBe(false);
		expect(await succeed(`other-${name}`)).toBe(true);
		await duringRequest(address, null, () => lockout.forgive(name));
		expect(await succeed()).toBe(true);
	});

	test('the clock put back makes no lock longer than a quarter of an hour from now', async () => {
		await opened.database.sql`delete from rate_limit`;
		for (let failure = 0; failure < failuresOf.pair; failure++) await fail();
		await opened.database.sql`update rate_limit set expire = now() + interval '2 hours'`;
		const begun = await begin();
		expect('locked' in begun && begun.locked.until.getTime()).toBeLessThanOrEqual(Date.now() + 900_000);
		const [row] = await opened.database.sql<{ longer: boolean }[]>`
			select bool_or(expire > now() + interval '16 minutes') as longer from rate_limit`;
		expect(row?.longer).toBe(false);
	});

	test('addresses of one line of IPv6 count as one', async () => {
		for (let host = 1; host <= failuresOf.pair; host++) await fail(name, `2001:db8:1:2::${host}`);
		expect(await succeed(name, '2001:db8:1:2:ffff::1')).toBe(false);
		expect(await succeed(name, '2001:db8:1:3::1')).toBe(true);
	});

	test('signing in forgets the failures of before', async () => {
		for (let round = 0; round < 3; round++) {
			for (let failure = 1; failure < failuresOf.pair; failure++) expect(await fail()).toBeNull();
			expect(await succeed()).toBe(true);
		}
	});

	test('a right password alone forgets nothing: wrong codes after it count on', async () => {
		for (let failure = 1; failure < failuresOf.pair; failure++) expect(await fail()).toBeNull();
		for (let round = 0; round < 10; round++) {
			const begun = await begin();
			if ('locked' in begun) throw new Error('locked before its time');
			await begun.attempt.passed();
		}
		expect(await fail()).not.toBeNull();
	});

	test('of thirty guesses at once no more than five are checked', async () => {
		const begun = await Promise.all(Array.from({ length: 30 }, () => begin()));
		const attempts = begun.flatMap((one) => ('attempt' in one ? [one.attempt] : []));
		expect(attempts).toHaveLength(failuresOf.pair);
		await Promise.all(attempts.map((attempt) => attempt.failed()));
		expect(await succeed()).toBe(false);
	});

	test('an account that is tried from everywhere is locked everywhere', async () => {
		for (let failure = 1; failure < failuresOf.account; failure++)
			expect(await fail(name, `${address}-${failure}`)).toBeNull();
		expect(await fail(name, `${address}-last`)).not.toBeNull();
		expect(await succeed(name, 'a new one')).toBe(false);
		expect(await succeed(`other-${name}`, `${address}-1`)).toBe(true);
		await duringRequest('a new one', null, () => lockout.forgive(name));
		expect(await succeed(name, 'a new one')).toBe(true);
	});

	test('an address that tries every account is locked for all of them', async () => {
		for (let failure = 1; failure < failuresOf.address; failure++) expect(await fail(`${name}-${failure}`)).toBeNull();
		expect(await fail(`${name}-last`)).not.toBeNull();
		expect(await succeed(`${name}-fresh`)).toBe(false);
		expect(await succeed(`${name}-fresh`, `other-${address}`)).toBe(true);
	});

	test('a crowd that signs in at once behind one address locks nobody out', async () => {
		const crowd = Array.from({ length: 80 }, (_, index) => `${name}-${index}`);
		await Promise.all(crowd.map((one) => succeed(one)));
		for (const one of crowd.slice(0, 5)) expect(await succeed(one)).toBe(true);
	});

	test('stores neither names nor addresses', async () => {
		await fail('a password typed into the wrong field', '10.1.2.3');
		const rows = JSON.stringify(await opened.database.sql`select * from rate_limit`);
		expect(rows).not.toMatch(/password typed|10\.1\.2\.3/);
	});
});
