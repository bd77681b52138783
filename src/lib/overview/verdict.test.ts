// One light of many, and the verdict on the whole.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAllCalm, isUnreported } from './verdict.ts';
import { lightOfMany } from '#lib/figures/ratios.ts';
import { onTime, shared, smallPlan, stateOf, withoutBreakdown } from '../../../tests/support/small-plan.ts';
import { reported, targetPlan } from '../../../tests/support/target-plan.ts';
import type { CellDelta } from '#lib/protocol/cells.ts';
import type { MeasureState, Verdict } from '#lib/protocol/verdict.ts';
import { viewOf, wholeVerdict } from './view.ts';
import type { Light } from '#lib/figures/layered.ts';

const overall = smallPlan.settings.verdict.overall;
const lights = (counts: Partial<Record<Light, number>>) =>
	Object.entries(counts).flatMap(([light, count]) => Array<Light>(count).fill(light as Light));
const one = (counts: Partial<Record<Light, number>>) => lightOfMany(lights(counts), overall);

describe('one light of many', () => {
	it('[R22] is behind from a quarter behind or blocked', () => {
		expect(one({ behind: 1, blocked: 2, good: 9 })).toBe('behind');
		expect(one({ behind: 2, good: 7 })).toBe('risk');
	});

	it('[R22] is at risk from a tenth behind, or a quarter not on track', () => {
		expect(one({ blocked: 1, good: 9 })).toBe('risk');
		expect(one({ behind: 1, good: 10 })).toBe('good');
		expect(one({ risk: 2, returned: 1, good: 9 })).toBe('risk');
		expect(one({ risk: 2, good: 7 })).toBe('good');
	});

	it('[R22] is done or not started when all are, on course in between', () => {
		expect(one({ done: 2, done_late: 1, cancelled: 4 })).toBe('done');
		expect(one({ not_started: 3, cancelled: 1 })).toBe('not_started');
		expect(one({ done: 2, not_started: 3 })).toBe('good');
	});

	it('[R22] does not count what is cancelled or not known', () => {
		expect(one({ behind: 1, good: 3, cancelled: 20, unreported: 20, base_missing: 20 })).toBe('behind');
		expect(one({ unreported: 1, base_missing: 2, cancelled: 1 })).toBe('unreported');
		expect(one({ cancelled: 3 })).toBe('cancelled');
		expect(one({})).toBe('unreported');
	});

	it('[R22] needs at least one that is off, also where any share is too much', () => {
		const strict = { atRiskShareFrom: 0, behindShareFrom: 0 };
		expect(lightOfMany(lights({ good: 9 }), strict)).toBe('good');
		expect(lightOfMany(lights({ behind: 1, good: 99 }), strict)).toBe('behind');
	});

	it('[R22] depends on no order, and one more behind never makes it better', () => {
		const rank: Light[] = ['unreported', 'cancelled', 'not_started', 'done', 'good', 'risk', 'behind'];
		const some = fc.array(
			fc.constantFrom<Light>('done', 'good', 'risk', 'behind', 'blocked', 'cancelled', 'unreported', 'not_started')
		);
		fc.assert(
			fc.property(some, (list) => {
				const light = lightOfMany(list, overall);
				expect(lightOfMany([...list].reverse(), overall)).toBe(light);
				expect(rank.indexOf(lightOfMany([...list, 'behind'], overall))).toBeGreaterThanOrEqual(rank.indexOf(light));
			})
		);
	});
});

describe('the verdict', () => {
	const of = (deltas: readonly CellDelta[], today?: string) => viewOf(smallPlan, stateOf(deltas, today)).verdict;
	const lightsOf = (verdict: Verdict) =>
		Object.fromEntries(verdict.measures.map(({ measure, lights: counts }) => [measure, counts]));

	it('[R28] counts every target of the plan, then funds, tasks and milestones, zeros left out', () => {
		const late = onTime.filter(({ key }) => key !== 'milestone/1/haishu/2');
		const verdict = of([...late, ...shared('1/finance', 'blocked', 10)]);
		expect(verdict).toMatchObject({ day: '2019-09-16', heads: { city: 1, breakdown: 1 } });
		expect(verdict.measures.map(({ measure }) => measure)).toEqual(['targets', 'funds', 'tasks', 'milestones']);
		expect(lightsOf(verdict)).toEqual({
			targets: { unreported: 3, good: 1 },
			funds: { unreported: 1 },
			tasks: { blocked: 1, good: 1 },
			milestones: { risk: 1 }
		});
		expect(verdict.measures[0]?.parts).toEqual([
			{ id: 'pledge-growth', light: 'unreported' },
			{ id: 'trade-growth', light: 'unreported' },
			{ id: 'closure', light: 'unreported' },
			{ id: 'match', light: 'good' }
		]);
		expect(verdict.measures[3]?.figures).toMatchObject({ due: 9, reached: 8, overdue: 1, oldestOverdueDays: 17 });
	});

	it('[R28] of the whole denominator is the number of targets, however few are reported', () => {
		const count = ({ measures }: Verdict, measure: string) =>
			Object.values(measures.find((state) => state.measure === measure)?.lights ?? {}).reduce(
				(sum, one) => sum + one,
				0
			);
		const verdict = viewOf(targetPlan, stateOf(reported('satisfaction', '2018', 85))).verdict;
		expect(count(verdict, 'targets')).toBe(targetPlan.targets.length);
		expect(count(verdict, 'tasks')).toBe(targetPlan.tasks.length);
	});

	it('[R28] says that all is well only where nothing is off and nothing is missing', () => {
		const verdict = of(onTime);
		const calm = (counts: MeasureState['lights']) =>
			isAllCalm({ ...verdict, measures: [{ measure: 'targets', parts: [], figures: {}, lights: counts }] });
		expect(calm({ good: 15, done: 1 })).toBe(true);
		expect(calm({ good: 15, not_started: 1 })).toBe(true);
		for (const light of ['risk', 'behind', 'blocked', 'returned', 'unreported', 'base_missing'])
			expect(calm({ good: 15, [light]: 1 }), light).toBe(false);
		expect(calm({ not_started: 16 })).toBe(false);
	});

	it('[R28] knows that nothing has been reported, although milestones fall due by themselves', () => {
		expect(isUnreported(smallPlan, of([]))).toBe(true);
		expect(isUnreported(smallPlan, of([], '2018-01-02'))).toBe(true);
		expect(isUnreported(smallPlan, of(onTime))).toBe(false);
	});

	it('[R258] names what comes first: the gravest, then the longest overdue; with its unit and its last day', () => {
		const late = onTime.filter(({ key }) => key !== 'milestone/2/ipo/1');
		expect(of(late).urgent).toEqual({
			...{ about: 'milestones', id: null, light: 'behind', unit: 'ipo' },
			...{ by: null, daysLate: 171 }
		});
		expect(of([...onTime, ...shared('2/court', 'blocked', 10)]).urgent).toEqual({
			...{ about: 'task', id: '2', light: 'blocked', unit: 'ipo' },
			...{ by: null, daysLate: null }
		});
		const urgent = viewOf(targetPlan, stateOf([...onTime, ...reported('aided', '2019-08', 1)])).verdict.urgent;
		expect(urgent).toMatchObject({ about: 'target', id: 'aided', light: 'behind', by: '2019-12-31', daysLate: null });
		expect(of(onTime).urgent).toBeNull();
	});

	it("[R256] is the server's where it has come, for readers without figures by unit too", () => {
		const whole = stateOf([...onTime, ...shared('2/court', 'blocked', 10)]);
		const verdict = wholeVerdict(smallPlan, whole);
		expect(viewOf(smallPlan, whole).verdict).toEqual(verdict);
		const part = { ...withoutBreakdown(whole), verdict };
		expect(viewOf(smallPlan, part).verdict).toEqual(verdict);
		expect(viewOf(smallPlan, part).tasks).toBeNull();
	});
});
