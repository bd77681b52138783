// Units that end, on both databases: people go on at the successor, tokens end, what the predecessor held is theirs to look after.
import { firstRecordDay } from '#lib/entries/first-record.server.ts';
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { actorOfToken, actorOn } from '#lib/access/people.server.ts';
import { hashSecret, newToken, writeToken } from '#lib/access/secret.server.ts';
import { apiToken, appointment } from '#lib/access/tables.server.ts';
import type { Actor } from '#lib/access/roles.ts';
import { day } from '#lib/kernel/day.ts';
import { followPlan } from '#lib/plan/install-plan.server.ts';
import { holdPlan } from '#lib/plan/plan-in-force.server.ts';
import { unit } from '#lib/plan/tables.server.ts';
import type { NewUnit, UnitEnd } from '#lib/units/unit.ts';
import { openOffice, type Office } from '../support/administration.ts';
import { call, countRows, refusedWith, written } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';

const samr: NewUnit = {
	code: 'samr',
	kind: 'department',
	order: 1,
	nameZh: '市市场监督管理局',
	nameEn: 'Administration for Market Regulation',
	shortZh: '市监总',
	shortEn: 'Market Reg.',
	within: null,
	validFrom: day('2019-09-17'),
	reason: '甬党发〔2019〕1号'
};
const end: UnitEnd = {
	code: 'ipo',
	validTo: day('2019-09-16'),
	successor: 'samr',
	reason: '甬党发〔2019〕1号',
	agreed: 'true'
};

describe.each(databaseKinds)('units, on %s', (kind) => {
	let office: Office;
	let admin: Actor;
	let person: Actor;
	let token: string;
	beforeAll(async () => {
		office = await openOffice(kind);
	});
	afterAll(() => office.close());
	beforeEach(async () => {
		await office.sql`truncate unit_term, appointment, api_token, session, op, event, stream_head`;
		await office.sql`update unit set valid_to = null, successor = null`;
		await office.sql`delete from unit where code = 'samr'`;
		await office.inForce.refresh();
		office.setToday('2019-09-16');
		admin = await office.person('system_admin');
		person = await office.person('department', 'ipo');
		const fresh = newToken();
		await office.db.insert(apiToken).values({
			id: fresh.id,
			secretHash: hashSecret(fresh.secret),
			unit: 'ipo',
			scope: 'ingest',
			expiresAt: new Date(Date.now() + 3_600_000)
		});
		token = writeToken(fresh);
	});

	const actorToday = async (id: string) => (await actorOn(office.db, id, office.today())) ?? undefined;

	test('the successor takes over on the day after, in the same role, and looks after what was held', async () => {
		const session = await office.session(person.id);
		written(await office.units.add(admin, call(), samr));
		written(await office.units.end(admin, call(), end));
		expect(office.inForce.plan.units.get('ipo')).toMatchObject({ validTo: '2019-09-16', successor: 'samr' });
		await office.units.succeed();
		expect(await actorToday(person.id)).toMatchObject({ unit: 'ipo' });

		office.setToday('2019-09-17');
		await office.units.succeed();
		expect(office.ended).toContain(session);
		const now = await actorToday(person.id);
		expect(now).toMatchObject({ role: 'department', unit: 'samr', predecessors: ['ipo'] });
		expect(await actorOfToken(office.db, token, office.today())).toBeNull();
		const held = await office.db.select().from(appointment).where(eq(appointment.account, person.id));
		expect(held.map(({ unit: code, validFrom, validTo }) => [code, validFrom, validTo]).sort()).toEqual([
			['ipo', '2019-01-01', '2019-09-16'],
			['samr', '2019-09-17', null]
		]);

		// The shares of the predecessor are reported on by its successor; what it records carries the code of the share's unit.
		const ipoShare = [...office.plan.shares.values()].find((share) => share.unit === 'ipo');
		if (!now || !ipoShare) throw new Error('the IP bureau holds shares');
		const update = { share: ipoShare.id, changes: { narrative: { base: '', new: '继续推进' } } };
		const [entry = ''] = written(await office.commands.updateShares(now, call(), [update])).ids;
		const [row] = await office.sql`select unit, actor from entry where id = ${entry}`;
		expect(row).toEqual({ unit: 'ipo', actor: person.id });
		const stranger = await office.person('department', 'finance');
		expect(refusedWith(await office.commands.updateShares(stranger, call(), [update]))).toMatch(
			/not_your_unit|unknown_share/
		);
	});

	test('a day that comes on two nodes, and again after a start, moves everybody once', async () => {
		written(await office.units.end(admin, call(), { ...end, successor: 'amr' }));
		office.setToday('2019-09-20');
		await Promise.all([office.units.succeed(), office.units.succeed()]);
		const before = await countRows(office.sql);
		await office.units.succeed();
		expect(await countRows(office.sql)).toEqual(before);
		const held = await office.db.select().from(appointment).where(eq(appointment.account, person.id));
		expect(held.map(({ unit: code, validFrom }) => [code, validFrom]).sort()).toEqual([
			['amr', '2019-09-17'],
			['ipo', '2019-01-01']
		]);
	});

	test('without a successor people have no role any more', async () => {
		written(await office.units.end(admin, call(), { ...end, successor: null }));
		office.setToday('2019-09-17');
		await office.units.succeed();
		expect(await actorToday(person.id)).toBeUndefined();
		expect(refusedWith(await office.units.end(admin, call(), { ...end, validTo: null, successor: null }))).toBe(
			'unit_ended'
		);
	});

	test('one after the other: who takes over from a successor looks after both', async () => {
		written(await office.units.end(admin, call(), { ...end, successor: 'amr' }));
		office.setToday('2019-09-17');
		await office.units.succeed();
		written(
			await office.units.end(admin, call(), { ...end, code: 'amr', validTo: day('2019-09-20'), successor: 'finance' })
		);
		office.setToday('2019-09-21');
		await office.units.succeed();
		expect(await actorToday(person.id)).toMatchObject({ unit: 'finance', predecessors: ['amr', 'ipo'] });
	});

	test('an end that has not come can be taken back', async () => {
		written(await office.units.end(admin, call(), { ...end, successor: 'amr' }));
		written(await office.units.end(admin, call(), { ...end, validTo: null, successor: null }));
		office.setToday('2019-09-17');
		await office.units.succeed();
		expect(await actorToday(person.id)).toMatchObject({ unit: 'ipo', predecessors: [] });
		const terms = await office.units.terms('ipo');
		expect(terms.map(({ version, validTo, reason }) => [version, validTo, reason])).toEqual([
			[2, null, end.reason],
			[1, '2019-09-16', end.reason]
		]);
	});

	test('what is said of a unit stays when the plan is read again, here and on another node', async () => {
		written(await office.units.add(admin, call(), samr));
		written(await office.units.end(admin, call(), end));
		await office.db.transaction((tx) => followPlan(tx, office.inForce.plan));
		const [row] = await office.db.select().from(unit).where(eq(unit.code, 'ipo'));
		expect(row).toMatchObject({ validTo: '2019-09-16', successor: 'samr' });
		const other = await holdPlan(office.log, office.today, firstRecordDay, () => Promise.resolve());
		expect(other.plan.units.get('samr')).toMatchObject({ name: { zh: samr.nameZh } });
		expect(other.summary.units.map(({ code }) => code)).toContain('samr');
		expect([...other.plan.shares.keys()]).toEqual([...office.plan.shares.keys()]);
		const listed = await office.units.list();
		expect(listed.find(({ code }) => code === 'ipo')).toMatchObject({ people: 1, tokens: 1 });
		expect(listed.find(({ code }) => code === 'samr')).toMatchObject({ ofPlan: false, predecessors: ['ipo'] });
	});

	test('nobody else ends or adds units, and nothing half is written', async () => {
		const before = await countRows(office.sql);
		for (const other of [await office.person('security_admin'), person, { ...admin, via: 'token' } as Actor]) {
			expect(refusedWith(await office.units.end(other, call(), end))).toBe('not_allowed');
			expect(refusedWith(await office.units.add(other, call(), samr))).toBe('not_allowed');
		}
		expect(refusedWith(await office.units.end(admin, call(randomUUID()), end))).toBe('unknown_unit');
		const after = await countRows(office.sql);
		expect({ ...after, account: 0, appointment: 0 }).toEqual({ ...before, account: 0, appointment: 0 });
	});
});
