// One-time links: open once, only the newest, only in their time, and never by a guess; on both databases.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { issueLink, readLink, useLink, type IssuedLink } from '#lib/access/one-time-links.server.ts';
import { account } from '#lib/access/tables.server.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

const tokenOf = (link: IssuedLink) => link.path.split('/')[2] ?? '';

describe.each(databaseKinds)('one-time links, on %s', (kind) => {
	let opened: TestDatabase;
	let id: string;
	const db = () => opened.database.db;
	const issue = (as: 'invitation' | 'reset') =>
		db().transaction((tx) => issueLink(tx, { kind: as, account: id, createdBy: 'test' }));
	const use = (token: string) => db().transaction((tx) => useLink(tx, token));

	beforeAll(async () => {
		opened = await openTestDatabase(kind);
	});
	afterAll(() => opened.close());
	beforeEach(async () => {
		id = randomUUID();
		await db()
			.insert(account)
			.values({ id, username: `u-${id}`, name: '王五' });
	});

	test('looking never uses it up; using does, once', async () => {
		const token = tokenOf(await issue('invitation'));
		for (let look = 0; look < 3; look++)
			expect(await readLink(db(), token)).toMatchObject({ kind: 'invitation', account: { id, name: '王五' } });
		expect(await use(token)).toMatchObject({ ok: true, value: { fact: { type: 'linkUsed', ids: [id] } } });
		expect(await readLink(db(), token)).toBeNull();
		expect(await use(token)).toMatchObject({ ok: false, faults: [{ code: 'link_over' }] });
	});

	test('of ten uses at once one wins', async () => {
		const token = tokenOf(await issue('reset'));
		const answers = await Promise.all(Array.from({ length: 10 }, () => use(token)));
		expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
	});

	test('a use that is rolled back leaves it open', async () => {
		const token = tokenOf(await issue('reset'));
		const rolledBack = db().transaction(async (tx) => {
			await useLink(tx, token);
			throw new Error('rolled back');
		});
		await expect(rolledBack).rejects.toThrow('rolled back');
		expect(await use(token)).toMatchObject({ ok: true });
	});

	test('a new one ends the older ones of the account, and of no other', async () => {
		const other = randomUUID();
		await db()
			.insert(account)
			.values({ id: other, username: `u-${other}`, name: '赵六' });
		const theirs = await db().transaction((tx) =>
			issueLink(tx, { kind: 'invitation', account: other, createdBy: 'test' })
		);
		const first = await issue('invitation');
		const second = await issue('reset');
		expect(await readLink(db(), tokenOf(first))).toBeNull();
		expect(await readLink(db(), tokenOf(second))).toMatchObject({ kind: 'reset' });
		expect(await readLink(db(), tokenOf(theirs))).toMatchObject({ account: { id: other } });
	});

	test('of setup links only the newest opens', async () => {
		const setup = () =>
			db().transaction((tx) => issueLink(tx, { kind: 'setup', account: null, createdBy: 'system:start' }));
		const [first, second] = [await setup(), await setup()];
		expect(first.path).toMatch(/^\/setup\//);
		expect(await readLink(db(), tokenOf(first))).toBeNull();
		expect(await readLink(db(), tokenOf(second))).toMatchObject({ kind: 'setup', account: null });
	});

	test('ends by itself, and with its account', async () => {
		const token = tokenOf(await issue('invitation'));
		const [linkId = ''] = token.split('.');
		const hours = await opened.database.sql<{ hours: number }[]>`
			select extract(epoch from expires_at - created_at)::float8 / 3600 as hours from one_time_link where id = ${linkId}`;
		expect(hours[0]?.hours).toBe(7 * 24);
		await opened.database.sql`update one_time_link set expires_at = now() - interval '1 minute' where id = ${linkId}`;
		expect(await readLink(db(), token)).toBeNull();
		expect(await use(token)).toMatchObject({ ok: false });
		const later = tokenOf(await issue('reset'));
		await opened.database.sql`update account set disabled_at = now() where id = ${id}`;
		expect(await readLink(db(), later)).toBeNull();
		expect(await use(later)).toMatchObject({ ok: false });
	});

	test('half a token opens nothing, and the database holds no whole one', async () => {
		const token = tokenOf(await issue('invitation'));
		const [linkId = '', secret = ''] = token.split('.');
		for (const guess of [
			'',
			linkId,
			`${linkId}.${'a'.repeat(secret.length)}`,
			`${'a'.repeat(linkId.length)}.${secret}`
		])
			expect(await readLink(db(), guess), guess).toBeNull();
		const rows = await opened.database.sql`select * from one_time_link where id = ${linkId}`;
		expect(rows).toHaveLength(1);
		expect(JSON.stringify(rows)).not.toContain(secret);
	});
});
