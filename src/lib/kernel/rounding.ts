// [R275] How a figure is rounded for the eye: as on paper, but never onto the other side of what it is held against.
import { atLeast, ceiling, fraction, type Fraction } from './fraction.ts';

/** Which side of a limit is the good one: of days and other things of which less is better, the lower. */
export type Better = 'higher' | 'lower';

/**
 * Half away from zero, in units of the last decimal: 1.005 at two decimals is 101, 1,250 at -2 is 13. A value that a limit is above stays below the
 * limit as `roundedLimit` shows it, and one that has reached the limit does not fall short of it.
 */
export function rounded(
	value: Fraction,
	decimals: number,
	limits: readonly Fraction[] = [],
	better: Better = 'higher'
): bigint {
	if (better === 'lower') return -rounded(negative(value), decimals, limits.map(negative));
	const scaled = scale(value, decimals);
	return limits.reduce((text, limit) => {
		const asked = ceiling(scale(limit, decimals));
		if (atLeast(value, limit)) return text < asked ? ceiling(scaled) : text;
		return text < asked ? text : -ceiling(negative(scaled));
	}, halfAway(scaled));
}

/** What is asked for never looks easier than it is: rounded up, or down where less is better. */
export function roundedLimit(limit: Fraction, decimals: number, better: Better = 'higher'): bigint {
	return better === 'higher' ? ceiling(scale(limit, decimals)) : -ceiling(scale(negative(limit), decimals));
}

/** The same for numbers of a view. They are taken as they are written: 0.145 is 145 thousandths, whatever the machine holds. */
export function roundedNumber(
	value: number,
	decimals: number,
	limits: readonly number[] = [],
	better: Better = 'higher'
): number {
	if (!Number.isFinite(value)) return value;
	return unscaled(rounded(asWritten(value), decimals, limits.map(asWritten), better), decimals);
}

export function roundedLimitNumber(limit: number, decimals: number, better: Better = 'higher'): number {
	return Number.isFinite(limit) ? unscaled(roundedLimit(asWritten(limit), decimals, better), decimals) : limit;
}

function asWritten(value: number): Fraction {
	const [digits = '0', exponent = '0'] = String(value).split('e');
	const [whole = '0', decimals = ''] = digits.split('.');
	const power = Number(exponent) - decimals.length;
	const part = BigInt(whole + decimals);
	return power < 0 ? fraction(part, 10n ** BigInt(-power)) : fraction(part * 10n ** BigInt(power));
}

function unscaled(value: bigint, decimals: number): number {
	return Number(`${value}e${-decimals}`);
}

function scale({ part, whole }: Fraction, decimals: number): Fraction {
	if (decimals < 0) return { part, whole: whole * 10n ** BigInt(-decimals) };
	return { part: part * 10n ** BigInt(decimals), whole };
}

function negative({ part, whole }: Fraction): Fraction {
	return { part: -part, whole };
}

function halfAway({ part, whole }: Fraction): bigint {
	const absolute = part < 0n ? -part : part;
	const text = (absolute * 2n + whole) / (whole * 2n);
	return part < 0n ? -text : text;
}
