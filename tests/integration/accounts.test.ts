// Accounts on both databases: imports are whole or nothing, disabling ends everything at once, and the last administrator stays.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actorOn } from '#lib/access/people.server.ts';
import type { Actor } from '#lib/access/roles.ts';
import { account, accountVersion, appointment, oneTimeLink, session } from '#lib/access/tables.server.ts';
import type { SheetImport } from '#lib/accounts/sheet.ts';
import { share } from '#lib/tasks/tables.server.ts';
import { openOffice, type Office } from '../support/administration.ts';
import { call, countRows, refusedWith, written } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';

const sheetOf = (name: string) =>
	new File([new Uint8Array(readFileSync(new URL(`../fixtures/${name}`, import.meta.url)))], name);

describe.each(databaseKinds)('accounts, on %s', (kind) => {
	let office: Office;
	let admin: Actor;
	beforeAll(async () => {
		office = await openOffice(kind);
		admin = await office.person('system_admin');
	});
	afterAll(() => office.close());

	const row = async (id: string) => (await office.db.select().from(account).where(eq(account.id, id)))[0];
	const newAccount = () => ({
		username: `u${randomUUID().slice(0, 8)}`,
		name: '张三',
		role: 'district' as const,
		unit: 'yinzhou'
	});
	async function preview(file: File) {
		const looked = await office.accounts.preview(file);
		if (!looked.ok) throw new Error(JSON.stringify(looked));
		return looked.value;
	}

	test('a new one is invited by a link, and has no role before it is granted', async () => {
		const key = call();
		const input = newAccount();
		const made = await office.accounts.create(admin, key, input);
		const [id = ''] = written(made).ids;
		expect(made).toMatchObject({ value: { links: [{ account: id, path: expect.stringMatching(/^\/welcome\//) }] } });
		expect(await row(id)).toMatchObject({ passwordHash: null, requestedRole: 'district', requestedUnit: 'yinzhou' });
		expect(await actorOn(office.db, id, office.today())).toBeNull();
		// The same key again makes nothing and has nothing to show.
		expect(await office.accounts.create(admin, key, input)).toMatchObject({ value: { ids: [id], links: [] } });
		expect(refusedWith(await office.accounts.create(admin, call(), input))).toBe('username_taken');
	});

	test('the log holds ids and codes, never a name', async () => {
		const events = await office.sql`select body::text from event where stream = 'access'`;
		expect(events.length).toBeGreaterThan(0);
		expect(JSON.stringify(events)).not.toContain('张三');
	});

	test.each([
		['a unit that a leader has none of', { role: 'leader' as const, unit: 'yinzhou' }, 'no_unit_for_role'],
		['no unit for a district', { role: 'district' as const, unit: null }, 'role_needs_unit'],
		['a department for a district', { role: 'district' as const, unit: 'ipo' }, 'role_not_for_unit'],
		['a unit that is none', { role: 'district' as const, unit: 'atlantis' }, 'unknown_unit']
	])('with %s it is refused', async (_, asked, code) => {
		const before = await countRows(office.sql);
		expect(refusedWith(await office.accounts.create(admin, call(), { ...newAccount(), ...asked }))).toBe(code);
		expect(await countRows(office.sql)).toEqual(before);
	});

	test('nobody but the system administrator keeps accounts, and no token does', async () => {
		const others = [
			await office.person('security_admin'),
			await office.person('audit_admin'),
			await office.person('leader'),
			await office.person('office', 'finance'),
			{ ...admin, via: 'token' } as Actor
		];
		const target = await office.person('reader');
		for (const other of others) {
			const answers = [
				await office.accounts.create(other, call(), newAccount()),
				await office.accounts.import(other, call(), { rows: [], seen: '' }),
				await office.accounts.renewLink(other, call(), { account: target.id }),
				await office.accounts.disable(other, call(), { account: target.id, handTo: null, reason: 'x' })
			];
			expect(answers.map(refusedWith)).toEqual(answers.map(() => 'not_allowed'));
		}
	});

	test('the database refuses an appointment of another branch', async () => {
		const business = await office.person('department', 'ipo');
		await office.sql`delete from appointment where account = ${business.id}`;
		await expect(
			office.sql`insert into appointment (id, account, role, unit, valid_from)
				values (${randomUUID()}, ${business.id}, 'system_admin', null, '2019-01-01')`
		).rejects.toThrow(/appointment_branch/);
		await expect(
			office.sql`insert into appointment (id, account, role, unit, valid_from, valid_to)
				values (${randomUUID()}, ${admin.id}, 'leader', null, '2018-01-01', '2018-12-31')`
		).rejects.toThrow(/appointment_branch/);
	});

	test('a sheet in GB18030 becomes accounts with their links', async () => {
		const { rows, reading, sheet } = await preview(sheetOf('accounts-gb18030.csv'));
		expect(rows.map(({ verdict, row: { name, role, unit } }) => [verdict, name, role, unit])).toEqual([
			['new', '李四', 'department', 'amr'],
			['new', '王五', 'district', 'yinzhou'],
			['new', '赵六', 'reader', null]
		]);
		expect(reading).toMatchObject({ ignored: ['备注'], encoding: 'gb18030', sure: true, delimiter: ',', headLine: 1 });
		const key = call();
		const done = await office.accounts.import(admin, key, sheet);
		expect(done).toMatchObject({ value: { links: [{ name: '李四' }, { name: '王五' }, { name: '赵六' }] } });
		const counted = await countRows(office.sql);
		expect(await office.accounts.import(admin, key, sheet)).toMatchObject({ ok: true, value: { links: [] } });
		expect(await countRows(office.sql)).toEqual(counted);
		// What was looked at before is no longer so.
		expect(refusedWith(await office.accounts.import(admin, call(), sheet))).toBe('sheet_outdated');
		const again = await preview(sheetOf('accounts-gb18030.csv'));
		expect(again.rows.map(({ verdict }) => verdict)).toEqual(['unchanged', 'unchanged', 'unchanged']);
	});

	test('one wrong row, and nothing is written; corrected, all are', async () => {
		const wrong = await preview(sheetOf('accounts-wrong.csv'));
		expect(wrong.rows.map(({ line, verdict, faults }) => [line, verdict, ...faults.map(({ code }) => code)])).toEqual([
			[2, 'new'],
			[3, 'wrong', 'unknown_unit'],
			[4, 'wrong', 'role_needs_unit']
		]);
		const before = await countRows(office.sql);
		const refused = await office.accounts.import(admin, call(), wrong.sheet);
		expect(refused).toMatchObject({ ok: false, faults: [{ pointer: '/rows/1/unit' }, { pointer: '/rows/2/unit' }] });
		expect(await countRows(office.sql)).toEqual(before);
		const right = await preview(sheetOf('accounts-right.csv'));
		expect(written(await office.accounts.import(admin, call(), right.sheet)).ids).toHaveLength(2);
	});

	test('a sheet changes names and requests, and keeps what they were', async () => {
		const input = newAccount();
		const [id = ''] = written(await office.accounts.create(admin, call(), input)).ids;
		const csv = `username,name,role,unit\n${input.username},张三丰,district,haishu\n`;
		const { rows, sheet } = await preview(new File([csv], 'a.csv'));
		expect(rows[0]).toMatchObject({
			verdict: 'differs',
			changes: [
				{ field: 'name', from: '张三', to: '张三丰' },
				{ field: 'unit', from: 'yinzhou', to: 'haishu' }
			]
		});
		written(await office.accounts.import(admin, call(), sheet));
		expect(await row(id)).toMatchObject({ name: '张三丰', requestedUnit: 'haishu', version: 2 });
		const versions = await office.db.select().from(accountVersion).where(eq(accountVersion.account, id));
		expect(versions.map(({ name }) => name).sort()).toEqual(['张三', '张三丰']);
	});

	test('five hundred rows at once, and not one more', async () => {
		const line = (n: number) => `bulk${n},示例${n},reader,\n`;
		const csv = (count: number) =>
			new File([`username,name,role,unit\n${Array.from({ length: count }, (_, n) => line(n)).join('')}`], 'a.csv');
		expect(refusedWith(await office.accounts.preview(csv(501)))).toBe('sheet_too_long');
		const { sheet } = await preview(csv(500));
		const done = await office.accounts.import(admin, call(), sheet);
		expect(done).toMatchObject({ ok: true });
		expect(done.ok && done.value.links).toHaveLength(500);
	});

	test('a change needs the version that it was made from', async () => {
		const person = await office.person('reader');
		const change = { account: person.id, name: '改名', role: 'reader' as const, unit: null, reason: '更正' };
		written(await office.accounts.change(admin, call(), { ...change, version: 0 }));
		expect(refusedWith(await office.accounts.change(admin, call(), { ...change, name: '又改', version: 0 }))).toBe(
			'account_changed'
		);
		expect(
			refusedWith(await office.accounts.change(admin, call(), { ...change, role: 'audit_admin', version: 1 }))
		).toBe('role_not_of_branch');
		const story = await office.accounts.one(person.id);
		expect(story?.versions[0]).toMatchObject({ reason: '更正', changes: [{ field: 'name', to: '改名' }] });
	});

	test('disabling ends appointment, sessions and links at once, and hands its shares over in the same write', async () => {
		const leaving = await office.person('district', 'yinzhou');
		const colleague = await office.person('district', 'yinzhou');
		const elsewhere = await office.person('district', 'haishu');
		const open = await office.session(leaving.id);
		await office.accounts.renewLink(admin, call(), { account: leaving.id });
		written(await office.commands.lookAfterShare(leaving, call(), { share: '2.2/yinzhou' }));
		expect((await office.accounts.one(leaving.id))?.receivers.map(({ id }) => id)).toEqual([colleague.id]);

		const disable = (handTo: string | null) =>
			office.accounts.disable(admin, call(), { account: leaving.id, handTo, reason: '调离' });
		const before = await countRows(office.sql);
		expect(refusedWith(await disable(null))).toBe('hand_over_needed');
		expect(refusedWith(await disable(elsewhere.id))).toBe('not_of_that_unit');
		expect(refusedWith(await disable(leaving.id))).toBe('not_of_that_unit');
		expect(await countRows(office.sql)).toEqual(before);
		expect(await actorOn(office.db, leaving.id, office.today())).not.toBeNull();

		written(await disable(colleague.id));
		const [held] = await office.db.select().from(share).where(eq(share.id, '2.2/yinzhou'));
		expect(held?.contact).toBe(colleague.id);
		expect(await actorOn(office.db, leaving.id, office.today())).toBeNull();
		expect(await office.db.select().from(session).where(eq(session.account, leaving.id))).toEqual([]);
		expect(office.ended).toContain(open);
		const links = await office.db.select().from(oneTimeLink).where(eq(oneTimeLink.account, leaving.id));
		expect(links.every(({ expiresAt }) => expiresAt.getTime() <= Date.now())).toBe(true);
		const streams =
			await office.sql`select stream from event where type = 'shareHandedOver' order by recorded_at desc, stream`;
		expect(streams.slice(0, 2).map(({ stream }) => String(stream))).toEqual(['task:2.2', 'unit:yinzhou']);

		// Enabled again on the same day it still has no role.
		written(await office.accounts.enable(admin, call(), { account: leaving.id, reason: '调回' }));
		expect(await actorOn(office.db, leaving.id, office.today())).toBeNull();
	});

	test('only people of the unit look after a share, and no feed', async () => {
		const district = await office.person('district', 'haishu');
		const look = (actor: Actor, id: string) => office.commands.lookAfterShare(actor, call(), { share: id });
		expect(refusedWith(await look(district, '2.2/yinzhou'))).toBe('unknown_share');
		expect(refusedWith(await look(await office.person('leader'), '2.2/yinzhou'))).toBe('unknown_share');
		expect(refusedWith(await look({ ...district, via: 'token' }, '2.2/haishu'))).toBe('not_allowed');
		written(await look(district, '2.2/haishu'));
		expect(refusedWith(await look(district, '2.2/haishu'))).toBe('nothing_changed');
	});

	test('nobody disables themselves, and of two who disable each other one stays', async () => {
		expect(
			refusedWith(await office.accounts.disable(admin, call(), { account: admin.id, handTo: null, reason: 'x' }))
		).toBe('not_yourself');
		for (let round = 0; round < 5; round++) {
			const other = await office.person('system_admin');
			const disable = (actor: Actor, target: Actor) =>
				office.accounts.disable(actor, call(), { account: target.id, handTo: null, reason: '互相' });
			const answers = await Promise.all([disable(admin, other), disable(other, admin)]);
			expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
			const left = answers[0].ok ? admin : other;
			expect(await actorOn(office.db, left.id, office.today())).not.toBeNull();
			admin = left;
		}
	});

	test('the last administrator of a kind is not disabled', async () => {
		const audits = await office.db
			.select({ id: account.id })
			.from(account)
			.innerJoin(appointment, eq(appointment.account, account.id))
			.where(eq(account.branch, 'audit_admin'));
		const disable = (target: string) =>
			office.accounts.disable(admin, call(), { account: target, handTo: null, reason: '离任' });
		const answers = [];
		for (const { id } of audits) answers.push(await disable(id));
		expect(answers.filter(({ ok }) => ok)).toHaveLength(audits.length - 1);
		expect(refusedWith(answers.at(-1) ?? { ok: true, value: null })).toBe('last_administrator');
		// Somebody who was invited and never came is nobody who could act.
		written(await office.accounts.create(admin, call(), { ...newAccount(), role: 'audit_admin', unit: null }));
		expect(refusedWith(await disable(audits.at(-1)?.id ?? ''))).toBe('last_administrator');
	});

	test('a sheet that was forged for the import is judged anew', async () => {
		const forged: SheetImport = {
			rows: [{ username: '=cmd', name: '=1+1', role: 'emperor', unit: '../etc' }],
			seen: '[["new"]]'
		};
		const before = await countRows(office.sql);
		expect(await office.accounts.import(admin, call(), forged)).toMatchObject({ ok: false, kind: 'invalid' });
		expect(await countRows(office.sql)).toEqual(before);
	});
});
