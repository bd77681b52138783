// Ratios and shares of the funds as text.
import { expect, it } from 'vitest';
import { percent, times } from './fund-figures.ts';

it('[R275] rounds ratios as every other figure, and shows none as what is asked before it is', () => {
	expect(times(1.03997)).toBe('1.04');
	expect(times(1.03997, 1.15)).toBe('1.04');
	expect(times(1.1499, 1.15)).toBe('1.14');
	expect(times(0.996, 1)).toBe('0.99');
	expect(times(1.15, 1.15)).toBe('1.15');
	expect(times(null)).toBe('—');
});

it('[R275] says the whole only of the whole', () => {
	expect(percent(0.99996)).toBe('99.9%');
	expect(percent(1)).toBe('100.0%');
	expect(percent(0.5069)).toBe('50.7%');
});
