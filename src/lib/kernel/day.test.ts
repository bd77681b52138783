// Days of Shanghai: real calendar days only, leap years, and the midnight that is not UTC's.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	addDays,
	day,
	dayAt,
	daysBetween,
	firstDayOfYear,
	lastDayOfMonth,
	lastDayOfYear,
	monthOf,
	monthsBetween,
	parseDay,
	parseMonth,
	shiftYears,
	startOf,
	timeAt,
	weekdayOf,
	yearOf,
	type Month
} from './day.ts';

const anyDay = fc.integer({ min: -40_000, max: 60_000 }).map((days) => addDays(day('1990-01-01'), days));
const month = (text: string): Month => parseMonth(text) ?? ('' as Month);

describe('a day', () => {
	it.each(['2020-02-29', '2000-02-29', '2019-12-31', '0001-01-01', '9999-12-31'])('%s is one', (text) => {
		expect(parseDay(text)).toBe(text);
	});

	it.each([
		'2019-02-29',
		'1900-02-29',
		'2100-02-29',
		'2019-04-31',
		'2019-00-10',
		'2019-13-01',
		'2019-01-00',
		'2019-1-1',
		'19-01-01',
		'2019/01/01',
		'2019-01-01 ',
		'2019-01-01T00:00:00Z',
		'-2019-01-01',
		'２０１９-01-01',
		'0000-01-01',
		''
	])('%j is none', (text) => {
		expect(parseDay(text)).toBeNull();
	});

	it('of our own data that is none is refused loudly', () => {
		expect(() => day('2019-02-29')).toThrow(RangeError);
	});
});

describe('in Shanghai', () => {
	it('the day begins at 16:00 UTC of the day before, to the millisecond', () => {
		const midnight = Date.parse('2019-09-15T16:00:00Z');
		expect(dayAt(midnight)).toBe('2019-09-16');
		expect(dayAt(midnight - 1)).toBe('2019-09-15');
		expect(timeAt(midnight)).toBe('00:00');
		expect(timeAt(midnight - 1)).toBe('23:59');
		expect(startOf(day('2019-09-16'))).toBe(midnight);
	});

	it('the year turns there and not in Greenwich', () => {
		expect(dayAt(Date.parse('2018-12-31T16:00:00Z'))).toBe('2019-01-01');
		expect(dayAt(Date.parse('2018-12-31T15:59:59Z'))).toBe('2018-12-31');
	});

	it('every day has 24 hours that belong to it', () => {
		fc.assert(
			fc.property(anyDay, fc.integer({ min: 0, max: 86_399_999 }), (value, millis) => {
				expect(dayAt(startOf(value) + millis)).toBe(value);
			})
		);
	});
});

describe('reckoning', () => {
	it('days added are days between, and lead back', () => {
		fc.assert(
			fc.property(anyDay, fc.integer({ min: -20_000, max: 20_000 }), (value, count) => {
				const there = addDays(value, count);
				expect(daysBetween(value, there)).toBe(count);
				expect(addDays(there, -count)).toBe(value);
				expect(count <= 0 || there > value).toBe(true);
			})
		);
	});

	it('goes over the leap day in leap years alone', () => {
		expect(addDays(day('2020-02-28'), 1)).toBe('2020-02-29');
		expect(addDays(day('2019-02-28'), 1)).toBe('2019-03-01');
		expect(daysBetween(day('2019-01-01'), day('2020-01-01'))).toBe(365);
		expect(daysBetween(day('2020-01-01'), day('2021-01-01'))).toBe(366);
	});

	it('the same day of another year is 28 February where there is no 29th', () => {
		expect(shiftYears(day('2020-02-29'), -1)).toBe('2019-02-28');
		expect(shiftYears(day('2020-02-29'), -4)).toBe('2016-02-29');
		expect(shiftYears(day('2019-09-16'), -2)).toBe('2017-09-16');
	});

	it('months end where their days do', () => {
		fc.assert(
			fc.property(anyDay, (value) => {
				const last = lastDayOfMonth(monthOf(value));
				expect(monthOf(last)).toBe(monthOf(value));
				expect(monthOf(addDays(last, 1))).not.toBe(monthOf(value));
			})
		);
		expect(lastDayOfMonth(month('2020-02'))).toBe('2020-02-29');
		expect(lastDayOfMonth(month('2019-02'))).toBe('2019-02-28');
	});

	it('lists months with both ends, over the turn of the year, none backwards', () => {
		expect(monthsBetween(month('2018-11'), month('2019-02'))).toEqual(['2018-11', '2018-12', '2019-01', '2019-02']);
		expect(monthsBetween(month('2019-02'), month('2019-01'))).toEqual([]);
	});

	it('knows years and weekdays', () => {
		expect([yearOf(day('2019-09-16')), firstDayOfYear(2019), lastDayOfYear(2019)]).toEqual([
			2019,
			'2019-01-01',
			'2019-12-31'
		]);
		expect([weekdayOf(day('2019-09-16')), weekdayOf(day('2019-09-15'))]).toEqual([1, 7]);
	});

	it('takes months of two digits alone', () => {
		for (const text of ['2019-00', '2019-13', '2019-9', '2019', '2019-09-01', '']) expect(parseMonth(text)).toBeNull();
	});
});
