// The day up to which confirmation is complete, on tables made by hand and against the definition on random ones.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, day, lastDayOfYear, yearOf, type Day } from '#lib/kernel/day.ts';
import { confirmedTo, sumConfirmedTo, type Dated } from './confirmed-to.ts';

const of = (date: string, reported: number, confirmed: number, kind = 'transfer'): Dated[] => [
	{ layer: 'reported', kind, date, value: BigInt(reported) },
	{ layer: 'confirmed', kind, date, value: BigInt(confirmed) }
];
const today = day('2019-09-16');
const to = (records: readonly Dated[], at = today) => confirmedTo(records, at, 0.02);

describe('the day up to which confirmation is complete', () => {
	it('[R31a] is today when nothing waits, or nothing is recorded', () => {
		expect(to([])).toBe(today);
		expect(to([...of('2019-03-01', 500, 500), ...of('2019-09-16', 1, 1)])).toBe(today);
	});

	it('[R31a] lets 2 % of the year wait and not a thousandth more', () => {
		const year = (waiting: number) => [...of('2019-03-01', 980, 980), ...of('2019-08-20', waiting, 0)];
		// 20 of 1,000; 21 of 1,001.
		expect(to(year(20))).toBe(today);
		expect(to(year(21))).toBe('2019-08-19');
	});

	it('[R31a] adds up over the days, and ends on the last day before it is too much', () => {
		const days = [...of('2019-03-01', 900, 900), ...of('2019-07-10', 15, 0), ...of('2019-08-20', 85, 0)];
		expect(to(days)).toBe('2019-08-19');
	});

	it('[R31a] does not let one kind or day make up for another', () => {
		const year = of('2019-03-01', 900, 900);
		expect(to([...year, ...of('2019-08-01', 0, 50, 'licence'), ...of('2019-08-01', 50, 0)])).toBe('2019-07-31');
		expect(to([...year, ...of('2019-08-01', 0, 50), ...of('2019-08-02', 50, 0)])).toBe('2019-07-31');
	});

	it('[R31a] is not known when it lies more than 92 days back', () => {
		expect(to([...of('2019-03-01', 900, 900), ...of('2019-06-17', 100, 0)])).toBe('2019-06-16');
		expect(to([...of('2019-03-01', 900, 900), ...of('2019-06-16', 100, 0)])).toBeNull();
	});

	it('[R31a] asks for the year before as well: what is compared with it stands on both', () => {
		const now = of('2019-01-05', 100, 100);
		expect(to([...of('2018-12-20', 100, 0), ...now])).toBeNull();
		// In January the old year is still new enough to be judged itself.
		const january = day('2019-01-10');
		expect(to([...of('2018-03-01', 900, 900), ...of('2018-12-20', 100, 0), ...now], january)).toBe('2018-12-19');
		expect(to([...of('2018-03-01', 990, 990), ...of('2018-12-20', 10, 0), ...now], january)).toBe(january);
		// Nothing of the new year waits before its own first record.
		expect(to([...of('2018-03-01', 990, 990), ...of('2019-01-05', 100, 0)], january)).toBe('2019-01-04');
		expect(to([...of('2018-03-01', 990, 990), ...of('2019-01-01', 100, 0)], january)).toBe('2018-12-31');
	});

	it('[R31a] counts money that is known by the month up to the end of the month before', () => {
		const money = [...of('2018-03', 900, 900), ...of('2019-07', 50, 50), ...of('2019-08', 50, 0)];
		expect(sumConfirmedTo(money, today, 0.02)).toBe('2019-07-31');
		expect(sumConfirmedTo([...of('2018-03', 900, 900), ...of('2019-09', 18, 0)], today, 0.02)).toBe(today);
		expect(sumConfirmedTo(of('2019-05', 100, 0), today, 0.02)).toBeNull();
	});

	it('[R31a] is the last day at which the definition holds, whatever is recorded', () => {
		const dates = fc.integer({ min: 0, max: 258 }).map((days) => addDays(day('2019-01-01'), days));
		const record = fc.record({
			date: dates,
			reported: fc.nat(50),
			confirmed: fc.nat(50),
			kind: fc.constantFrom('a', 'b')
		});
		fc.assert(
			fc.property(fc.array(record, { maxLength: 20 }), (records) => {
				const table = records.flatMap((one) => of(one.date, one.reported, one.confirmed, one.kind));
				const total = records.reduce((sum, one) => sum + (one.date <= today ? one.reported : 0), 0);
				const waiting = (until: Day) => {
					const gaps = new Map<string, number>();
					for (const { date, kind, reported, confirmed } of records)
						if (date <= until) gaps.set(`${date} ${kind}`, (gaps.get(`${date} ${kind}`) ?? 0) + reported - confirmed);
					return [...gaps.values()].reduce((sum, gap) => sum + Math.abs(gap), 0);
				};
				let wanted = today;
				while (yearOf(wanted) === 2019 && waiting(wanted) * 50 > total) wanted = addDays(wanted, -1);
				expect(to(table)).toBe(wanted >= addDays(today, -92) ? wanted : null);
				expect(lastDayOfYear(2018) <= wanted).toBe(true);
			})
		);
	});
});
