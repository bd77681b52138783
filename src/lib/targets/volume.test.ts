// Average growth against tables computed by hand: compound and mean, given and derived bases, the shape of the year.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptanceDeltas } from '#lib/cases/case.ts';
import { day } from '#lib/kernel/day.ts';
import { fromYuan } from '#lib/kernel/money.ts';
import type { CellDelta, Layer } from '#lib/protocol/cells.ts';
import { dealDeltas } from '#lib/transactions/deal.ts';
import { based, reversed, switched, viewed } from '../../../tests/support/target-plan.ts';

function deal(date: string, yuan: string, count = 1, layer: Layer = 'reported'): CellDelta[] {
	const one = { kind: 'transfer', amount: fromYuan(yuan), count, date: day(date), territory: 'haishu' } as const;
	return dealDeltas(one, layer, 1n);
}

function accepted(count: number, date: string): CellDelta[] {
	const one = acceptanceDeltas({ acceptedAt: day(date), territory: 'haishu' }, 'reported', 1n);
	return one.map((cell) => ({ ...cell, delta: BigInt(count) }));
}

const trade = (deltas: readonly CellDelta[], today?: string) => viewed('trade-growth', deltas, today);

describe('compound growth', () => {
	// 1,000.00 x 1.2, 1.44, 1.728.
	it.each([
		['2018-12-31', '1200.00', 'good', 0.2],
		['2018-12-31', '1199.99', 'risk', 0.2],
		['2019-12-31', '1440.00', 'good', 0.2],
		['2019-12-31', '1439.99', 'risk', 0.2],
		['2020-12-31', '1728.00', 'good', 0.2],
		['2020-12-31', '1727.99', 'risk', 0.2],
		// 1.17^3 = 1.601613
		['2020-12-31', '1601.62', 'risk', 0.17],
		['2020-12-31', '1601.61', 'behind', 0.17]
	])('[R72] [R74] on %s, %s yuan of a base of 1,000.00 are %s', (today, yuan, light, growth) => {
		const { reported } = trade([...based('trade-growth', 1000), ...deal(`${today.slice(0, 4)}-03-01`, yuan)], today);
		expect(reported.light).toBe(light);
		expect(reported.value).toBeCloseTo(growth, 4);
		expect(reported.why).toMatchObject({ planned: 0.2, day: today });
	});

	it('[R74] lets one weak year be recovered, and says of each year whether it was met', () => {
		const years = [
			...deal('2017-06-01', '1000.00'),
			...deal('2018-06-01', '1100.00'),
			...deal('2019-06-01', '1440.00')
		];
		const view = trade(years, '2020-03-01');
		expect(view.years).toEqual([
			{ year: 2017, reported: 1000, confirmed: null, target: null, met: null },
			{ year: 2018, reported: 1100, confirmed: null, target: 1200, met: false },
			{ year: 2019, reported: 1440, confirmed: null, target: 1440, met: true },
			{ year: 2020, reported: null, confirmed: null, target: 1728, met: null }
		]);
		expect(view.reported.light).toBe('unreported');
		expect(view.base).toEqual({ state: 'derived', year: 2017, value: 1000, provisional: false });
	});

	it('[R74] is done or missed when the year of the target is over', () => {
		const at = (yuan: string) =>
			trade([...based('trade-growth', 1000), ...deal('2020-06-01', yuan)], '2021-02-01').reported;
		expect(at('1728.00')).toMatchObject({ light: 'done', why: { rule: 'reached', day: '2020-12-31' } });
		expect(at('1727.99')).toMatchObject({ light: 'behind', why: { rule: 'missed' } });
		expect(trade([...based('trade-growth', 1000), ...deal('2020-06-01', '1.00')], '2021-02-01').needed).toBeNull();
	});

	it('[R60] [R72] says what is missing: the year, the base, the beginning', () => {
		expect(trade([]).reported.light).toBe('unreported');
		expect(trade(deal('2019-03-01', '5.00'))).toMatchObject({
			reported: { light: 'base_missing', value: null, why: { distance: null } },
			base: { state: 'missing', year: 2017 },
			needed: null
		});
		expect(trade(deal('2017-03-01', '5.00'), '2017-09-16').reported.light).toBe('not_started');
	});

	it('[R72] takes what the office gave before what the records say, and takes it back with its reversal', () => {
		const records = [...deal('2017-06-01', '900.00'), ...deal('2019-03-01', '1440.00')];
		const given = based('trade-growth', 1000);
		expect(trade([...records, ...given]).base).toEqual({ state: 'given', year: 2017, value: 1000 });
		expect(trade([...records, ...given, ...reversed(given)])).toEqual(trade(records));
	});

	it('[R75] asks for the rest of the year in whole fen, by the month', () => {
		const view = trade([...based('trade-growth', 1000), ...deal('2019-03-01', '640.00')]);
		expect(view.needed).toEqual({ what: 'more_this_year', amount: 800, until: '2019-12-31', perMonth: 200 });
		// 12 x 1.44 = 17.28: 18 cases must have come.
		const cases = [...accepted(12, '2017-06-01'), ...accepted(10, '2019-03-01')];
		expect(viewed('case-growth', cases).needed).toMatchObject({ amount: 8 });
		expect(viewed('case-growth', [...cases, ...accepted(8, '2019-04-01')]).needed).toBeNull();
	});
});

describe('the shape of the year', () => {
	it('[R73] is the base year’s where its records are the base', () => {
		const base = [...deal('2017-09-16', '250.00'), ...deal('2017-09-17', '750.00')];
		// A quarter of 1,440.00 is due by 16 September, all of it a day later.
		expect(trade([...base, ...deal('2019-01-02', '360.00')]).reported).toMatchObject({
			light: 'good',
			parts: { part: 360, whole: 250 }
		});
		expect(trade([...base, ...deal('2019-01-02', '359.99')]).reported.light).toBe('risk');
		expect(trade([...base, ...deal('2019-01-02', '360.00')], '2019-09-17').reported.light).toBe('behind');
	});

	it('[R73] is last year’s under a given base, else even by days', () => {
		const given = based('trade-growth', 1000);
		const lastYear = [...deal('2018-09-16', '30.00'), ...deal('2018-12-01', '70.00')];
		// 30 % of 1,440.00.
		expect(trade([...given, ...lastYear, ...deal('2019-01-02', '432.00')]).reported.light).toBe('good');
		expect(trade([...given, ...lastYear, ...deal('2019-01-02', '431.99')]).reported.light).toBe('risk');
		// 259 of 365 days of 1,440.00 are 1,021.808.
		expect(trade([...given, ...deal('2019-01-02', '1021.80')]).reported.light).toBe('risk');
		expect(trade([...given, ...deal('2019-01-02', '1021.81')]).reported.light).toBe('good');
	});

	it('[R73] compares 29 February with 28 February', () => {
		const base = [...deal('2017-02-28', '100.00'), ...deal('2017-03-01', '900.00')];
		// A tenth of 1,728.00 is due on 29 February 2020.
		const at = (yuan: string) => trade([...base, ...deal('2020-01-15', yuan)], '2020-02-29').reported.light;
		expect([at('172.80'), at('172.79')]).toEqual(['good', 'risk']);
	});

	it('[R73] draws the pace by months, with last year beside it', () => {
		const { series } = trade([
			...deal('2017-02-28', '250.00'),
			...deal('2017-12-31', '750.00'),
			...deal('2018-05-31', '7.00'),
			...deal('2019-02-03', '5.00')
		]);
		expect(series.map(({ pace }) => pace)).toEqual([0, ...Array<number>(10).fill(360), 1440]);
		expect(series[4]).toEqual({ day: '2019-05-31', reported: 5, confirmed: null, pace: 360, lastYear: 7 });
		expect(series[8]).toMatchObject({ day: '2019-09-16', reported: 5 });
		expect(series[9]).toMatchObject({ day: '2019-10-31', reported: null, lastYear: 7 });
	});
});

describe('readings', () => {
	const mean = switched('average-growth', 'mean');
	const base = based('trade-growth', 1000);

	it('[R72] as a mean of yearly rates, asks for what brings the mean to the target', () => {
		// 2018 grew by 10 %: 2019 must grow by 30 %, to 1,430.00; after that 2020 by 20 %.
		const weak = [...base, ...mean, ...deal('2018-06-01', '1100.00')];
		const at = (yuan: string) => trade([...weak, ...deal('2019-06-01', yuan)], '2019-12-31').reported;
		expect(at('1430.00')).toMatchObject({ light: 'good' });
		expect(at('1430.00').value).toBeCloseTo(0.2, 10);
		expect(at('1429.99').light).toBe('risk');
		const third = trade([...weak, ...deal('2019-06-01', '1430.00'), ...deal('2020-06-01', '1.00')], '2020-12-31');
		expect(third.years.map(({ target }) => target)).toEqual([null, 1200, 1430, 1716]);
		expect(third.needed?.amount).toBe(1715);
	});

	it('[R72] has no mean where a year between has no record', () => {
		expect(trade([...base, ...mean, ...deal('2019-06-01', '1430.00')]).reported.light).toBe('base_missing');
	});

	it('[R72] counts deals when the reading says so; a base in yuan does not count then', () => {
		const deals = switched('transaction-volume', 'deals');
		const records = [...deal('2017-01-02', '1.00', 100), ...deal('2019-01-02', '9999.00', 144)];
		expect(trade([...deals, ...base, ...records])).toMatchObject({
			reported: { light: 'good', parts: { part: 144, whole: 100 } },
			base: { state: 'derived', value: 100 }
		});
		expect(trade([...deals, ...base, ...deal('2019-01-02', '9999.00', 144)]).reported.light).toBe('base_missing');
		// Pledge loans do not have this reading.
		expect(viewed('pledge-growth', [...deals, ...base]).reported.light).toBe('unreported');
	});

	it('[R83] a reading switched back leaves nothing', () => {
		const records = [...base, ...deal('2018-06-01', '1100.00'), ...deal('2019-06-01', '1430.00')];
		expect(trade([...records, ...mean, ...reversed(mean)])).toEqual(trade(records));
	});
});

describe('the confirmed layer', () => {
	const both = (date: string, yuan: string) => [...deal(date, yuan), ...deal(date, yuan, 1, 'confirmed')];
	const base = both('2017-01-01', '100.00');

	it('[R74] follows its own records', () => {
		// 2.00 of 146.00 may wait, and stand for the last of what is due.
		const view = trade([...base, ...both('2019-01-01', '143.00'), ...deal('2019-02-01', '2.00')]);
		expect(view.reported).toMatchObject({ light: 'good', parts: { part: 145 } });
		expect(view.confirmed).toMatchObject({ light: 'risk', parts: { part: 143 } });
		expect(view.confirmedTo).toBe('2019-09-16');
	});

	it('[R31a] is not behind only because deals of the last weeks wait', () => {
		// Base and last year go evenly by quarters, so does this year: 36 of each quarter's 36.
		const quarters = (year: string, yuan: string, of = both) =>
			['03-31', '06-30', '09-10'].flatMap((end) => of(`${year}-${end}`, yuan));
		const year = [...both('2017-03-31', '25.00'), ...both('2017-06-30', '25.00'), ...both('2017-09-10', '50.00')];
		const now = [...both('2019-03-31', '36.00'), ...both('2019-06-30', '36.00'), ...deal('2019-09-10', '72.00')];
		const view = trade([...year, ...quarters('2018', '30.00'), ...now]);
		expect(view.reported).toMatchObject({ light: 'good', why: { day: '2019-09-16' } });
		// By today's pace 72 of 144 would be far behind; up to 9 September it is just what is due.
		expect(view.confirmedTo).toBe('2019-09-09');
		expect(view.confirmed).toMatchObject({ light: 'good', parts: { part: 72, whole: 50 }, why: { day: '2019-09-09' } });
		expect(view.confirmed.value).toBeCloseTo(0.2, 12);
		// No confirmed point after that day.
		expect(view.series.map(({ confirmed }) => confirmed)).toEqual([
			0,
			0,
			36,
			36,
			36,
			72,
			72,
			72,
			null,
			null,
			null,
			null
		]);
	});

	it('[R31a] has no light once more than a quarter waits', () => {
		const view = trade([...base, ...both('2019-01-01', '100.00'), ...deal('2019-03-01', '44.00')]);
		expect(view.reported.light).toBe('good');
		expect(view.confirmed).toMatchObject({ light: 'unreported', value: null, why: { rule: 'not_confirmed' } });
		expect(view.confirmedTo).toBeNull();
	});

	it('[R31a] decides the last year only when all of it is confirmed', () => {
		const at = (sure: readonly CellDelta[]) =>
			trade([...based('trade-growth', 100), ...both('2020-06-01', '173.00'), ...sure], '2021-06-01').confirmed;
		expect(at([])).toMatchObject({ light: 'done', why: { rule: 'reached', day: '2020-12-31' } });
		expect(at(deal('2020-12-20', '10.00'))).toMatchObject({ light: 'good', why: { day: '2020-12-19' } });
	});

	it('[R31a] counts accepted cases by their number', () => {
		const sure = (count: number, date: string) => [
			...accepted(count, date),
			...accepted(count, date).map((cell) => ({ ...cell, layer: 'confirmed' as const }))
		];
		const view = viewed('case-growth', [
			...sure(12, '2017-06-01'),
			...sure(98, '2019-03-01'),
			...accepted(3, '2019-09-02')
		]);
		expect(view.confirmedTo).toBe('2019-09-01');
		expect(viewed('case-growth', [...sure(98, '2019-03-01'), ...accepted(2, '2019-09-02')]).confirmedTo).toBe(
			'2019-09-16'
		);
	});
});

it('[R74] more never makes the light worse, and the light agrees with the growth shown', () => {
	const rank = ['behind', 'risk', 'good'];
	const amount = fc.integer({ min: 1, max: 40_000 });
	fc.assert(
		fc.property(amount, amount, amount, fc.constantFrom('2018', '2019', '2020'), (base, some, more, year) => {
			const view = (cents: number) =>
				trade(
					[...based('trade-growth', base / 100), ...deal(`${year}-01-01`, (cents / 100).toFixed(2))],
					`${year}-12-31`
				).reported;
			expect(rank.indexOf(view(some + more).light)).toBeGreaterThanOrEqual(rank.indexOf(view(some).light));
			const { value, light } = view(some);
			if (Math.abs((value as number) - 0.2) > 1e-9) expect(light === 'good').toBe((value as number) > 0.2);
		})
	);
});
