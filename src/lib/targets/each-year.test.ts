// Counts of each year and scores by hand: which year is judged, when it is done, what the turn of the year does.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reported, viewed } from '../../../tests/support/target-plan.ts';

// 100 enterprises a year, reported by the month as the year's count to date; a report's cell holds what it adds.
const aided = (period: string, change: number) => reported('aided', period, change);
const year2018 = [...aided('2018-06', 40), ...aided('2018-12', 61)];

describe('a count of each year', () => {
	it('[R66] is held to the target times the share of the year up to the judged day', () => {
		const view = viewed('aided', [...year2018, ...aided('2019-05', 30), ...aided('2019-08', 37)]);
		// Up to 31 August: 100 x 243 / 365 = 66.6.
		expect(view.year).toBe(2019);
		expect(view.reported).toMatchObject({ value: 67, light: 'good', why: { rule: 'on_pace', day: '2019-08-31' } });
		expect(view.needed).toEqual({ what: 'more_this_year', amount: 33, until: '2019-12-31', perMonth: 33 / 4 });
		expect(view.years).toEqual([
			{ year: 2018, reported: 101, confirmed: null, target: 100, met: true },
			{ year: 2019, reported: 67, confirmed: null, target: 100, met: null },
			{ year: 2020, reported: null, confirmed: null, target: 100, met: null }
		]);
	});

	it('[R66] compares each month with the same month of last year, and leaves months to come empty', () => {
		const { series } = viewed('aided', [...year2018, ...aided('2019-05', 30), ...aided('2019-08', 37)]);
		const [june, august, september, december] = [5, 7, 8, 11].map((index) => series[index]);
		expect(june).toMatchObject({ day: '2019-06-30', reported: 30, lastYear: 40 });
		expect(august).toMatchObject({ day: '2019-08-31', reported: 67, lastYear: 40 });
		expect(september).toMatchObject({ day: '2019-09-16', reported: null, lastYear: 40 });
		expect(december).toMatchObject({ day: '2019-12-31', reported: null, pace: 100, lastYear: 101 });
	});

	it('[R66] last year stands until this year is due or comes', () => {
		const short = [...aided('2019-11', 80), ...aided('2019-12', 10)];
		const at = (today: string, more = short) => {
			const { year, reported: figure } = viewed('aided', more, today);
			return [year, figure.value, figure.light, figure.why.rule];
		};
		// 100 x 334 / 365 = 91.5 were due by the end of November; December counts when it is over.
		expect(at('2019-12-31')).toEqual([2019, 80, 'risk', 'near_pace']);
		expect(at('2020-01-01')).toEqual([2019, 90, 'behind', 'missed']);
		expect(at('2020-02-29')).toEqual([2019, 90, 'behind', 'missed']);
		// January is due on 1 March (29 February is 29 days after its end).
		expect(at('2020-03-01')).toEqual([2020, null, 'unreported', 'not_reported']);
		const more = [...short, ...aided('2020-01', 9)];
		expect(at('2020-01-31', more)).toEqual([2019, 90, 'behind', 'missed']);
		expect(viewed('aided', more, '2020-01-31').reported.since).toEqual({ until: '2020-01-31', added: 9, value: 9 });
		expect(at('2020-02-01', more)).toEqual([2020, 9, 'good', 'on_pace']);
	});

	it('[R66] is done as soon as the year has reached it, in a leap year by 366 days', () => {
		expect(viewed('aided', aided('2019-08', 100)).reported).toMatchObject({ light: 'done' });
		// Up to 29 February 2020: 100 x 60 / 366 = 16.39.
		const leap = (count: number) => viewed('aided', aided('2020-02', count), '2020-03-10').reported;
		expect(leap(17)).toMatchObject({ light: 'good', why: { day: '2020-02-29' } });
		expect(leap(16).light).toBe('risk');
		expect(leap(16).why.planned).toBeCloseTo(16.393, 3);
	});

	it('[R66] after the plan its last year stands', () => {
		expect(viewed('aided', aided('2020-12', 99), '2021-08-01')).toMatchObject({
			year: 2020,
			reported: { value: 99, light: 'behind' },
			years: [{ met: null }, { met: null }, { met: false }]
		});
	});

	it('[R66] one more never makes the light worse', () => {
		const rank = ['behind', 'risk', 'good', 'done'];
		const light = (count: number) => rank.indexOf(viewed('aided', aided('2019-08', count)).reported.light);
		fc.assert(
			fc.property(fc.nat(120), fc.nat(30), (count, more) => {
				expect(light(count + more)).toBeGreaterThanOrEqual(light(count));
			})
		);
	});
});

describe('a score', () => {
	const scored = (period: string, change: number) => reported('satisfaction', period, change);

	it.each([
		[80, 'good', 'holds'],
		[79.9, 'risk', 'score_near'],
		[78, 'risk', 'score_near'],
		[77.9, 'behind', 'score_short'],
		[68, 'behind', 'score_short']
	])('[R69] %f of 80 is %s', (points, light, rule) => {
		expect(viewed('satisfaction', scored('2018', points)).reported).toMatchObject({
			value: points,
			light,
			why: { rule, day: '2018-12-31', planned: 80 }
		});
	});

	it('[R69] the newest counts, and says which years held', () => {
		const view = viewed('satisfaction', [...scored('2018', 78.5), ...scored('2019', 3.2)], '2020-02-01');
		expect(view).toMatchObject({ year: 2019, reported: { value: 81.7, light: 'good' }, needed: null });
		expect(view.years.map(({ reported: score, met }) => [score, met])).toEqual([
			[78.5, false],
			[81.7, true],
			[null, null]
		]);
		expect(viewed('satisfaction', scored('2018', 78.5)).needed).toEqual({
			what: 'points_more',
			amount: 1.5,
			until: '2020-12-31',
			perMonth: null
		});
	});

	it('[R69] is decided by the score of its own year when that is over', () => {
		const two = [...scored('2019', 85), ...scored('2020', -6)];
		expect(viewed('satisfaction', two, '2020-12-31').reported).toMatchObject({
			value: 85,
			light: 'good',
			since: { until: '2020-12-31', added: -6, value: 79 }
		});
		expect(viewed('satisfaction', two, '2021-01-01').reported).toMatchObject({
			light: 'behind',
			why: { rule: 'missed' }
		});
		expect(viewed('satisfaction', [...two, ...scored('2021', 9)], '2022-01-01').reported).toMatchObject({
			value: 79,
			light: 'behind'
		});
		expect(viewed('satisfaction', scored('2020', 80), '2021-01-01').reported.light).toBe('done');
	});
});
