// Exact quotients of whole numbers: what lights and targets are decided on, so that nothing is rounded before it is compared.

/** part / whole; the whole is above nought. */
export interface Fraction {
	readonly part: bigint;
	readonly whole: bigint;
}

/** @throws RangeError when there is no whole to divide by */
export function fraction(part: bigint, whole = 1n): Fraction {
	if (whole === 0n) throw new RangeError('a fraction of nothing');
	return whole < 0n ? { part: -part, whole: -whole } : { part, whole };
}

/** A number of the plan's data, exact to the ten-thousandth: 0.95 is 9500 / 10000. */
export function fractionOf(value: number): Fraction {
	return fraction(BigInt(Math.round(value * 10_000)), 10_000n);
}

export function plus(a: Fraction, b: Fraction): Fraction {
	return { part: a.part * b.whole + b.part * a.whole, whole: a.whole * b.whole };
}

export function minus(a: Fraction, b: Fraction): Fraction {
	return plus(a, { part: -b.part, whole: b.whole });
}

export function times(a: Fraction, b: Fraction): Fraction {
	return { part: a.part * b.part, whole: a.whole * b.whole };
}

/** Null when the divisor is nought. */
export function over(a: Fraction, b: Fraction): Fraction | null {
	return b.part === 0n ? null : fraction(a.part * b.whole, a.whole * b.part);
}

/** @param exponent a whole number from 0 on */
export function power(a: Fraction, exponent: number): Fraction {
	return { part: a.part ** BigInt(exponent), whole: a.whole ** BigInt(exponent) };
}

/** Whether a >= b. */
export function atLeast(a: Fraction, b: Fraction): boolean {
	return a.part * b.whole >= b.part * a.whole;
}

/** The least whole number that is not below. */
export function ceiling({ part, whole }: Fraction): bigint {
	return part / whole + (part > 0n && part % whole !== 0n ? 1n : 0n);
}

/** For display. */
export function plain({ part, whole }: Fraction): number {
	// Within what a number holds the division is exact to its last digit; above it the larger halves do.
	const limit = 1n << 1000n;
	if (part < limit && part > -limit && whole < limit) return Number(part) / Number(whole);
	return Number((part * 1_000_000_000_000n) / whole) / 1e12;
}
