// Targets on cases by hand: the closure rate in its years, and the time to close against the base year.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptanceDeltas, closureDeltas } from '#lib/cases/case.ts';
import { addDays, day } from '#lib/kernel/day.ts';
import { casesView } from '#lib/overview/cases-view.ts';
import type { CellDelta, Layer } from '#lib/protocol/cells.ts';
import { groupsOf } from '../../../tests/support/cell-groups.ts';
import { based, reversed, switched, targetPlan, viewed } from '../../../tests/support/target-plan.ts';

/** Cases accepted on a day, each closed after so many days; null stays open. */
function cases(acceptedAt: string, durations: readonly (number | null)[], layer: Layer = 'reported'): CellDelta[] {
	const file = { acceptedAt: day(acceptedAt), territory: 'haishu' };
	return durations.flatMap((days) => [
		...acceptanceDeltas(file, layer, 1n),
		...(days === null ? [] : closureDeltas({ ...file, closedAt: addDays(file.acceptedAt, days) }, layer, 1n))
	]);
}

/** Closures alone, of cases that are known. */
function closed(acceptedAt: string, closedAt: string, count: number): CellDelta[] {
	const one = { acceptedAt: day(acceptedAt), closedAt: day(closedAt), territory: 'haishu' };
	return Array.from({ length: count }, () => closureDeltas(one, 'reported', 1n)).flat();
}

/** Each of these durations so often that there are enough of them. */
const often = (durations: readonly number[]) => Array.from({ length: 20 }, () => durations).flat();
const many = (count: number, days: number | null) => Array<number | null>(count).fill(days);

describe('the closure rate', () => {
	it('[R67] shows its parts, last year’s same day and the projection, and agrees with the overview', () => {
		const deltas = [
			...cases('2018-02-01', [...many(50, 28), ...many(45, 242), ...many(5, 335)]),
			...cases('2019-02-01', [...many(46, 28), ...many(54, null)])
		];
		const view = viewed('closure', deltas);
		expect(view.reported).toMatchObject({
			value: 51 / 105,
			parts: { part: 51, whole: 105 },
			light: 'behind',
			why: { rule: 'projection_short', planned: 0.95, actual: 51 / 105, lastYear: 0.5, projected: 96 / 105 }
		});
		expect(view.reported.why.distance).toBeCloseTo(96 / 105 - 0.95, 12);
		expect(view.needed).toEqual({ what: 'close_this_year', amount: 49, until: '2019-12-31', perMonth: 49 / 4 });
		const overview = casesView(targetPlan, groupsOf(deltas), day('2019-09-16'));
		expect(overview.light).toBe(view.reported.light);
		expect(overview.stillToClose).toBe(view.needed?.amount);
		expect(view.series.map(({ reported }) => reported)).toEqual(overview.months.map(({ thisYear }) => thisYear));
		expect(view.series.map(({ lastYear }) => lastYear)).toEqual(overview.months.map(({ lastYear }) => lastYear));
	});

	it('[R67] says of each year whether it was met, once it is over', () => {
		const deltas = [...cases('2018-02-01', [...many(19, 28), null]), ...cases('2019-02-01', many(9, 28))];
		expect(viewed('closure', deltas, '2020-03-01').years).toEqual([
			{ year: 2018, reported: 0.95, confirmed: null, target: 0.95, met: true },
			{ year: 2019, reported: 0.9, confirmed: null, target: 0.95, met: false },
			{ year: 2020, reported: null, confirmed: null, target: 0.95, met: null }
		]);
		expect(viewed('closure', deltas, '2019-12-31').years[1]?.met).toBeNull();
	});

	it('[R67] is done or missed after the plan, by its last year', () => {
		const at = (closed: number) =>
			viewed('closure', cases('2020-02-01', [...many(closed, 28), ...many(100 - closed, null)]), '2021-05-01');
		expect(at(95)).toMatchObject({ year: 2020, reported: { light: 'done', why: { day: '2020-12-31' } }, needed: null });
		expect(at(94).reported).toMatchObject({ light: 'behind', why: { rule: 'missed' } });
		expect(viewed('closure', cases('2017-02-01', many(9, 3)), '2017-09-16').reported.light).toBe('not_started');
	});

	it('[R31a] is judged as confirmed where confirmation has come to, last year to the same day', () => {
		const sure = (acceptedAt: string, durations: readonly (number | null)[]) => [
			...cases(acceptedAt, durations),
			...cases(acceptedAt, durations, 'confirmed')
		];
		const view = viewed('closure', [
			...sure('2018-02-01', [...many(50, 28), ...many(50, 230)]),
			...sure('2019-02-01', [...many(50, 28), ...many(50, null)]),
			// Closed on 2 September and not confirmed yet.
			...closed('2019-02-01', '2019-09-02', 45)
		]);
		expect(view.reported.parts).toEqual({ part: 95, whole: 100 });
		expect(view.confirmedTo).toBe('2019-09-01');
		expect(view.confirmed).toMatchObject({
			light: 'good',
			parts: { part: 50, whole: 100 },
			why: { rule: 'projection_holds', day: '2019-09-01', lastYear: 0.5 }
		});
	});

	it('[R68] closing exactly N more holds the target, one fewer does not', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(60), (open, closed) => {
				const view = (more: number) =>
					viewed('closure', cases('2019-02-01', [...many(closed + more, 28), ...many(open - more, null)]));
				const n = view(0).needed?.amount ?? 0;
				expect(view(n).needed).toBeNull();
				expect(view(n).reported.value).toBeGreaterThanOrEqual(0.95);
				if (n > 0) expect(view(n - 1).reported.value).toBeLessThan(0.95);
			}),
			{ numRuns: 40 }
		);
	});
});

describe('the time to close', () => {
	// Base year: 50 days in the middle. 20 % less is 40 days by the end of 2020; on 16 September 2019 624 / 1,096 of it.
	const base = cases('2017-02-01', often([10, 50, 90]));

	it.each([
		[40, 'good', 'holds'],
		[44, 'good', 'on_pace'],
		[45, 'risk', 'near_pace'],
		[46, 'behind', 'below_pace'],
		[60, 'behind', 'below_pace']
	])('[R76] a median of %i days against 50 is %s: lower is better', (days, light, rule) => {
		// Planned: 11.39 % less, 44.3 days; at risk up to 0.85 of that reduction, 45.2 days.
		const view = viewed('time-cut', [...base, ...cases('2019-02-01', often([days - 5, days, days + 100]))]);
		expect(view.reported).toMatchObject({ light, why: { rule }, parts: { part: days, whole: 50 } });
		expect(view.reported.value).toBeCloseTo((50 - days) / 50, 12);
		expect(view.base).toEqual({ state: 'derived', year: 2017, value: 50, provisional: false });
	});

	it('[R77] says how many days less are needed', () => {
		expect(viewed('time-cut', [...base, ...cases('2019-02-01', often([45, 48]))]).needed).toEqual({
			what: 'days_less',
			amount: 6.5,
			until: '2020-12-31',
			perMonth: null
		});
		expect(viewed('time-cut', [...base, ...cases('2019-02-01', often([40]))]).needed).toBeNull();
	});

	it('[R76] takes the mean when the reading says so, and a base that the office gave first', () => {
		const now = cases('2019-02-01', often([10, 20, 90]));
		const mean = switched('closing-time', 'mean');
		expect(viewed('time-cut', [...base, ...now]).reported.parts).toEqual({ part: 20, whole: 50 });
		expect(viewed('time-cut', [...base, ...now, ...mean]).reported.parts).toEqual({ part: 40, whole: 50 });
		const given = viewed('time-cut', [...now, ...based('time-cut', 62.5)]);
		expect(given.reported).toMatchObject({ parts: { part: 20, whole: 62.5 }, value: 0.68 });
		expect(given.base).toEqual({ state: 'given', year: 2017, value: 62.5 });
	});

	it('[R60] [R76] without closures this year not reported, without a base missing, never behind', () => {
		expect(viewed('time-cut', base).reported.light).toBe('unreported');
		expect(viewed('time-cut', cases('2019-02-01', often([9]))).reported).toMatchObject({
			light: 'base_missing',
			value: null
		});
		expect(viewed('time-cut', [...base, ...reversed(base)])).toEqual(viewed('time-cut', []));
	});

	it('[R76] says nothing of fewer closures than verdict.minClosures, in the base year either', () => {
		const quick = (count: number) => viewed('time-cut', [...base, ...cases('2019-02-01', many(count, 0))]);
		expect(quick(20).reported).toMatchObject({ value: 1, light: 'good', why: { rule: 'holds', sample: null } });
		expect(quick(19)).toMatchObject({
			reported: {
				value: null,
				light: 'too_few',
				parts: null,
				why: { rule: 'too_few', sample: { count: 19, least: 20 } }
			},
			needed: null
		});
		expect(quick(19).years[2]).toMatchObject({ year: 2019, reported: null });
		expect(quick(19).series[2]?.reported).toBeNull();
		const small = viewed('time-cut', [...cases('2017-02-01', many(19, 50)), ...cases('2019-02-01', often([40]))]);
		expect(small).toMatchObject({ reported: { light: 'base_missing', value: null }, base: { state: 'missing' } });
		const ended = viewed('time-cut', [...base, ...cases('2020-02-01', many(19, 0))], '2021-03-01');
		expect(ended.reported).toMatchObject({ light: 'too_few', value: null });
	});

	it('[R76] is judged by its last year when that is over, and shows each year’s days', () => {
		const view = (days: number) => viewed('time-cut', [...base, ...cases('2020-02-01', often([days]))], '2021-03-01');
		expect(view(40).reported).toMatchObject({ light: 'done', why: { day: '2020-12-31' } });
		expect(view(41).reported.why.rule).toBe('missed');
		expect(view(41).years.map(({ reported, target, met }) => [reported, target, met])).toEqual([
			[50, null, null],
			[null, expect.closeTo(50 * (1 - (0.2 * 365) / 1096), 10), null],
			[null, expect.closeTo(50 * (1 - (0.2 * 730) / 1096), 10), null],
			[41, 40, false]
		]);
	});

	it('[R31a] takes this year and the pace on the day that closures are confirmed up to', () => {
		const sure = [...base, ...cases('2017-02-01', often([10, 50, 90]), 'confirmed')];
		const thisYear = often([40, 44, 44]);
		const now = [...cases('2019-02-01', thisYear), ...cases('2019-02-01', thisYear, 'confirmed')];
		const view = viewed('time-cut', [...sure, ...now, ...cases('2019-08-01', [30, 30, 30, 30])]);
		expect(view.confirmedTo).toBe('2019-08-30');
		expect(view.confirmed).toMatchObject({ light: 'good', parts: { part: 44, whole: 50 }, why: { day: '2019-08-30' } });
	});

	it('[R76] shorter never makes the light worse', () => {
		const rank = ['behind', 'risk', 'good'];
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 100 }), fc.nat(60), (days, less) => {
				const light = (own: number) =>
					rank.indexOf(viewed('time-cut', [...base, ...cases('2019-01-01', often([own]))]).reported.light);
				expect(light(Math.max(0, days - less))).toBeGreaterThanOrEqual(light(days));
			})
		);
	});
});
