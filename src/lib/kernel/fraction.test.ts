// Exact quotients: order and arithmetic agree with cross-multiplication, display with the numbers themselves.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { atLeast, ceiling, fraction, fractionOf, minus, over, plain, plus, power, times } from './fraction.ts';

it('reads the plan’s numbers exactly', () => {
	expect(fractionOf(0.95)).toEqual({ part: 9_500n, whole: 10_000n });
	expect(atLeast(fraction(19n, 20n), fractionOf(0.95))).toBe(true);
	expect(atLeast(fraction(18n, 19n), fractionOf(0.95))).toBe(false);
});

it('refuses to divide by nothing, and turns the sign of a negative whole', () => {
	expect(() => fraction(1n, 0n)).toThrow(RangeError);
	expect(over(fraction(1n), fraction(0n, 7n))).toBeNull();
	expect(fraction(1n, -2n)).toEqual({ part: -1n, whole: 2n });
});

it.each([
	[7n, 2n, 4n],
	[6n, 2n, 3n],
	[0n, 5n, 0n],
	[-7n, 2n, -3n]
])('the ceiling of %i / %i is %i', (part, whole, expected) => {
	expect(ceiling(fraction(part, whole))).toBe(expected);
});

it('adds, subtracts, multiplies, divides and raises as numbers do, also beyond what a number holds', () => {
	const some = fc.tuple(fc.bigInt(-1000n, 1000n), fc.bigInt(1n, 1000n)).map(([part, whole]) => fraction(part, whole));
	fc.assert(
		fc.property(some, some, (a, b) => {
			expect(plain(plus(a, b))).toBeCloseTo(plain(a) + plain(b), 8);
			expect(plain(minus(a, b))).toBeCloseTo(plain(a) - plain(b), 8);
			expect(plain(times(a, b))).toBeCloseTo(plain(a) * plain(b), 4);
			expect(atLeast(plus(a, b), minus(a, b))).toBe(b.part >= 0n);
			const quotient = over(a, b);
			if (quotient) expect(atLeast(times(quotient, b), a) && atLeast(a, times(quotient, b))).toBe(true);
		})
	);
	expect(plain(power(fraction(12n, 10n), 3))).toBe(1.728);
	expect(plain(fraction(3n * 10n ** 400n, 10n ** 400n))).toBe(3);
});
