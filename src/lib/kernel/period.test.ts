// Periods by their names: first and last days, leap years, the borders of years and quarters.
import { expect, it } from 'vitest';
import { day } from './day.ts';
import { firstDayOf, lastDayOf, parsePeriod, periodAt, periodKind, periodsBetween, type Period } from './period.ts';

it.each([
	['2019', 'year', '2019-01-01', '2019-12-31'],
	['2019-Q1', 'quarter', '2019-01-01', '2019-03-31'],
	['2019-Q4', 'quarter', '2019-10-01', '2019-12-31'],
	['2020-02', 'month', '2020-02-01', '2020-02-29'],
	['2019-02', 'month', '2019-02-01', '2019-02-28']
] as const)('%s is a %s from %s to %s', (text, kind, first, last) => {
	const period = parsePeriod(text) as Period;
	expect([periodKind(period), firstDayOf(period), lastDayOf(period)]).toEqual([kind, first, last]);
	expect([periodAt(day(first), kind), periodAt(day(last), kind)]).toEqual([text, text]);
});

it.each(['', '19', '2019-', '2019-13', '2019-00', '2019-Q5', '2019-Q0', '2019-q1', '0000', '2019-06-01', ' 2019'])(
	'%j names no period',
	(text) => {
		expect(parsePeriod(text)).toBeNull();
	}
);

it('lists the periods between two days over the turn of years', () => {
	expect(periodsBetween(day('2018-11-30'), day('2019-02-01'), 'month')).toEqual([
		'2018-11',
		'2018-12',
		'2019-01',
		'2019-02'
	]);
	expect(periodsBetween(day('2018-09-30'), day('2019-01-01'), 'quarter')).toEqual(['2018-Q3', '2018-Q4', '2019-Q1']);
	expect(periodsBetween(day('2018-12-31'), day('2020-01-01'), 'year')).toEqual(['2018', '2019', '2020']);
	expect(periodsBetween(day('2019-02-01'), day('2019-01-31'), 'month')).toEqual([]);
});
