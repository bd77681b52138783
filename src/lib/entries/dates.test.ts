// The dates that a record may carry.
import { describe, expect, it } from 'vitest';
import { day } from '#lib/kernel/day.ts';
import { dateFault } from './dates.ts';

const fault = (date: string) => dateFault(day(date), day('2019-09-16'), 2017, '/date');

describe("a record's date", () => {
	it.each(['2017-01-01', '2019-09-15', '2019-09-16'])('may be %s', (date) => {
		expect(fault(date)).toBeNull();
	});

	it('is not before the base year', () => {
		expect(fault('2016-12-31')).toEqual({ pointer: '/date', code: 'before_base_year', params: { year: 2017 } });
	});

	it('is not in the future', () => {
		expect(fault('2019-09-17')).toEqual({ pointer: '/date', code: 'in_future', params: { today: '2019-09-16' } });
	});
});
