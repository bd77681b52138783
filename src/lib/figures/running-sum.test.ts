// Sums up to a day.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays, day } from '#lib/kernel/day.ts';
import { runningSum } from './running-sum.ts';

it('takes the day itself in, and a month up to its last day', () => {
	const sum = runningSum([
		['2019-03-02', 5n],
		['2019-03-01', 1n],
		['2019-03-02', 2n],
		['2019-04', 10n]
	]);
	expect(['2019-02-28', '2019-03-01', '2019-03-02', '2019-03-31', '2019-04-30'].map((text) => sum(day(text)))).toEqual([
		0n,
		1n,
		8n,
		8n,
		18n
	]);
});

it('equals adding up what is not later', () => {
	const figure = fc.tuple(fc.nat(40), fc.bigInt(-9n, 9n));
	fc.assert(
		fc.property(fc.array(figure), fc.nat(40), (figures, until) => {
			const dated = figures.map(([offset, value]) => [addDays(day('2019-12-20'), offset), value] as const);
			const last = addDays(day('2019-12-20'), until);
			const expected = dated.filter(([date]) => date <= last).reduce((total, [, value]) => total + value, 0n);
			expect(runningSum(dated)(last)).toBe(expected);
		})
	);
});
