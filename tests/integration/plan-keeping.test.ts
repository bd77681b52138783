// The plan while the product runs: other readings, safeguards, amendments and gates, by two people or the leading group, on both databases.
import { firstRecordDay } from '#lib/entries/first-record.server.ts';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayAt } from '#lib/kernel/day.ts';
import { followPlan } from '#lib/plan/install-plan.server.ts';
import { planDifference } from '#lib/plan/plan-difference.ts';
import type { PlanDocument } from '#lib/plan/plan-document.ts';
import { holdPlan, type PlanHolder } from '#lib/plan/plan-in-force.server.ts';
import { amendmentSchema } from '#lib/plan-changes/amendment.ts';
import { readingSchema } from '#lib/plan-changes/reading.ts';
import { safeguardSchema } from '#lib/plan-changes/safeguard.ts';
import { gateSchema } from '#lib/stages/gate.ts';
import { gateHistory } from '#lib/stages/gate-history.server.ts';
import { insertShares } from '#lib/tasks/insert-shares.server.ts';
import { leader, office, someone } from '../support/actors.ts';
import { call, openCommandDesk, refusedWith, written, type CommandDesk } from '../support/commands.ts';
import { databaseKinds } from '../support/database-kinds.ts';
import { recountedCells, storedCells } from '../support/recount.ts';

const other = someone('office', 'ipo');
const sameUnit = { ...office, id: 'another of the same unit' };

describe.each(databaseKinds)('the plan while it runs, on %s', (kind) => {
	let desk: CommandDesk;
	beforeAll(async () => {
		desk = await openCommandDesk(kind);
	});
	afterAll(() => desk.close());

	async function cells(prefix: string): Promise<string[]> {
		const stored = await storedCells(desk.sql);
		expect(await recountedCells(desk.sql)).toEqual(stored);
		return Object.entries(stored)
			.filter(([name]) => name.split(' ')[2]?.startsWith(prefix))
			.map(([name, value]) => `${name}=${value}`);
	}

	describe('another reading', () => {
		const propose = (option: string, actor = office) =>
			desk.commands.proposeReadings(actor, call(), [
				v.parse(readingSchema, { reading: 'portfolio-condition', option, reason: 'why' })
			]);

		test('[R144] moves nothing until a person of another unit confirms it, then both layers at once', async () => {
			const [id = ''] = written(await propose('total')).ids;
			expect(await cells('readings/')).toEqual([]);
			expect(refusedWith(await desk.commands.confirm(office, call(), { ids: [id] }))).toBe('own_entry');
			expect(refusedWith(await desk.commands.confirm(sameUnit, call(), { ids: [id] }))).toBe('own_unit_entry');
			written(await desk.commands.confirm(other, call(), { ids: [id] }));
			expect(await cells('readings/')).toEqual([
				'city confirmed readings/portfolio-condition/total=1',
				'city reported readings/portfolio-condition/total=1'
			]);
			expect(refusedWith(await propose('total'))).toBe('already_in_force');
			expect(refusedWith(await desk.commands.reverse(office, call(), [{ id, reason: 'R' }]))).toBe('in_force');
		});

		test('[R144] goes back to the default by another proposal, which leaves no cell', async () => {
			const [id = ''] = written(await propose('each', other)).ids;
			written(await desk.commands.confirm(leader, call(), { ids: [id] }));
			expect(await cells('readings/')).toEqual([]);
		});

		test("[R144] can be withdrawn before, is the office's, and must be one of the options", async () => {
			const [id = ''] = written(await propose('total')).ids;
			written(await desk.commands.reverse(other, call(), [{ id, reason: 'R' }]));
			expect(refusedWith(await desk.commands.confirm(other, call(), { ids: [id] }))).toBe('reversed');
			expect(await cells('readings/')).toEqual([]);
			expect(refusedWith(await propose('total', someone('department', 'court')))).toBe('not_allowed');
			expect(refusedWith(await propose('both'))).toBe('bad_choice');
		});
	});

	test('[R145] a safeguard is a task of the office: each update is reported at once and confirmed by another unit', async () => {
		const update = (changes: object, actor = office) =>
			desk.commands.updateSafeguards(actor, call(), [v.parse(safeguardSchema, { safeguard: 'safeguard-1', changes })]);
		const [first = ''] = written(
			await update({ status: { base: 'not_started', new: 'in_progress' }, progress: { base: 0, new: 30 } })
		).ids;
		expect(await cells('safeguards/')).toEqual([
			'city reported safeguards/safeguard-1/progress=30',
			'city reported safeguards/safeguard-1/status/in_progress=1'
		]);
		written(await update({ progress: { base: 30, new: 45 } }));
		expect(refusedWith(await update({ progress: { base: 30, new: 60 } }))).toBe('edit_conflict');
		expect(refusedWith(await update({ status: { base: 'in_progress', new: 'completed' } }))).toBe(
			'completed_needs_full_progress'
		);
		expect(refusedWith(await update({ progress: { base: 45, new: 50 } }, someone('department', 'ipo')))).toBe(
			'not_allowed'
		);
		written(await desk.commands.confirm(other, call(), { ids: [first] }));
		expect(await cells('safeguards/')).toEqual([
			'city confirmed safeguards/safeguard-1/progress=30',
			'city confirmed safeguards/safeguard-1/status/in_progress=1',
			'city reported safeguards/safeguard-1/progress=45',
			'city reported safeguards/safeguard-1/status/in_progress=1'
		]);
	});

	test('[R137] [R138] a gate is decided by the leading group from what blocks it now; the newest decision stands, all are kept', async () => {
		const decide = (input: object, actor = leader) =>
			desk.commands.decideGate(actor, call(), v.parse(gateSchema, { phase: 'phase-1', ...input }));
		expect(refusedWith(await decide({ decision: 'pass' }, office as never))).toBe('not_allowed');
		expect(refusedWith(await decide({ decision: 'pass' }))).toBe('gate_blocked');
		expect(refusedWith(await decide({ phase: 'phase-2', decision: 'pass' }))).toBe('gate_before_open');
		const short = await decide({ decision: 'pass_with_exceptions', exceptions: { 'item:p1-1': 'why' } });
		expect(short.ok ? [] : short.faults.map(({ pointer }) => pointer)).toEqual([
			...['p1-2', 'p1-3', 'p1-4', 'p1-5', 'p1-6', 'p1-7'].map((id) => `/exceptions/item:${id}`),
			'/exceptions/target:institutions'
		]);
		written(await decide({ decision: 'hold', reason: 'not yet' }));
		expect(await cells('gates/')).toEqual([
			'city confirmed gates/phase-1/hold=1',
			'city reported gates/phase-1/hold=1'
		]);
		const ids = ['p1-1', 'p1-2', 'p1-3', 'p1-4', 'p1-5', 'p1-6', 'p1-7'].map((id) => `item:${id}`);
		const exceptions = Object.fromEntries([...ids, 'target:institutions'].map((id) => [id, 'why']));
		written(await decide({ decision: 'pass_with_exceptions', exceptions }));
		expect(await cells('gates/')).toEqual([
			'city confirmed gates/phase-1/pass_with_exceptions=1',
			'city reported gates/phase-1/pass_with_exceptions=1'
		]);
		const history = await gateHistory(desk.db);
		expect(history.map(({ decision, blockers, exceptions: why }) => [decision, blockers.length, why.length])).toEqual([
			['pass_with_exceptions', 8, 8],
			['hold', 8, 0]
		]);
	});

	describe('an amendment', () => {
		let holder: PlanHolder;
		let today = '2019-09-16';
		beforeAll(async () => {
			desk.setToday(today);
			holder = await holdPlan(
				desk.log,
				() => dayAt(desk.log.now().getTime()),
				firstRecordDay,
				async (writing, plan) => {
					await followPlan(writing.tx, plan);
					await insertShares(writing.tx, plan);
				}
			);
		});
		const turnTo = (day: string) => {
			today = day;
			desk.setToday(day);
		};
		const propose = (change: (plan: PlanDocument) => Record<string, unknown>, effectiveFrom: string) => {
			const newest = holder.versions().at(-1)?.document ?? desk.plan.document;
			return desk.commands.proposeAmendment(
				office,
				call(),
				v.parse(amendmentSchema, { basedOn: newest.version, effectiveFrom, reason: 'why', files: change(newest) })
			);
		};
		const asked = (value: number) => (plan: PlanDocument) => ({
			'targets.json': plan.targets.map((one) => (one.id === 'institutions' ? { ...one, value } : one))
		});
		const institutions = () => holder.plan.document.targets.find(({ id }) => id === 'institutions')?.value;
		let stale = '';

		test('[R140] [R143] becomes a version when a person of another unit adopts it, and is in force from its day', async () => {
			const before = await storedCells(desk.sql);
			const [id = ''] = written(await propose(asked(8), '2019-10-01')).ids;
			[stale = ''] = written(await propose(asked(9), '2019-10-01')).ids;
			expect(refusedWith(await desk.commands.confirm(office, call(), { ids: [id] }))).toBe('own_entry');
			written(await desk.commands.confirm(other, call(), { ids: [id] }));
			await holder.refresh();
			expect([holder.plan.document.version, institutions()]).toEqual([1, 6]);
			turnTo('2019-10-01');
			await holder.takeEffect();
			expect([holder.plan.document.version, institutions()]).toEqual([2, 8]);
			expect(holder.summary.targets.find((one) => one.id === 'institutions')?.value).toBe(8);
			expect(holder.planOn(dayAt(Date.parse('2019-09-30T04:00:00Z'))).document.version).toBe(1);
			expect(await storedCells(desk.sql)).toEqual(before);
			const [first, second] = holder.versions();
			expect(first && second && planDifference(first.document, second.document)).toEqual([
				{ path: ['plan', 'version'], old: 1, new: 2 },
				{ path: ['targets', 'institutions', 'value'], old: 6, new: 8 }
			]);
		});

		test('[R143] tells every screen once, however many nodes see the day', async () => {
			const told = () =>
				desk.sql<{ n: string }[]>`select count(*) as n from event where stream = 'city' and type = 'planAmended'`;
			expect((await told())[0]?.n).toBe('1');
			const second = await holdPlan(
				desk.log,
				() => dayAt(desk.log.now().getTime()),
				firstRecordDay,
				() => Promise.resolve()
			);
			expect(second.plan.document.version).toBe(2);
			expect((await told())[0]?.n).toBe('1');
		});

		test('[R140] written on an older version it cannot be adopted any more, only withdrawn', async () => {
			expect(refusedWith(await desk.commands.confirm(other, call(), { ids: [stale] }))).toBe('plan_changed_since');
			written(await desk.commands.reverse(other, call(), [{ id: stale, reason: 'R' }]));
		});

		test('[R143] adopted on its day it is in force at once, and units and budget follow', async () => {
			const [id = ''] = written(
				await propose((plan) => {
					const line = (one: PlanDocument['budget']['lines'][number]) =>
						one.id === 'insurance' ? { ...one, central: '9000000.00' } : one;
					const lines = plan.budget.lines.map(line);
					return {
						'budget.json': { ...plan.budget, lines, central: '199000000.00' },
						'units.json': plan.units.map((unit) =>
							unit.code === 'court' ? { ...unit, name: { zh: '市中院', en: 'The Court' } } : unit
						)
					};
				}, today)
			).ids;
			written(await desk.commands.confirm(leader, call(), { ids: [id] }));
			await holder.refresh();
			expect(holder.plan.document.version).toBe(3);
			const [node] = await desk.sql<{ central: string }[]>`select central from budget_node where id = 'insurance'`;
			expect(node?.central).toBe('900000000');
			const [unit] = await desk.sql<{ name: string }[]>`select name_en as name from unit where code = 'court'`;
			expect(unit?.name).toBe('The Court');
			expect(await recountedCells(desk.sql)).toEqual(await storedCells(desk.sql));
		});
	});
});
