// Overdue milestones by unit: who is furthest behind stands first, and the sums are those of the overview.
import { beforeAll, describe, expect, it } from 'vitest';
import { groupCells } from '#lib/figures/fold.ts';
import { sharesView, sumMilestones } from './shares-view.ts';
import { day } from '#lib/kernel/day.ts';
import { summaryOf, type PlanSummary } from '#lib/plan/plan-summary.ts';
import { ningboPlan } from '../../../tests/support/ningbo-plan.ts';
import { chosen, unitMilestones } from './unit-milestones.ts';

const today = day('2019-09-16');
let plan: PlanSummary;
beforeAll(async () => {
	plan = summaryOf((await ningboPlan()).document);
});

/** All that is due, but for two units: one lacks its oldest, the other two of its newest. */
function cellsBut(missing: ReadonlySet<string>) {
	return new Map(
		Object.entries(plan.schedule).flatMap(([share, days]) =>
			days.flatMap((planned, index) => {
				const id = `${share}/${index + 1}`;
				return planned < today && !missing.has(id) ? [[`reported milestone/${id}`, 1n] as const] : [];
			})
		)
	) as Parameters<typeof unitMilestones>[1]['cells'];
}

describe('[R281] overdue milestones', () => {
	it('stand by unit, the oldest first, whatever the official order', () => {
		const dueOf = (unit: string) =>
			Object.entries(plan.schedule)
				.filter(([share]) => share.endsWith(`/${unit}`))
				.flatMap(([share, days]) => days.map((planned, index) => ({ id: `${share}/${index + 1}`, planned })))
				.filter(({ planned }) => planned < today)
				.sort((a, b) => (a.planned < b.planned ? -1 : 1));
		const [first, last] = [plan.units.find(({ kind }) => kind === 'district'), plan.units.at(-1)];
		const oldest = dueOf(last?.code ?? '')[0];
		const newest = dueOf(first?.code ?? '').slice(-2);
		const view = chosen(
			unitMilestones(plan, { cells: cellsBut(new Set([oldest?.id ?? '', ...newest.map(({ id }) => id)])), today }),
			{ unit: null, task: null }
		);
		expect(view.map(({ unit, overdue }) => [unit, overdue])).toEqual([
			[last?.code, 1],
			[first?.code, 2]
		]);
		expect(view[0]?.shares[0]?.overdue[0]).toMatchObject({ id: oldest?.id, planned: oldest?.planned });
	});

	it('are as many as the overview counts, and as old', () => {
		const state = { cells: cellsBut(new Set()), today };
		const none = { cells: new Map() as typeof state.cells, today };
		for (const each of [state, none]) {
			const sums = sumMilestones(sharesView(plan, groupCells(each.cells), today));
			const units = unitMilestones(plan, each);
			expect(units.reduce((sum, { overdue }) => sum + overdue, 0)).toBe(sums.overdue);
			expect(units[0]?.oldest).toBe(sums.oldestOverdueDays);
		}
	});

	it('of one unit or task come with all its assignments', () => {
		const units = unitMilestones(plan, { cells: cellsBut(new Set()), today });
		expect(chosen(units, { unit: null, task: null })).toEqual([]);
		const [own] = chosen(units, { unit: 'yinzhou', task: null });
		expect(own?.shares.length).toBeGreaterThan(5);
		expect(chosen(units, { unit: 'yinzhou', task: '1.1.1' }).flatMap(({ shares }) => shares)).toHaveLength(1);
		expect(chosen(units, { unit: null, task: '1.1.1' }).length).toBeGreaterThan(10);
	});
});
