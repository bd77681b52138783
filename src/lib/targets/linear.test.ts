// Cumulative counts, levels and registers by hand: the pace line, gaps, what is done and what is late.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CellDelta } from '#lib/protocol/cells.ts';
import { based, entered, reported, reversed, summed, switched, viewed } from '../../../tests/support/target-plan.ts';

// 2,000 databases by the end of 2020, from an opening stock of 800: 1,200 in 1,096 days.
const stock = based('databases', 800);
/** Reported in the middle of the plan: judged at the end of June 2019, day 546. */
const half = (count: number) => [...stock, ...reported('databases', '2019-Q2', count)];

describe('a cumulative target', () => {
	it('[R63] adds what came to the opening stock; the pace line begins there', () => {
		const { reported: figure, base, needed, reachesTo } = viewed('databases', half(598));
		// 800 + 1,200 x 546 / 1,096 = 1,397.8
		expect(figure).toMatchObject({ value: 1398, added: 598, light: 'good' });
		expect(figure.why).toMatchObject({ rule: 'on_pace', day: '2019-06-30', actual: 1398 });
		expect(figure.why.planned).toBeCloseTo(1397.81, 2);
		expect(base).toEqual({ state: 'given', year: null, value: 800 });
		// September 2019 to December 2020 are 16 months.
		expect(needed).toEqual({ what: 'more_in_total', amount: 602, until: '2020-12-31', perMonth: 602 / 16 });
		expect(reachesTo).toBe('2019-06-30');
	});

	it.each([
		[598, 'good', 'on_pace'],
		[597, 'risk', 'near_pace'],
		[509, 'risk', 'near_pace'],
		[508, 'behind', 'below_pace']
	])('[R62] with %i of the 597.8 planned is %s: thresholds are not rounded', (count, light, rule) => {
		expect(viewed('databases', half(count)).reported).toMatchObject({ light, why: { rule } });
	});

	it('[R63] has no value and is never red while the opening stock is missing, but shows what came', () => {
		const view = viewed('databases', reported('databases', '2019-Q2', 3));
		expect(view.reported).toMatchObject({ value: null, added: 3, light: 'base_missing', why: { distance: null } });
		expect(view.base).toEqual({ state: 'missing', year: null });
		expect(view.needed).toBeNull();
		expect(view.series.map(({ reported: shown, pace }) => [shown, pace]).slice(4, 7)).toEqual([
			[null, null],
			[3, null],
			[null, null]
		]);
	});

	it('[R63] is done without an opening stock when what came reaches the target alone', () => {
		expect(viewed('databases', reported('databases', '2019-Q2', 2000)).reported).toMatchObject({
			value: 2000,
			light: 'done'
		});
	});

	it('[R63] takes a given stock of nought as a figure, and leaves out what was reported for earlier years', () => {
		const none = [...based('databases', 0), ...reported('databases', '2019-Q1', 30)];
		expect(viewed('databases', none).reported.value).toBe(30);
		const before = [...half(598), ...reported('databases', '2017-Q4', 50)];
		expect(viewed('databases', before).reported.value).toBe(1398);
	});

	it('[R61] a quarter whose report is not yet due makes no figure look late', () => {
		// On 29 October the third quarter ended 29 days ago, on the 30th its report is due.
		const at = (today: string) => viewed('databases', half(598), today).reported;
		expect(at('2019-10-29')).toMatchObject({ light: 'good', why: { day: '2019-06-30' } });
		// 1,200 x 638 / 1,096 = 698.5 would have been due by the end of September: 598 is 0.856 of it.
		expect(at('2019-10-30')).toMatchObject({ light: 'risk', why: { day: '2019-09-30' } });
		const early = [...half(598), ...reported('databases', '2019-Q3', 1)];
		expect(viewed('databases', early, '2019-10-01').reported.why.day).toBe('2019-09-30');
		expect(viewed('databases', early, '2019-09-30').reported.why.day).toBe('2019-06-30');
	});

	it('[R60] is not reported without a report, and has not started before the plan', () => {
		expect(viewed('databases', stock).reported).toMatchObject({ value: null, light: 'unreported' });
		expect(viewed('databases', stock, '2017-12-31').reported.light).toBe('not_started');
		expect(viewed('databases', stock, '2018-01-01').reported.light).toBe('unreported');
	});

	it('[R65] is done by the period that reached it, late when that ended after the year, missed without', () => {
		const last = [...stock, ...reported('databases', '2020-Q4', 1199)];
		expect(viewed('databases', last, '2021-01-05').reported.light).toBe('behind');
		expect(viewed('databases', last, '2021-01-05').reported.why).toMatchObject({ rule: 'missed', distance: -1 });
		const inTime = [...last, ...reported('databases', '2020-Q3', 1)];
		expect(viewed('databases', inTime, '2021-06-01').reported).toMatchObject({
			light: 'done',
			why: { rule: 'reached', day: '2020-12-31' }
		});
		const late = [...last, ...reported('databases', '2021-Q1', 1)];
		expect(viewed('databases', late, '2021-05-01').reported).toMatchObject({
			light: 'done_late',
			why: { rule: 'reached_late', day: '2021-03-31' }
		});
	});

	it('[R65] waits for the last report before it calls a target missed', () => {
		const third = [...stock, ...reported('databases', '2020-Q3', 1199)];
		expect(viewed('databases', third, '2021-01-29').reported.light).toBe('good');
		expect(viewed('databases', third, '2021-01-30').reported.why.rule).toBe('missed');
	});

	it('[R62] one more never makes the light worse, one less never better', () => {
		const rank = ['behind', 'risk', 'good', 'done'];
		fc.assert(
			fc.property(fc.nat(1300), fc.nat(400), (count, more) => {
				const light = (own: number) => rank.indexOf(viewed('databases', half(own)).reported.light);
				expect(light(count + more)).toBeGreaterThanOrEqual(light(count));
			})
		);
	});
});

describe('a level', () => {
	const officers = (period: string, change: number) => reported('officers', period, change);

	it('[R64] holds at the target before its end, and is not done: it can fall again', () => {
		const held = [...officers('2018-Q4', 70), ...officers('2019-Q1', 12)];
		expect(viewed('officers', held).reported).toMatchObject({ value: 82, light: 'good', why: { rule: 'holds' } });
		// 80 x 546 / 730 = 59.8 are due by the end of June.
		expect(viewed('officers', [...held, ...officers('2019-Q2', -26)]).reported).toMatchObject({
			value: 56,
			light: 'risk'
		});
	});

	it('[R64] the level at its end decides: done, late, missed', () => {
		const at = (...more: readonly CellDelta[]) =>
			viewed('officers', [...officers('2019-Q4', 79), ...more], '2020-06-01').reported;
		expect(at()).toMatchObject({ light: 'behind', why: { rule: 'missed', distance: -1 } });
		expect(at(...officers('2019-Q3', 1))).toMatchObject({ light: 'done', value: 80 });
		expect(at(...officers('2020-Q1', 1))).toMatchObject({ light: 'done_late', value: 80 });
		expect(at(...officers('2019-Q3', 1), ...officers('2020-Q1', -9))).toMatchObject({ light: 'done', value: 80 });
	});
});

describe('a register', () => {
	it('[R70] counts the entities that qualify today, by industry too', () => {
		const some = [
			...entered('2018-05-01', 6, 5),
			...entered('2019-02-01', 8, 7, 'reported', ['jiangbei', 'ships']),
			...entered('2019-09-17', 9, 9)
		];
		const view = viewed('portfolios', some);
		// 20 x 624 / 1,096 = 11.39
		expect(view.reported).toMatchObject({ value: 12, light: 'good', why: { day: '2019-09-16' } });
		expect(view.needed).toEqual({ what: 'more_in_total', amount: 8, until: '2020-12-31', perMonth: null });
		expect(view.reachesTo).toBe('2019-02-01');
		expect(view.industries).toEqual([
			{ industry: 'ships', all: 8, near: 0, qualified: { reported: 7, confirmed: 0 } },
			{ industry: 'steel', all: 6, near: 0, qualified: { reported: 5, confirmed: 0 } }
		]);
	});

	it('[R70] is drawn month by month from its first entry to today', () => {
		const { series } = viewed('portfolios', [...entered('2019-06-15', 3, 2), ...entered('2019-09-02', 1, 1)]);
		expect(series).toHaveLength(36);
		expect(series.slice(16, 22).map(({ day, reported }) => [day, reported])).toEqual([
			['2019-05-31', null],
			['2019-06-30', 2],
			['2019-07-31', 2],
			['2019-08-31', 2],
			['2019-09-16', 3],
			['2019-10-31', null]
		]);
		expect(series.at(-1)?.pace).toBe(20);
	});

	it('[R65] is done on the day that it reached its number', () => {
		const twenty = [...entered('2018-05-01', 30, 19), ...entered('2019-04-01', 1, 1)];
		expect(viewed('portfolios', twenty).reported).toMatchObject({ light: 'done', why: { day: '2019-04-01' } });
		const late = [...entered('2018-05-01', 30, 19), ...entered('2021-01-01', 1, 1)];
		expect(viewed('portfolios', late, '2021-02-01').reported.light).toBe('done_late');
		expect(viewed('portfolios', entered('2018-05-01', 30, 19), '2021-02-01').reported.why.rule).toBe('missed');
	});

	it('[R71] taken together all count, and are at best at risk until the sums meet the conditions', () => {
		const total = [...switched('portfolio-condition', 'total'), ...entered('2018-05-01', 20, 3)];
		const short = [
			...total,
			...summed('2018-05-01', 'inventions', 49),
			...summed('2018-05-01', 'pct-applications', 10)
		];
		expect(viewed('portfolios', short).reported).toMatchObject({
			value: 20,
			light: 'risk',
			why: { rule: 'conditions_short' }
		});
		expect(viewed('portfolios', [...short, ...summed('2019-01-01', 'inventions', 1)]).reported.light).toBe('done');
		expect(viewed('portfolios', entered('2018-05-01', 20, 3)).reported.value).toBe(3);
	});

	it('[R60] is not reported as long as nothing is entered', () => {
		expect(viewed('portfolios', []).reported.light).toBe('unreported');
		expect(viewed('portfolios', entered('2018-05-01', 3, 0)).reported).toMatchObject({ value: 0, light: 'behind' });
	});
});

it('[R60] what was taken back leaves a gap, not a nought', () => {
	const taken = [...half(598), ...entered('2018-05-01', 3, 2), ...reported('officers', '2019-Q1', 5)];
	const nothing = [...taken, ...reversed(taken)];
	for (const id of ['databases', 'officers', 'portfolios']) expect(viewed(id, nothing), id).toEqual(viewed(id, []));
});
