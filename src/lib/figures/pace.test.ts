// How far the days of a plan have passed.
import { expect, it } from 'vitest';
import { day } from '#lib/kernel/day.ts';
import { paceOf } from './pace.ts';

it.each([
	['2017-12-31', 0],
	['2018-01-01', 1],
	['2019-01-01', 366],
	['2020-12-31', 1096],
	['2021-06-01', 1096]
])('on %s %i of 1096 days have begun', (today, elapsed) => {
	expect(paceOf({ years: [2018, 2019, 2020] }, day(today))).toEqual({ elapsed, total: 1096, share: elapsed / 1096 });
});
