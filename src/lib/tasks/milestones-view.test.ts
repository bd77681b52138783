// Milestones of the city and its parts: tiles by hand, sums against the city.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, day, type Day } from '#lib/kernel/day.ts';
import type { CellDelta } from '#lib/protocol/cells.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import { milestoneDeltas } from './share.ts';
import { onTime, reached, smallPlan, stateOf } from '../../../tests/support/small-plan.ts';
import { milestonesReached } from '#lib/figures/families/tasks.ts';
import { groupCells } from '#lib/figures/fold.ts';
import { milestonesView, unitMilestones } from './milestones-view.ts';
import { sharesView } from './shares-view.ts';

function parts(deltas: readonly CellDelta[], today: Day, plan = smallPlan) {
	const groups = groupCells(stateOf(deltas).cells);
	return { totals: milestonesReached.cells(groups), shares: sharesView(plan, groups, today) };
}

function view(deltas: readonly CellDelta[], today = '2019-09-16', plan = smallPlan) {
	const { totals, shares } = parts(deltas, day(today), plan);
	return milestonesView(plan, totals, shares, day(today));
}

function withoutUnits(deltas: readonly CellDelta[], today = '2019-09-16') {
	return milestonesView(smallPlan, parts(deltas, day(today)).totals, null, day(today));
}

/** A plan in which haishu alone has milestones: `due` on one day, `later` a year after. */
function tilePlan(due: number, later: number): PlanSummary {
	const days = [...Array<Day>(due).fill(day('2019-09-01')), ...Array<Day>(later).fill(day('2020-09-01'))];
	return { ...smallPlan, schedule: { '1/haishu': days } };
}

function tile(due: number, done: number, later = 1) {
	const numbers = Array.from({ length: done }, (_, index) => index + 1);
	return view(reached('1/haishu', ...numbers), '2019-09-16', tilePlan(due, later)).units?.[0];
}

describe('a tile', () => {
	it('[R26] is on course from 85 % of what is due, at risk from 70 %, else behind', () => {
		expect([100, 85, 84, 70, 69, 1].map((done) => tile(100, done)?.light)).toEqual([
			'good',
			'good',
			'risk',
			'risk',
			'behind',
			'behind'
		]);
	});

	/** `due` milestones due on 1 September, one more on another day; the last one is open. */
	function aged(due: number, other: string) {
		const days = [day(other), ...Array<Day>(due).fill(day('2019-09-01'))];
		const plan = { ...smallPlan, schedule: { '1/haishu': days } };
		const numbers = Array.from({ length: due }, (_, index) => index + 2);
		return view(reached('1/haishu', ...numbers), '2019-09-16', plan);
	}

	it('[R26] is at best at risk while one is overdue for more than 30 days, and behind when those are a tenth of the due', () => {
		const lights = (due: number, other: string) => {
			const shown = aged(due, other);
			return [shown.units?.[0]?.light, shown.light];
		};
		expect(lights(20, '2019-08-17')).toEqual(['good', 'good']);
		expect(lights(20, '2019-08-16')).toEqual(['risk', 'risk']);
		expect(lights(10, '2019-08-16')).toEqual(['risk', 'risk']);
		expect(lights(9, '2019-08-16')).toEqual(['behind', 'behind']);
		expect(lights(9, '2018-06-01')).toEqual(['behind', 'behind']);
	});

	it('[R26] tells not started, not reported and done apart', () => {
		expect(tile(0, 0)?.light).toBe('not_started');
		expect(tile(3, 0)?.light).toBe('unreported');
		expect(tile(3, 3, 0)?.light).toBe('done');
	});

	it('[R26] counts what was reached ahead of time apart from what is due', () => {
		const shown = view(reached('1/haishu', 1, 3)).units?.find(({ unit }) => unit === 'haishu');
		expect(shown).toEqual({
			unit: 'haishu',
			kind: 'district',
			light: 'behind',
			planned: 3,
			due: 2,
			reached: { reported: 2, confirmed: 0 },
			dueReached: { reported: 1, confirmed: 0 },
			overdue: 1,
			oldestOverdueDays: 17,
			longOverdue: 0
		});
	});

	it('[R26] stands for a district or zone, in official order', () => {
		expect(view([]).units?.map(({ unit, kind }) => `${unit} ${kind}`)).toEqual([
			'haishu district',
			'jiangbei district',
			'hitech zone'
		]);
	});
});

describe('the city', () => {
	it('[R27] counts the milestones of all shares', () => {
		const confirmed = milestoneDeltas('1/ipo/1', 'confirmed', 1n);
		expect(view([...onTime, ...confirmed])).toMatchObject({
			light: 'good',
			planned: 15,
			due: 9,
			reached: { reported: 8, confirmed: 1 }
		});
		expect(view([]).light).toBe('unreported');
		expect(view([], '2018-01-02').light).toBe('not_started');
	});

	it('[R27] shows readers without figures by unit the totals, in which those reached ahead of time count too', () => {
		const ahead = [...reached('1/hitech', 1, 2), ...reached('1/haishu', 1, 3), ...reached('1/ipo', 1, 2, 3)];
		expect(view(ahead)).toMatchObject({ light: 'behind', reached: { reported: 7 } });
		expect(withoutUnits(ahead)).toMatchObject({ light: 'risk', due: 9, reached: { reported: 7 }, units: null });
	});

	it('[R27] takes light and what is overdue from the verdict for readers without figures by unit', () => {
		const told = { light: 'behind', overdue: 6, oldestOverdueDays: 473 } as const;
		const { totals } = parts(onTime, day('2019-09-16'));
		expect(milestonesView(smallPlan, totals, null, day('2019-09-16'), told)).toMatchObject({ ...told, due: 9 });
	});

	it('[R20] counts what is overdue; without the units, how many fewer are reached than were due before today', () => {
		const overdue = (deltas: readonly CellDelta[], known: boolean) => {
			const { totals, shares } = parts(deltas, day('2019-09-16'));
			return milestonesView(smallPlan, totals, known ? shares : null, day('2019-09-16')).overdue;
		};
		expect([overdue([], true), overdue([], false)]).toEqual([8, 8]);
		const ahead = reached('1/hitech', 1, 2);
		expect([overdue(ahead, true), overdue(ahead, false)]).toEqual([8, 6]);
		expect([overdue(onTime, true), overdue(onTime, false)]).toEqual([0, 0]);
	});

	it('[R27] is the sum of its units, and no unit reaches more than it plans', () => {
		const all = Object.entries(smallPlan.schedule).flatMap(([id, days]) =>
			days.map((_, index) => `${id}/${index + 1}`)
		);
		fc.assert(
			fc.property(fc.subarray(all), fc.subarray(all), fc.nat(1096), (reported, confirmed, offset) => {
				const today = addDays(day('2018-01-01'), offset);
				const deltas = [
					...reported.flatMap((id) => milestoneDeltas(id, 'reported', 1n)),
					...confirmed.filter((id) => reported.includes(id)).flatMap((id) => milestoneDeltas(id, 'confirmed', 1n))
				];
				const { totals, shares } = parts(deltas, today);
				const city = milestonesView(smallPlan, totals, shares, today);
				const units = unitMilestones(smallPlan, shares);
				const sum = (of: (unit: (typeof units)[number]) => number) => units.reduce((total, one) => total + of(one), 0);
				expect(city.planned).toBe(sum(({ planned }) => planned));
				expect(city.due).toBe(sum(({ due }) => due));
				expect(city.reached.reported).toBe(sum((unit) => unit.reached.reported));
				expect(city.reached.confirmed).toBe(sum((unit) => unit.reached.confirmed));
				expect(city.overdue).toBe(sum(({ overdue }) => overdue));
				for (const unit of units) {
					expect(unit.dueReached.reported).toBeLessThanOrEqual(Math.min(unit.due, unit.reached.reported));
					expect(unit.dueReached.confirmed).toBeLessThanOrEqual(unit.dueReached.reported);
				}
			})
		);
	});
});
