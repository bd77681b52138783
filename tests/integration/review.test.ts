// What a reviewer sees and may confirm, by one rule for records and reversals; a month before it is confirmed; what a unit hears of it.
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/access/roles.ts';
import { caseSchema, closureSchema } from '#lib/cases/case.ts';
import { parseMonth } from '#lib/kernel/day.ts';
import type { Result } from '#lib/kernel/result.ts';
import { listHappenings } from '#lib/ledgers/list-happenings.server.ts';
import { listWaiting } from '#lib/ledgers/list-waiting.server.ts';
import { monthToConfirm } from '#lib/entries/month-to-confirm.server.ts';
import { previewMonth } from '#lib/ledgers/preview-month.server.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import { holdNames, lockEntities } from '#lib/registers/entity-history.server.ts';
import { entitySchema } from '#lib/registers/register.ts';
import { isDatabaseAway } from '#lib/platform/database-away.ts';
import { milestoneSchema } from '#lib/tasks/share.ts';
import { transactionSchema } from '#lib/transactions/deal.ts';
import { leader, office, someone } from '../support/actors.ts';
import { call, openCommandDesk, refusedWith, written, type CommandDesk } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';

const cixi = someone('district', 'cixi');
const amr = someone('department', 'amr');

describe.each(databaseKinds)('the review, on %s', (kind) => {
	let desk: CommandDesk;
	beforeAll(async () => {
		desk = await openCommandDesk(kind);
	});
	afterAll(() => desk.close());

	test('[R45, R49] whoever may confirm a milestone of its task sees and confirms the reversal of one', async () => {
		const { lead, milestone, others } = ledTask(desk);
		const id = idOf(await desk.commands.reportMilestones(cixi, call(), [milestone]));
		expect((await waiting(lead)).groups).toMatchObject([{ unit: 'cixi', count: 1 }]);
		expect((await waiting(others)).groups).toEqual([]);
		written(await confirm(lead, id));
		const undo = idOf(await desk.commands.reverse(cixi, call(), [{ id, reason: 'R' }]));
		for (const [actor, bar] of [
			[lead, null],
			[office, null],
			[leader, null]
		] as const)
			expect((await waiting(actor)).reversals, actor.id).toMatchObject([{ entry: { id }, bar }]);
		expect((await waiting(others)).reversals).toEqual([]);
		expect((await waiting(cixi)).reversals).toEqual([]);
		expect(refusedWith(await confirm(others, undo))).toBe('unknown_record');
		expect(refusedWith(await confirm(cixi, undo))).toBe('not_allowed');
		expect(refusedWith(await confirm({ ...lead, id: 'T', via: 'token' }, undo))).toBe('not_allowed');
		written(await confirm(lead, undo));
		written(await desk.commands.withdrawConfirmations(lead, call(), { ids: [undo] }));
		expect((await waiting(lead)).reversals).toMatchObject([{ entry: { id }, bar: null }]);
		written(await confirm(lead, undo));
		expect((await waiting(leader)).reversals).toEqual([]);
	});

	test('[R228] a month that rests on another unit’s or month’s record says so, before and by the act', async () => {
		const number = 'REST';
		const accepted = idOf(
			await desk.commands.acceptCases(amr, call(), [
				v.parse(caseSchema, { number, type: 'patent', territory: 'cixi', acceptedAt: '2019-03-01' })
			])
		);
		const closed = idOf(
			await desk.commands.closeCases(amr, call(), [v.parse(closureSchema, { number, closedAt: '2019-04-05' })])
		);
		const preview = await monthPreview(office, 'amr', '2019-04');
		expect(preview).toMatchObject({
			count: 0,
			parts: [],
			leftOut: [{ entry: { id: closed }, code: 'not_confirmed_before', waitsFor: { id: accepted, day: '2019-03-01' } }],
			leftOutCount: 1
		});
		const month = parseMonth('2019-04') ?? ('' as never);
		expect(await desk.commands.confirm(office, call(), { unit: 'amr', month })).toMatchObject({
			kind: 'conflict',
			faults: [{ pointer: '/month', code: 'not_confirmed_before', params: { waitsFor: accepted }, ids: [closed] }]
		});
		// With something to confirm beside it, the rest is confirmed and the one left out is named.
		const other = idOf(
			await desk.commands.acceptCases(amr, call(), [
				v.parse(caseSchema, { number: 'BESIDE', type: 'patent', territory: 'cixi', acceptedAt: '2019-04-09' })
			])
		);
		expect(await monthPreview(office, 'amr', '2019-04')).toMatchObject({
			count: 1,
			parts: [{ ledger: 'cases', kind: 'case', count: 1, amount: null }],
			leftOutCount: 1
		});
		expect(written(await desk.commands.confirm(office, call(), { unit: 'amr', month }))).toMatchObject({
			ids: [other],
			leftOut: [{ id: closed, code: 'not_confirmed_before', waitsFor: accepted }]
		});
		written(await confirm(office, accepted));
		expect(written(await desk.commands.confirm(office, call(), { unit: 'amr', month })).ids).toEqual([closed]);
	});

	test('[R228] asking what a month would confirm writes nothing, and says what the money comes to', async () => {
		for (const amount of ['100.00', '200.50']) await deal(amount, '2019-06-07');
		const heads = () => desk.sql`select stream, seq from stream_head order by 1`;
		const before = await heads();
		expect(await monthPreview(office, 'cixi', '2019-06')).toEqual({
			count: 2,
			parts: [{ ledger: 'transactions', kind: 'licence', count: 2, amount: '300.50' }],
			leftOut: [],
			leftOutCount: 0
		});
		expect(await heads()).toEqual(before);
	});

	test.each(['40P01', '40001', '55P03'])(
		'[R228] a month that meets %s is looked at again, and four times at most',
		async (code) => {
			await deal('5.00', '2019-04-03');
			let failures = 0;
			const until = (count: number) =>
				new Proxy(desk.db, {
					get: (db, name) =>
						name === 'transaction' && failures < count
							? () => {
									failures += 1;
									return Promise.reject(Object.assign(new Error('try again'), { cause: { code } }));
								}
							: (Reflect.get(db, name) as unknown)
				});
			const { count } = await monthPreview(office, 'cixi', '2019-04', until(3));
			expect(count).toBeGreaterThan(0);
			failures = 0;
			const last = monthPreview(office, 'cixi', '2019-04', until(Infinity));
			await expect(last).rejects.toSatisfy(isDatabaseAway);
			expect(failures).toBe(4);
		}
	);

	test.skipIf(kind === 'embedded')(
		'[R228] a month is looked at while somebody changes one of its entities: names are locked before entities',
		async () => {
			const entity = v.parse(entitySchema, {
				register: 'pools',
				name: 'P',
				industry: 'new-materials',
				territory: 'cixi',
				measures: {}
			});
			const id = idOf(await desk.commands.recordEntities(cixi, call(), [entity]));
			const asked = await desk.db.transaction(async (tx) => {
				await holdNames(tx);
				const looked = desk.db.transaction((other) =>
					monthToConfirm(other, desk.ports, office, 'cixi', parseMonth('2019-09') ?? ('' as never))
				);
				// It has come as far as the names.
				for (let waiting = 0; waiting === 0;) {
					const [row] = await desk.sql<{ count: number }[]>`
						select count(*)::int as count from pg_stat_activity
						where datname = current_database() and wait_event_type = 'Lock'`;
					waiting = row?.count ?? 0;
				}
				expect(await lockEntities(tx, [id])).toHaveLength(1);
				return { looked };
			});
			expect((await asked.looked).rows.map((row) => row.id)).toEqual([id]);
		}
	);

	test('[R229] a unit hears what others did to its records, by unit, time and reason, and not what it did itself', async () => {
		const yinzhou = someone('district', 'yinzhou');
		const ids: string[] = [];
		for (const amount of ['1.00', '2.00', '3.00', '4.00']) ids.push(idOf(await deal(amount, '2019-07-01', 'yinzhou')));
		const [first = '', second = '', third = '', own = ''] = ids;
		written(await confirm(leader, first, second));
		written(await desk.commands.reverse(office, call(), [{ id: third, reason: '凭证不符' }]));
		written(await desk.commands.reverse(yinzhou, call(), [{ id: own, reason: 'R' }]));
		const undo = idOf(await desk.commands.reverse(office, call(), [{ id: first, reason: '重复登记' }]));
		written(await confirm(leader, undo));
		const now = new Date('2019-09-16T10:00:00+08:00');
		const told = await listHappenings(desk.db, desk.ports, yinzhou, now);
		expect(told.map(({ kind: what, by, reason, count, entry }) => [what, by, reason, count, entry.id])).toEqual(
			expect.arrayContaining([
				['confirmed', null, null, 2, expect.any(String)],
				['refused', 'finance', '凭证不符', 1, third],
				['reversed', 'finance', '重复登记', 1, first],
				['reversalConfirmed', null, '重复登记', 1, first]
			])
		);
		expect(told).toHaveLength(4);
		expect(await listHappenings(desk.db, desk.ports, yinzhou, new Date('2019-10-16T10:00:00+08:00'))).toEqual([]);
		expect(await listHappenings(desk.db, desk.ports, leader, now)).toEqual([]);
	});

	function confirm(actor: Actor, ...ids: string[]) {
		return desk.commands.confirm(actor, call(), { ids });
	}
	function waiting(actor: Actor) {
		return listWaiting(desk.db, desk.ports, desk.plan, actor);
	}
	function monthPreview(actor: Actor, unit: string, month: string, db = desk.db) {
		return previewMonth(db, desk.ports, actor, unit, parseMonth(month) ?? ('' as never));
	}
	function deal(amount: string, date: string, territory = 'cixi') {
		return desk.commands.recordTransactions(someone('district', territory), call(), [
			v.parse(transactionSchema, { kind: 'licence', amount, date, territory, reference: 'R' })
		]);
	}
	/** A milestone of a district on a task whose lead department confirms, and a department that does not lead it. */
	function ledTask({ plan }: CommandDesk) {
		const led = [...plan.tasks.values()].filter((task) => task.confirmedBy === 'lead');
		const milestone = [...plan.milestones.values()].find(
			({ share }) => share.unit === 'cixi' && led.some(({ code }) => code === share.task)
		);
		const task = led.find(({ code }) => code === milestone?.share.task);
		if (!task || !milestone) throw new Error('the plan has no such task');
		return {
			lead: someone('department', task.lead),
			others: someone('department', led.find(({ lead }) => lead !== task.lead)?.lead ?? 'amr'),
			milestone: v.parse(milestoneSchema, { id: milestone.id, actual: '2019-02-01' })
		};
	}
});

function idOf(result: Result<Written>): string {
	return written(result).ids[0] ?? '';
}
