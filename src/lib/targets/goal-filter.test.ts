// What the address of the page of goals says, and what it does not understand.
import { expect, it } from 'vitest';
import { changedHref, goalHref, isShown, otherGoal, readGoalFilter, targetHref } from './goal-filter.ts';
import type { GoalFrame } from './goal-frame.ts';

const frame: Pick<GoalFrame, 'goals' | 'targets'> = {
	goals: [{ id: 'goal-1', number: 1, title: '一' }],
	targets: [
		{
			id: 'one',
			kind: 'level',
			name: '甲',
			unit: '个',
			value: 1,
			by: 2020,
			goal: 'goal-1',
			owner: 'ipo',
			money: false,
			recordUnit: '个',
			scale: null,
			readings: []
		}
	]
};
const read = (query: string) => readGoalFilter(new URLSearchParams(query), frame);

it('takes what the plan has and leaves out the rest', () => {
	expect(read('goal=goal-1&light=behind&owner=ipo&asOf=2019-06-30')).toEqual({
		goal: 'goal-1',
		light: 'behind',
		owner: 'ipo',
		asOf: '2019-06-30'
	});
	expect(read('goal=goal-9&light=purple&owner=nobody')).toEqual({ goal: null, light: null, owner: null, asOf: null });
	expect(read(`goal=${otherGoal}`).goal).toBe(otherGoal);
});

it('writes the address that it reads', () => {
	for (const query of ['', 'goal=goal-1', 'goal=other&light=risk&owner=ipo&asOf=2019-06-30'])
		expect(goalHref(read(query))).toBe(`/goals${query && `?${query}`}`);
	expect(goalHref(read('goal=goal-1'), { light: 'risk' })).toBe('/goals?goal=goal-1&light=risk');
	expect([targetHref('one', null), targetHref('one', '2019-06-30')]).toEqual([
		'/goals/one',
		'/goals/one?asOf=2019-06-30'
	]);
});

it('changes parts of an address and keeps the rest', () => {
	const params = new URLSearchParams('asOf=2019-06-30&open=1');
	expect(changedHref('/goals/one', params, { open: null, zones: 'with' })).toBe(
		'/goals/one?asOf=2019-06-30&zones=with'
	);
	expect(changedHref('/goals/one', params, { open: null, asOf: null })).toBe('/goals/one');
	expect(params.toString()).toBe('asOf=2019-06-30&open=1');
});

it('shows what meets all that is asked', () => {
	const all = read('');
	const target = { goal: 'goal-1', owner: 'ipo' };
	expect(isShown(all, target, 'good')).toBe(true);
	expect(isShown({ ...all, light: 'risk' }, target, 'good')).toBe(false);
	expect(isShown({ ...all, goal: otherGoal }, target, 'good')).toBe(false);
	expect(isShown({ ...all, goal: otherGoal }, { ...target, goal: null }, 'good')).toBe(true);
	expect(isShown({ ...all, owner: 'court' }, target, 'good')).toBe(false);
});
