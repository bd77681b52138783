// Shares without rounding, and the light of many parts taken together.
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import type { Light } from './layered.ts';

type Overall = PlanSummary['settings']['verdict']['overall'];

/** `part` of `whole` for display; 0 when there is no whole. */
export function ratioOf(part: bigint, whole: bigint): number {
	return whole === 0n ? 0 : Number(part) / Number(whole);
}

export function isOff(light: Light): boolean {
	return isBehind(light) || light === 'risk' || light === 'returned';
}

export function countLights(lights: readonly Light[]): Partial<Record<Light, number>> {
	const counts: Partial<Record<Light, number>> = {};
	for (const light of lights) counts[light] = (counts[light] ?? 0) + 1;
	return counts;
}

/**
 * The light of a set, by the share of it that is behind (blocked counts) or not on track. What is cancelled or not known is
 * not counted; a set of which nothing is known is 'unreported'.
 */
export function lightOfMany(lights: readonly Light[], overall: Overall): Light {
	const counted = lights.filter((light) => light !== 'cancelled' && !isUnknown(light));
	if (counted.length === 0)
		return lights.length > 0 && lights.every((light) => light === 'cancelled') ? 'cancelled' : 'unreported';
	const behind = counted.filter(isBehind).length;
	const off = counted.filter(isOff).length;
	const reaches = (count: number, rate: number) => reachesShare(count, counted.length, rate);
	if (reaches(behind, overall.behindShareFrom)) return 'behind';
	if (reaches(behind, overall.atRiskShareFrom) || reaches(off, overall.behindShareFrom)) return 'risk';
	if (counted.every((light) => light === 'done' || light === 'done_late')) return 'done';
	return counted.every((light) => light === 'not_started') ? 'not_started' : 'good';
}

/** @param rate a share with at most four decimals; none at all never reaches it */
export function reachesShare(count: number, of: number, rate: number): boolean {
	return count > 0 && BigInt(count) * 10_000n >= tenThousandths(rate) * BigInt(of);
}

function isBehind(light: Light): boolean {
	return light === 'behind' || light === 'blocked';
}

/**
 * Whole ten-thousandths of a rate of the settings, so that thresholds are compared without rounding.
 * @param rate a share or factor with at most four decimals
 */
function tenThousandths(rate: number): bigint {
	return BigInt(Math.round(rate * 10_000));
}

/** Nothing can be said: nobody has reported, the base is missing, or there are too few records. */
export function isUnknown(light: Light): boolean {
	return light === 'unreported' || light === 'base_missing' || light === 'too_few';
}
