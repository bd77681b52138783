// Rounding for the eye: as on paper, and never onto the other side of a limit.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atLeast, fraction, type Fraction } from './fraction.ts';
import { rounded, roundedLimit, roundedLimitNumber, roundedNumber } from './rounding.ts';

const fractions = fc
	.tuple(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), fc.bigInt({ min: 1n, max: 10n ** 9n }))
	.map(([part, whole]) => fraction(part, whole));
/** Values and limits that lie closer together than the last decimal. */
const close = fc
	.tuple(fractions, fc.bigInt({ min: -30n, max: 30n }))
	.map(([limit, by]): [Fraction, Fraction] => [
		{ part: limit.part * 10_000n + by * limit.whole, whole: limit.whole * 10_000n },
		limit
	]);
const places = fc.integer({ min: -2, max: 4 });

describe('[R275] rounding', () => {
	it('is half away from zero, by the number as it is written', () => {
		expect(roundedNumber(1.005, 2)).toBe(1.01);
		expect(roundedNumber(1.03997, 2)).toBe(1.04);
		expect(roundedNumber(-0.145, 2)).toBe(-0.15);
		expect(roundedNumber(1250, -2)).toBe(1300);
		expect(roundedNumber(1e-7, 2)).toBe(0);
		expect(roundedNumber(1.5e21, 1)).toBe(1.5e21);
		expect(roundedNumber(NaN, 1)).toBeNaN();
	});

	it('does not show a rate as its target before it is: 3,030 of 3,191 is 94.9 %', () => {
		expect(roundedNumber((3030 / 3191) * 100, 1)).toBe(95);
		expect(rounded(fraction(303_000n, 3191n), 1, [fraction(95n)])).toBe(949n);
		expect(roundedNumber(0.9495, 2, [0.95])).toBe(0.94);
		expect(roundedNumber(0.95, 2, [0.95])).toBe(0.95);
	});

	it('shows what has reached a limit as having reached it', () => {
		expect(roundedNumber(0.9524, 2, [0.9523])).toBe(0.96);
		expect(roundedLimitNumber(0.9523, 2)).toBe(0.96);
	});

	it('turns round where less is better', () => {
		expect(roundedNumber(40.04, 1, [40], 'lower')).toBe(40.1);
		expect(roundedNumber(39.96, 1, [40], 'lower')).toBe(40);
		expect(roundedLimitNumber(40.04, 1, 'lower')).toBe(40);
	});

	it('keeps every value on its own side of the limit as that is shown', () => {
		fc.assert(
			fc.property(close, places, fc.constantFrom('higher' as const, 'lower' as const), ([value, limit], at, better) => {
				const [shown, asked] = [rounded(value, at, [limit], better), roundedLimit(limit, at, better)];
				const met = better === 'higher' ? atLeast(value, limit) : atLeast(limit, value);
				expect(better === 'higher' ? shown >= asked : shown <= asked).toBe(met);
			})
		);
	});

	it('is never a whole unit of the last decimal away from the value', () => {
		fc.assert(
			fc.property(close, places, ([value, limit], at) => {
				const unit = 10n ** BigInt(Math.abs(at));
				const [shown, exact, one] =
					at < 0
						? [rounded(value, at, [limit]) * unit * value.whole, value.part, unit * value.whole]
						: [rounded(value, at, [limit]) * value.whole, value.part * unit, value.whole];
				expect(shown - exact < one && exact - shown < one).toBe(true);
			})
		);
	});

	it('is rounding as ever where the limit is far', () => {
		fc.assert(
			fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), places, (value, at) => {
				expect(roundedNumber(value, at, [value + 200, value - 200])).toBe(roundedNumber(value, at));
			})
		);
	});
});
