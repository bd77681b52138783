// When jobs are due, without a clock.
import { describe, expect, test } from 'vitest';
import { nextDue, retryAfterMs } from './schedule.ts';

const at = (text: string) => new Date(text);

describe('[R282] the next time a schedule is due', () => {
	test.each([
		['0 0 * * *', '2019-09-16T09:00:00+08:00', '2019-09-17T00:00:00+08:00'],
		['0 0 * * *', '2019-09-16T23:59:59.999+08:00', '2019-09-17T00:00:00+08:00'],
		['0 0 * * *', '2019-12-31T12:00:00+08:00', '2020-01-01T00:00:00+08:00'],
		['15 0 0 * * *', '2019-09-17T00:00:14.999+08:00', '2019-09-17T00:00:15+08:00'],
		['*/15 * * * *', '2019-09-16T09:00:01+08:00', '2019-09-16T09:15:00+08:00'],
		['0 * * * *', '2020-02-28T23:10:00+08:00', '2020-02-29T00:00:00+08:00']
	])('of %s after %s is %s', (schedule, after, next) => {
		expect(nextDue(schedule, at(after))).toEqual(at(next));
	});

	test('is never the instant itself: what was due then has been done', () => {
		expect(nextDue('0 0 * * *', at('2019-09-17T00:00:00+08:00'))).toEqual(at('2019-09-18T00:00:00+08:00'));
	});

	test('leaves out all that was missed: it is done once, not once for each time', () => {
		expect(nextDue('0 0 * * *', at('2019-10-08T09:00:00+08:00'))).toEqual(at('2019-10-09T00:00:00+08:00'));
	});

	test('is refused where it is no schedule or never comes', () => {
		expect(() => nextDue('every day', at('2019-09-16T09:00:00+08:00'))).toThrow();
		expect(() => nextDue('0 0 0 1 1 * 2018', at('2019-09-16T09:00:00+08:00'))).toThrow(/never due again/);
	});
});

test('[R283] a failed attempt is left alone twice as long each time, five minutes at most', () => {
	expect([1, 2, 3, 4, 9, 10, 50].map(retryAfterMs)).toEqual([1000, 2000, 4000, 8000, 256_000, 300_000, 300_000]);
});
