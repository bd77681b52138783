// Figures of the overview as text: shares beside their limits, money that is small, counts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { growthOf, percentOf, pointsOf } from './format.ts';

describe('[R275] shares', () => {
	it('do not read as their target before it is reached', () => {
		expect(percentOf(3030 / 3191, 1, [0.95])).toBe('94.9');
		expect(percentOf(0.95, 1, [0.95])).toBe('95.0');
		expect(percentOf(0.8462, 0, [0.7, 0.85, 1])).toBe('84');
		expect(percentOf(0.9996, 1, [1])).toBe('99.9');
		expect(growthOf(0.19996, [0.2])).toBe('+19.9%');
	});

	it('are rounded as ever where nothing is near', () => {
		expect(percentOf(0.5069)).toBe('50.7');
		expect(percentOf(0.5005, 1, [0.95])).toBe('50.1');
		expect(growthOf(-0.031)).toBe('−3.1%');
		expect(growthOf(-0.0001)).toBe('0.0%');
		expect(growthOf(null)).toBe('—');
	});

	it('fall short by more than nothing, or not at all', () => {
		expect(pointsOf(-0.046)).toBe('0.1');
		expect(pointsOf(0)).toBe('0.0');
		expect(pointsOf(-6.24)).toBe('6.2');
	});

	it('stand on the same side of a target as closed and workload do in whole numbers', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: -40, max: 40 }), (workload, by) => {
				const closed = Math.min(workload, Math.max(0, Math.ceil(0.95 * workload) + by));
				const met = closed * 100 >= workload * 95;
				expect(Number(percentOf(closed / workload, 1, [0.95])) >= 95).toBe(met);
			})
		);
	});
});
