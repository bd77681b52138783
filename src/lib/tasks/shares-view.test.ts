// The light of a unit's share and its milestones, by hand.
import { describe, expect, it } from 'vitest';
import { shareDeltas, milestoneDeltas } from './share.ts';
import type { CellDelta } from '#lib/protocol/cells.ts';
import { day } from '#lib/kernel/day.ts';
import { onTime, reached, shared, smallPlan, stateOf } from '../../../tests/support/small-plan.ts';
import { groupCells } from '#lib/figures/fold.ts';
import { sharesView } from './shares-view.ts';

function shares(deltas: readonly CellDelta[], today = '2019-09-16') {
	return sharesView(smallPlan, groupCells(stateOf(deltas).cells), day(today));
}

function share(id: string, deltas: readonly CellDelta[], today?: string) {
	const found = shares(deltas, today).find(({ task, unit }) => `${task}/${unit}` === id);
	if (!found) throw new Error(`no share ${id}`);
	return found;
}

it('every unit of every task has its share: the lead, who joins, then districts and zones where the task has them', () => {
	expect(shares([]).map(({ task, unit, role }) => `${task}/${unit} ${role}`)).toEqual([
		'1/ipo lead',
		'1/finance joint',
		'1/haishu territory',
		'1/jiangbei territory',
		'1/hitech territory',
		'2/ipo lead',
		'2/court joint'
	]);
});

describe('milestones', () => {
	it('[R20] are due from their day on and overdue from the day after', () => {
		const jiangbei = (today: string) => share('1/jiangbei', reached('1/jiangbei', 1), today);
		expect(jiangbei('2019-09-15')).toMatchObject({ planned: 3, due: 1, overdue: 0 });
		expect(jiangbei('2019-09-16')).toMatchObject({ due: 2, overdue: 0, oldestOverdueDays: 0 });
		expect(jiangbei('2019-09-17')).toMatchObject({ due: 2, overdue: 1, oldestOverdueDays: 1 });
	});

	it('[R21] are long overdue from the day after the last that the plan bears', () => {
		const jiangbei = (today: string) => share('1/jiangbei', reached('1/jiangbei', 1), today);
		expect(jiangbei('2019-10-16')).toMatchObject({ oldestOverdueDays: 30, longOverdue: 0 });
		expect(jiangbei('2019-10-17')).toMatchObject({ oldestOverdueDays: 31, longOverdue: 1 });
	});

	it('[R20] count as reached ahead of time, but not towards those due; both layers', () => {
		const deltas = [...reached('1/ipo', 1, 3), ...milestoneDeltas('1/ipo/1', 'confirmed', 1n)];
		expect(share('1/ipo', deltas)).toMatchObject({
			reached: { reported: 2, confirmed: 1 },
			dueReached: { reported: 1, confirmed: 1 },
			overdue: 1,
			oldestOverdueDays: 80
		});
	});

	it('[R20] stay overdue when the unit cancels its share, and are back when a report is withdrawn', () => {
		const cancelled = { status: 'cancelled', progress: 0 } as const;
		expect(share('1/ipo', shared('1/ipo', 'cancelled', 0, cancelled))).toMatchObject({
			light: 'cancelled',
			overdue: 2
		});
		const withdrawn = [...reached('2/ipo', 1), ...milestoneDeltas('2/ipo/1', 'reported', -1n)];
		expect(share('2/ipo', withdrawn)).toMatchObject({ overdue: 1, reached: { reported: 0, confirmed: 0 } });
	});
});

describe('the light', () => {
	const cancelled = { status: 'cancelled', progress: 0 } as const;

	it("[R21] what is long overdue comes before the unit's own word, a block before what is overdue for a few days", () => {
		expect(share('1/ipo', shared('1/ipo', 'blocked', 30))).toMatchObject({ light: 'behind', why: 'long_overdue' });
		expect(share('1/ipo', shared('1/ipo', 'completed', 100))).toMatchObject({ light: 'behind', why: 'long_overdue' });
		expect(share('2/court', shared('2/court', 'completed', 100))).toMatchObject({ light: 'risk', why: 'overdue' });
		expect(share('2/court', shared('2/court', 'blocked', 30))).toMatchObject({ light: 'blocked', why: 'blocked' });
	});

	it('[R21] is cancelled once that is confirmed; until then what was confirmed before counts', () => {
		expect(share('1/ipo', shared('1/ipo', 'cancelled', 30)).light).toBe('behind');
		expect(share('1/ipo', shared('1/ipo', 'cancelled', 30, cancelled)).light).toBe('cancelled');
		expect(share('1/hitech', shared('1/hitech', 'cancelled', 0)).light).toBe('not_started');
		const blocked = { status: 'blocked', progress: 0 } as const;
		expect(share('1/hitech', shared('1/hitech', 'cancelled', 0, blocked)).light).toBe('blocked');
		expect(share('1/ipo', shared('1/ipo', 'in_progress', 30, cancelled)).light).toBe('behind');
	});

	it('[R21] is done when it is said to be and every milestone is reached', () => {
		const done = shared('2/ipo', 'completed', 100);
		expect(share('2/ipo', [...done, ...reached('2/ipo', 1)])).toMatchObject({ light: 'done', why: 'completed' });
		expect(share('1/hitech', [...shared('1/hitech', 'completed', 100), ...reached('1/hitech', 1)]).light).toBe('good');
	});

	it('[R21] without milestones is done once that is confirmed', () => {
		const plan = { ...smallPlan, schedule: { ...smallPlan.schedule, '2/ipo': [] } };
		const light = (deltas: readonly CellDelta[]) =>
			sharesView(plan, groupCells(stateOf(deltas).cells), day('2019-09-16')).find(({ task }) => task === '2')?.light;
		const completed = { status: 'completed', progress: 100 } as const;
		expect(light(shared('2/ipo', 'completed', 100))).toBe('good');
		expect(light(shared('2/ipo', 'completed', 100, completed))).toBe('done');
	});

	it('[R21] an overdue milestone is at risk for 30 days and behind after them, begun or not', () => {
		const court = (today: string) => share('2/court', shared('2/court', 'in_progress', 40), today).light;
		expect([court('2019-09-02'), court('2019-09-03'), court('2019-10-02'), court('2019-10-03')]).toEqual([
			'good',
			'risk',
			'risk',
			'behind'
		]);
		expect(share('2/court', [], '2019-10-03').light).toBe('behind');
	});

	it('[R21] not started while nothing is due, begun or reached; else on course', () => {
		expect(share('1/hitech', []).light).toBe('not_started');
		expect(share('1/hitech', shared('1/hitech', 'in_progress', 0)).light).toBe('good');
		expect(share('1/hitech', shared('1/hitech', 'not_started', 5)).light).toBe('not_started');
		expect(share('1/hitech', reached('1/hitech', 1)).light).toBe('good');
		expect(share('2/ipo', onTime).light).toBe('good');
	});

	it('[R31] follows what is reported', () => {
		const deltas = shared('1/hitech', 'blocked', 40, { status: 'in_progress', progress: 20 });
		expect(share('1/hitech', deltas).light).toBe('blocked');
	});

	it('[R21] follows a status that has changed', () => {
		const unblocked = shareDeltas(
			{ task: '1', unit: 'hitech' },
			{ status: 'blocked', progress: 40 },
			{ status: 'in_progress', progress: 45 },
			'reported'
		);
		const shown = share('1/hitech', [...shared('1/hitech', 'blocked', 40), ...unblocked]);
		expect(shown.light).toBe('good');
	});
});

describe('progress', () => {
	it('[R254] is the milestones reached of those planned, in both layers, rounded down, whatever was typed', () => {
		const typed = shared('1/ipo', 'in_progress', 90, { status: 'in_progress', progress: 80 });
		const deltas = [...typed, ...reached('1/ipo', 1, 2), ...milestoneDeltas('1/ipo/1', 'confirmed', 1n)];
		expect(share('1/ipo', deltas).progress).toEqual({ reported: 66, confirmed: 33 });
	});

	it('[R254] is what the unit says where there are no milestones', () => {
		const plan = { ...smallPlan, schedule: { ...smallPlan.schedule, '2/ipo': [] } };
		const typed = shared('2/ipo', 'in_progress', 40, { status: 'in_progress', progress: 20 });
		const found = sharesView(plan, groupCells(stateOf(typed).cells), day('2019-09-16'));
		expect(found.find(({ task }) => task === '2')?.progress).toEqual({ reported: 40, confirmed: 20 });
	});
});
