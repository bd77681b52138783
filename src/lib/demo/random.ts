// Chance that can be repeated: a small generator from a seed, and what samples draw with it.

/** A number from 0 up to, not including, 1. */
export type Random = () => number;

/** mulberry32: the same seed gives the same numbers on every machine. */
export function seededRandom(seed: number): Random {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** A whole number from `from` to `to`, both included. */
export function between(random: Random, from: number, to: number): number {
	return from + Math.floor(random() * (to - from + 1));
}

/** @throws RangeError on an empty list */
export function pick<T>(random: Random, list: readonly T[]): T {
	const chosen = list[Math.floor(random() * list.length)];
	if (chosen === undefined) throw new RangeError('nothing to pick from');
	return chosen;
}

/** One of the keys, each as likely as its weight. */
export function pickWeighted<K extends string>(random: Random, weights: Readonly<Record<K, number>>): K {
	const entries = Object.entries<number>(weights) as [K, number][];
	let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0);
	for (const [key, weight] of entries) {
		left -= weight;
		if (left < 0) return key;
	}
	return pick(random, entries)[0];
}

/** About normal with mean 0 and deviation 1: twelve draws, so never beyond 6. */
export function normal(random: Random): number {
	let sum = -6;
	for (let draw = 0; draw < 12; draw++) sum += random();
	return sum;
}
