// The whole overview: its parts agree, no order of frames changes it, and it says how old each panel is.
import { catalogue } from '#lib/app/features.ts';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { acceptanceDeltas } from '#lib/cases/case.ts';
import { movementDeltas } from '#lib/funds/movement.ts';
import { day } from '#lib/kernel/day.ts';
import { fromYuan } from '#lib/kernel/money.ts';
import { loadPlan } from '#lib/plan/load-plan.server.ts';
import { summaryOf, type PlanSummary } from '#lib/plan/plan-summary.ts';
import { wireCellOf } from '#lib/figures/known-families.ts';
import type { CellDelta } from '#lib/protocol/cells.ts';
import type { Frame } from '#lib/protocol/messages.ts';
import { dealDeltas } from '#lib/transactions/deal.ts';
import { onTime, reached, shared, smallPlan, stateOf, withoutBreakdown } from '../../../tests/support/small-plan.ts';
import { applyFrame, fromSnapshot, splitName, withToday } from '#lib/figures/fold.ts';
import { viewOf, wholeVerdict } from './view.ts';

const some: readonly CellDelta[] = [
	...onTime,
	...shared('1/haishu', 'in_progress', 30),
	...movementDeltas(
		{
			line: 'pool',
			source: 'central',
			step: 'disbursed',
			amount: fromYuan('9.90'),
			date: day('2019-01-02'),
			territory: null,
			unit: 'ipo'
		},
		'reported',
		1n
	),
	...dealDeltas(
		{ kind: 'pledge', amount: fromYuan('5.00'), count: 2, date: day('2019-09-16'), territory: 'haishu' },
		'reported',
		1n
	),
	...acceptanceDeltas({ acceptedAt: day('2019-09-01'), territory: 'haishu' }, 'reported', 1n)
];

describe('the overview', () => {
	it.each([
		['2017-12-31', 0],
		['2018-01-01', 1],
		['2019-09-16', 2],
		['2020-12-31', 3],
		['2021-01-01', 3]
	])('[R2] %s is in year %i of the plan', (today, planYear) => {
		expect(viewOf(smallPlan, stateOf([], today))).toMatchObject({ today, planYear });
	});

	it('[R27] has no tasks and no tiles without the stream that holds figures by unit, and the same totals', () => {
		const whole = viewOf(smallPlan, stateOf(some));
		const verdict = wholeVerdict(smallPlan, stateOf(some));
		const city = viewOf(smallPlan, { ...withoutBreakdown(stateOf(some)), verdict });
		expect(whole.tasks?.tasks).toHaveLength(2);
		expect(city.tasks).toBeNull();
		expect(city.milestones).toEqual({ ...whole.milestones, units: null });
		expect([city.funds, city.trade, city.pledge, city.cases]).toEqual([
			whole.funds,
			whole.trade,
			whole.pledge,
			whole.cases
		]);
	});

	it('[R32] dates each panel by the newest change of its own cells', () => {
		const changed = {
			funds: '2019-09-16T01:00:00.000Z',
			'funds-by': '2019-09-16T03:00:00.000Z',
			share: '2019-09-15T02:00:00.000Z',
			milestone: '2019-09-16T09:59:00+08:00',
			milestones: '2019-09-16T02:00:00.000Z'
		};
		expect(viewOf(smallPlan, { ...stateOf([]), changed }).updated).toEqual({
			funds: '2019-09-16T01:00:00.000Z',
			transactions: null,
			cases: null,
			tasks: '2019-09-16T02:00:00.000Z',
			milestones: '2019-09-16T02:00:00.000Z'
		});
	});

	it('[R20] turns with the day, without any change of a cell', () => {
		const state = stateOf(onTime);
		expect(viewOf(smallPlan, state).milestones.due).toBe(9);
		const next = viewOf(smallPlan, withToday(state, day('2019-09-17')));
		expect(next.milestones.units?.find(({ unit }) => unit === 'jiangbei')?.overdue).toBe(1);
		expect(next.pace.elapsed).toBe(625);
	});

	it('[R7] begins the volumes anew at the turn of the year', () => {
		const last = viewOf(smallPlan, stateOf(some, '2019-12-31'));
		const first = viewOf(smallPlan, stateOf(some, '2020-01-01'));
		expect([last.pledge.amount.reported, first.pledge.amount.reported]).toEqual([500n, 0n]);
		expect([last.cases.accepted, last.cases.openAtStart]).toEqual([1, 0]);
		expect([first.cases.accepted, first.cases.openAtStart]).toEqual([0, 1]);
		expect(first.pledge.lastYearAmount).toBe(0n);
		expect(viewOf(smallPlan, stateOf(some, '2020-12-31')).pledge.lastYearAmount).toBe(500n);
	});
});

it('[R1] does not depend on the order in which frames of different cells came', () => {
	const state = stateOf(some);
	const cells = [...state.cells].map(([name, value]) => {
		const { layer, key } = splitName(name);
		return wireCellOf(key, layer, value);
	});
	const empty = {
		epoch: 'e1',
		heads: { city: 0, breakdown: 0 },
		today: '2019-09-16',
		changed: {},
		cells: [],
		feed: []
	};
	const view = (order: readonly number[]) => {
		const frames = order.map((place, index): Frame => {
			const cell = cells[place];
			return {
				stream: 'city',
				from: index + 1,
				to: index + 1,
				at: '2019-09-16T09:00:00+08:00',
				cells: cell ? [cell] : [],
				touches: [],
				feed: []
			};
		});
		return viewOf(smallPlan, frames.reduce(applyFrame, fromSnapshot(empty)));
	};
	const places = cells.map((_, index) => index);
	const expected = view(places);
	expect(expected.milestones.reached.reported).toBe(8);
	fc.assert(
		fc.property(fc.shuffledSubarray(places, { minLength: places.length }), (order) => {
			expect(view(order)).toEqual(expected);
		}),
		{ numRuns: 30 }
	);
});

describe('with the bundled plan', () => {
	let plan: PlanSummary;
	beforeAll(async () => {
		const loaded = await loadPlan('plans/ningbo-2017', catalogue.records);
		if (!loaded.ok) throw new Error(loaded.lines.join('\n'));
		plan = summaryOf(loaded.plan);
	});

	it('[R2] [R27] shows 13 tasks, 219 shares, 665 milestones and 4.3 hundred million yuan on day 624', () => {
		const view = viewOf(plan, stateOf(reached('2.3/yinzhou', 1)));
		expect(view.pace).toMatchObject({ elapsed: 624, total: 1096 });
		expect(view.funds.budget).toEqual({ central: 20_000_000_000n, local: 23_000_000_000n, total: 43_000_000_000n });
		const tasks = view.tasks?.tasks ?? [];
		expect(tasks).toHaveLength(13);
		expect(tasks.flatMap(({ departments, territories }) => [...departments, ...territories])).toHaveLength(219);
		expect(view.tasks?.byDepartment.map(({ total }) => total).reduce((sum, total) => sum + total, 0)).toBe(43);
		expect(view.milestones).toMatchObject({ planned: 665, reached: { reported: 1 } });
		expect(view.milestones.units).toHaveLength(16);
		expect(view.milestones.units?.find(({ unit }) => unit === 'yinzhou')?.reached.reported).toBe(1);
		expect([view.trade.target, view.pledge.target, view.cases.target]).toEqual([0.2, 0.2, 0.95]);
	});
});
