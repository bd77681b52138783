// Yearly volumes by hand: the same day of last year, compound growth against the base year, the target path.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, day } from '#lib/kernel/day.ts';
import { fen, fromYuan } from '#lib/kernel/money.ts';
import type { CellDelta } from '#lib/protocol/cells.ts';
import { dealDeltas, type DealKind } from '#lib/transactions/deal.ts';
import { smallPlan, stateOf } from '../../../tests/support/small-plan.ts';
import { groupCells } from '#lib/figures/fold.ts';
import { volumeView, type Volume } from './volume-view.ts';

function deal(date: string, yuan: string, kind: DealKind = 'transfer', count = 1, confirmed = false): CellDelta[] {
	const one = { kind, amount: fromYuan(yuan), count, date: day(date), territory: 'haishu' };
	return [...dealDeltas(one, 'reported', 1n), ...(confirmed ? dealDeltas(one, 'confirmed', 1n) : [])];
}

function view(deltas: readonly CellDelta[], today = '2019-09-16', volume: Volume = 'trade') {
	return volumeView(smallPlan, groupCells(stateOf(deltas).cells), day(today), volume);
}

describe('a volume', () => {
	const deltas = [
		...deal('2019-01-01', '10.00', 'transfer', 1, true),
		...deal('2019-09-16', '5.00', 'licence', 3),
		...deal('2019-02-02', '2.00', 'equity'),
		...deal('2019-02-02', '70.00', 'pledge'),
		...deal('2018-12-31', '1000.00'),
		...deal('2018-09-16', '8.00', 'transfer', 2),
		...deal('2018-09-17', '100.00')
	];

	it('[R7] runs from 1 January to today; trade and pledge loans are apart', () => {
		expect(view(deltas)).toMatchObject({
			year: 2019,
			amount: { reported: 1_700n, confirmed: 1_000n },
			count: { reported: 5, confirmed: 1 },
			lastYearAmount: 800n,
			lastYearCount: 2
		});
		expect(view(deltas, '2019-09-16', 'pledge')).toMatchObject({
			amount: { reported: 7_000n, confirmed: 0n },
			lastYearAmount: null,
			lastYearCount: null
		});
	});

	it('[R7] starts anew on 1 January: the day before counts for the year that is over', () => {
		expect(view(deltas, '2018-12-31').amount.reported).toBe(110_800n);
		expect(view(deltas, '2019-01-01').amount.reported).toBe(1_000n);
		expect(view(deltas, '2019-01-01').lastYearAmount).toBe(0n);
	});

	it('[R7] compares 29 February with 28 February, and 28 February with the 28th of a leap year', () => {
		const around = [...deal('2019-02-28', '3.00'), ...deal('2019-03-01', '9.00'), ...deal('2020-02-29', '5.00')];
		expect(view(around, '2020-02-29').lastYearAmount).toBe(300n);
		expect(view(around, '2020-03-01').lastYearAmount).toBe(1_200n);
		expect(view([...around, ...deal('2020-02-28', '1.00')], '2021-02-28').lastYearAmount).toBe(100n);
	});

	it('[R8] grows by the sums of one layer; without a record of either there is no growth', () => {
		expect(view(deltas).growth).toEqual({ reported: 1.125, confirmed: null });
		expect(view(deltas, '2019-09-16', 'pledge').growth).toEqual({ reported: null, confirmed: null });
		const bothLayers = [
			...deal('2018-03-01', '4.00', 'transfer', 1, true),
			...deal('2019-03-01', '5.00', 'transfer', 1, true)
		];
		expect(view(bothLayers).growth).toEqual({ reported: 0.25, confirmed: 0.25 });
		expect(view(deal('2018-03-01', '4.00')).growth.reported).toBeNull();
	});

	it('[R31a] grows as confirmed up to the day that confirmation has reached, on both sides', () => {
		const weeks = [
			...deal('2018-03-01', '40.00', 'transfer', 1, true),
			...deal('2018-09-10', '60.00', 'transfer', 1, true),
			...deal('2019-03-01', '50.00', 'transfer', 1, true),
			...deal('2019-09-10', '75.00')
		];
		// 50 of 40, and not 50 of 100.
		expect(view(weeks)).toMatchObject({ growth: { reported: 0.25, confirmed: 0.25 }, confirmedTo: '2019-09-09' });
		expect(view([...weeks, ...deal('2019-05-01', '75.00')])).toMatchObject({
			growth: { confirmed: null },
			confirmedTo: null
		});
	});
});

describe('average annual growth', () => {
	it('[R9] is compound against the base year to the same day', () => {
		const base = [...deal('2017-09-16', '100.00'), ...deal('2017-09-17', '500.00')];
		expect(view([...base, ...deal('2019-09-01', '144.00')]).averageGrowth).toBeCloseTo(0.2, 12);
		expect(view([...base, ...deal('2018-09-01', '130.00')], '2018-09-16').averageGrowth).toBeCloseTo(0.3, 12);
		expect(view([...base, ...deal('2020-09-01', '100.00')], '2020-09-16').averageGrowth).toBeCloseTo(0, 12);
	});

	it('[R9] is unknown without a base, and in the base year', () => {
		expect(view(deal('2019-09-01', '144.00')).averageGrowth).toBeNull();
		expect(view(deal('2017-09-01', '144.00'), '2017-09-16').averageGrowth).toBeNull();
	});

	it('[R9] goes by the days of the year where neither base year nor last year had anything by the same day', () => {
		// Day 259 of 365: 100.00 planned of 140.93 in the base year.
		const base = deal('2017-09-17', '140.93');
		expect(view([...base, ...deal('2019-09-01', '144.00')]).averageGrowth).toBeCloseTo(0.2, 4);
	});

	it.each([
		['144.00', 'good'],
		['143.99', 'risk'],
		['136.89', 'risk'],
		['136.88', 'behind']
	])('[R11] two years after 100.00, %s is %s: from 1.2² on course, from 1.17² at risk', (yuan, light) => {
		expect(view([...deal('2017-05-01', '100.00'), ...deal('2019-05-01', yuan)]).light).toBe(light);
	});

	it('[R11] says what is missing', () => {
		expect(view([]).light).toBe('unreported');
		expect(view(deal('2017-05-01', '100.00')).light).toBe('unreported');
		expect(view(deal('2019-05-01', '100.00')).light).toBe('base_missing');
		expect(view(deal('2017-05-01', '100.00'), '2017-09-16').light).toBe('not_started');
	});

	it('[R11] a further deal never makes the light worse', () => {
		const rank = ['behind', 'risk', 'good'];
		fc.assert(
			fc.property(fc.bigInt(1n, 20_000n), fc.bigInt(1n, 20_000n), (some, more) => {
				const lightOf = (amount: bigint) =>
					view([
						...deal('2017-05-01', '100.00'),
						...dealDeltas(
							{ kind: 'transfer', amount: fen(amount), count: 1, date: day('2019-05-01'), territory: 'haishu' },
							'reported',
							1n
						)
					]).light;
				expect(rank.indexOf(lightOf(some + more))).toBeGreaterThanOrEqual(rank.indexOf(lightOf(some)));
			})
		);
	});
});

describe('month by month', () => {
	const deltas = [
		...deal('2017-11-30', '100.00'),
		...deal('2018-03-31', '30.00'),
		...deal('2018-12-31', '90.00'),
		...deal('2019-03-01', '20.00', 'transfer', 1, true),
		...deal('2019-09-16', '7.00'),
		...deal('2019-09-17', '1.00')
	];

	it('[R10] cumulates this year to today and last year to each month end', () => {
		const { months } = view(deltas);
		expect(months.map(({ month }) => month)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
		expect(months[1]).toMatchObject({ thisYear: 0n, thisYearConfirmed: 0n, lastYear: 0n });
		expect(months[2]).toMatchObject({ thisYear: 2_000n, thisYearConfirmed: 2_000n, lastYear: 3_000n });
		expect(months[8]).toMatchObject({ thisYear: 2_700n, thisYearConfirmed: 2_000n, lastYear: 3_000n });
		expect(months[9]).toMatchObject({ thisYear: null, thisYearConfirmed: null, lastYear: 3_000n });
		expect(months[11]?.lastYear).toBe(12_000n);
	});

	it('[R10] spreads base x 1.44 in the shape of the base year, of last year where that had nothing by today', () => {
		const early = [...deal('2017-02-28', '25.00'), ...deltas.slice(1), ...deal('2017-12-01', '75.00')];
		const shaped = view(early).months.map(({ targetPath }) => targetPath);
		expect([shaped[0], shaped[1], shaped[10], shaped[11]]).toEqual([0n, 3_600n, 3_600n, 14_400n]);
		const paths = view(deltas).months.map(({ targetPath }) => targetPath);
		expect([paths[1], paths[2], paths[10], paths[11]]).toEqual([0n, 3_600n, 3_600n, 14_400n]);
	});

	it('[R10] runs evenly by days without a last year; there is no path without a base year, or in it', () => {
		const pathOf = (own: readonly CellDelta[], today?: string) => view(own, today).months[11]?.targetPath;
		expect(pathOf(deltas.slice(4))).toBeNull();
		const even = view([...deal('2017-11-30', '100.00'), ...deal('2019-03-01', '20.00')]).months;
		expect([even[0]?.targetPath, even[11]?.targetPath]).toEqual([1_223n, 14_400n]);
		expect(pathOf(deltas, '2017-12-31')).toBeNull();
	});

	it('[R10] takes a leap February to its last day', () => {
		const leap = [...deal('2020-02-29', '5.00'), ...deal('2021-01-01', '1.00')];
		expect(view(leap, '2021-03-01').months[1]?.lastYear).toBe(500n);
		expect(view(leap, '2020-02-29').months[1]).toMatchObject({ thisYear: 500n });
	});
});

it('[R7] the volume to date never falls within a year, and is what is dated in it up to today', () => {
	const entry = fc.record({ offset: fc.nat(1200), amount: fc.bigInt(1n, 10n ** 13n) });
	fc.assert(
		fc.property(fc.array(entry), fc.nat(1200), (entries, offset) => {
			const dated = entries.map(({ offset: own, amount }) => ({ date: addDays(day('2017-01-01'), own), amount }));
			const deltas = dated.flatMap(({ date, amount }) =>
				dealDeltas({ kind: 'transfer', amount: fen(amount), count: 1, date, territory: 'haishu' }, 'reported', 1n)
			);
			const today = addDays(day('2017-01-01'), offset);
			const shown = view(deltas, today);
			const inYear = dated.filter(({ date }) => date <= today && date.slice(0, 4) === today.slice(0, 4));
			expect(shown.amount.reported).toBe(inYear.reduce((sum, { amount }) => sum + amount, 0n));
			const path = shown.months.flatMap(({ thisYear }) => thisYear ?? []);
			expect(path).toEqual([...path].sort((a, b) => (a < b ? -1 : 1)));
			expect(path.at(-1)).toBe(shown.amount.reported);
		})
	);
});
