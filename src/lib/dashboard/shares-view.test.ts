// The light of a unit's share and its milestones, by hand.
import { describe, expect, it } from 'vitest';
import { shareDeltas, milestoneDeltas } from '#lib/tasks/share.ts';
import type { CellDelta } from '#lib/protocol/cells.ts';
import { day } from '#lib/kernel/day.ts';
import { onTime, reached, shared, smallPlan, stateOf } from '../../../tests/support/small-plan.ts';
import { groupCells } from './fold.ts';
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
		expect(share('1/ipo', shared('1/ipo', 'cancelled', 0))).toMatchObject({ light: 'cancelled', overdue: 2 });
		const withdrawn = [...reached('2/ipo', 1), ...milestoneDeltas('2/ipo/1', 'reported', -1n)];
		expect(share('2/ipo', withdrawn)).toMatchObject({ overdue: 1, reached: { reported: 0, confirmed: 0 } });
	});
});

describe('the light', () => {
	it('[R21] cancelled, blocked and completed come before what is overdue', () => {
		expect(share('1/ipo', shared('1/ipo', 'blocked', 30)).light).toBe('blocked');
		expect(share('1/ipo', shared('1/ipo', 'cancelled', 30)).light).toBe('cancelled');
		expect(share('1/ipo', shared('1/ipo', 'completed', 100)).light).toBe('done');
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
		expect(share('1/hitech', shared('1/hitech', 'not_started', 5)).light).toBe('good');
		expect(share('1/hitech', reached('1/hitech', 1)).light).toBe('good');
		expect(share('2/ipo', onTime).light).toBe('good');
	});

	it('[R31] follows what is reported; progress is known in both layers', () => {
		const deltas = shared('1/hitech', 'blocked', 40, { status: 'in_progress', progress: 20 });
		expect(share('1/hitech', deltas)).toMatchObject({ light: 'blocked', progress: { reported: 40, confirmed: 20 } });
	});

	it('[R21] follows a status that has changed', () => {
		const unblocked = shareDeltas(
			{ task: '1', unit: 'hitech' },
			{ status: 'blocked', progress: 40 },
			{ status: 'in_progress', progress: 45 },
			'reported'
		);
		const shown = share('1/hitech', [...shared('1/hitech', 'blocked', 40), ...unblocked]);
		expect(shown).toMatchObject({ light: 'good', progress: { reported: 45, confirmed: 0 } });
	});
});
