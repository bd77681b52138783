// One light of many, and the verdict on the whole.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lightOfMany, verdictOf } from './verdict.ts';
import { onTime, reached, shared, smallPlan, stateOf, withoutBreakdown } from '../../../tests/support/small-plan.ts';
import { reported, targetPlan } from '../../../tests/support/target-plan.ts';
import type { CellDelta } from '#lib/protocol/cells.ts';
import { viewOf } from './view.ts';
import type { Light } from './view-types.ts';

const overall = smallPlan.settings.verdict.overall;
const lights = (counts: Partial<Record<Light, number>>) =>
	Object.entries(counts).flatMap(([light, count]) => Array<Light>(count).fill(light as Light));
const one = (counts: Partial<Record<Light, number>>) => lightOfMany(lights(counts), overall);

describe('one light of many', () => {
	it('[R22] is behind from a quarter behind or blocked', () => {
		expect(one({ behind: 1, blocked: 2, good: 9 })).toBe('behind');
		expect(one({ behind: 2, good: 7 })).toBe('risk');
	});

	it('[R22] is at risk from a tenth behind, or a quarter off course', () => {
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
	const parts = (given: Readonly<Record<string, Light>>) => {
		const view = viewOf(smallPlan, stateOf([]));
		const lit = <T extends { readonly light: Light }>(name: string, part: T): T => ({
			...part,
			light: given[name] ?? 'good'
		});
		return {
			funds: lit('disbursement', view.funds),
			trade: lit('trade', view.trade),
			pledge: lit('pledge', view.pledge),
			cases: lit('closure', view.cases),
			targets: view.targets.filter(({ kind }) => kind === 'match'),
			tasks: view.tasks && lit('tasks', view.tasks),
			milestones: lit('milestones', view.milestones)
		};
	};
	const light = (given: Readonly<Record<string, Light>>) => verdictOf(overall, parts(given), 0).light;

	it('[R28] weighs the measures that are known: one at risk is on course, two or one behind at risk, two behind is behind', () => {
		expect(light({})).toBe('good');
		expect(light({ trade: 'risk' })).toBe('good');
		expect(light({ trade: 'risk', closure: 'risk' })).toBe('risk');
		expect(light({ trade: 'behind' })).toBe('risk');
		expect(light({ trade: 'behind', tasks: 'blocked' })).toBe('behind');
		expect(light({ disbursement: 'done' })).toBe('good');
	});

	it('[R28] is not reported as long as no measure is', () => {
		const { verdict } = viewOf(smallPlan, stateOf([]));
		expect(verdict.light).toBe('unreported');
		expect(verdict.counts).toEqual({ unreported: 7 });
		expect(verdict.measures.every(({ distance }) => distance === null)).toBe(true);
		expect(viewOf(smallPlan, stateOf([], '2018-01-02')).verdict.light).toBe('unreported');
		expect(viewOf(smallPlan, stateOf([], '2017-12-31')).verdict.light).toBe('unreported');
	});

	it('[R28] counts the lights of the measures, in the order of the page, with their distances', () => {
		const late = onTime.filter(({ key }) => key !== 'milestone/1/haishu/2');
		const { verdict } = viewOf(smallPlan, stateOf([...late, ...shared('1/finance', 'blocked', 10)]));
		expect(verdict.measures).toEqual([
			{ measure: 'disbursement', light: 'unreported', distance: null },
			{ measure: 'trade', light: 'unreported', distance: null },
			{ measure: 'pledge', light: 'unreported', distance: null },
			{ measure: 'closure', light: 'unreported', distance: null },
			{ measure: 'targets', light: 'unreported', distance: null },
			{ measure: 'tasks', light: 'behind', distance: 1 },
			{ measure: 'milestones', light: 'risk', distance: 1 }
		]);
		expect(verdict.counts).toEqual({ unreported: 5, behind: 1, risk: 1 });
	});

	it('[R28] counts the targets that are no measures of their own as one, by their lights', () => {
		const measure = (...deltas: readonly CellDelta[]) =>
			viewOf(targetPlan, stateOf(deltas)).verdict.measures.find((state) => state.measure === 'targets');
		// A match holds by the budget alone, and says nothing of what was done.
		expect(measure()).toEqual({ measure: 'targets', light: 'unreported', distance: null });
		const score = reported('satisfaction', '2018', 85);
		expect(measure(...score)).toEqual({ measure: 'targets', light: 'good', distance: 0 });
		expect(measure(...score, ...reported('aided', '2019-08', 1))).toEqual({
			measure: 'targets',
			light: 'behind',
			distance: 1
		});
	});

	it('[R28] leaves the tasks out for readers who may not see them', () => {
		const view = viewOf(smallPlan, withoutBreakdown(stateOf(reached('1/ipo', 1, 2))));
		expect(view.verdict.measures.map(({ measure }) => measure)).toEqual([
			'disbursement',
			'trade',
			'pledge',
			'closure',
			'targets',
			'milestones'
		]);
	});
});
