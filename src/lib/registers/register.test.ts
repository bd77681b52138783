// What the keys and figures of an entity mean.
import { describe, expect, it } from 'vitest';
import { measureNow, measureOfKey, readMeasure, registerKinds } from './register.ts';

const [revenue, patents] = registerKinds.institutions.measures;
if (!revenue || !patents) throw new Error('institutions have two measures');

describe('the key of a figure', () => {
	it.each([
		['operable-patents', 'operable-patents', null],
		['annual-revenue.2018', 'annual-revenue', 2018]
	])('%s is a measure with its year', (key, name, year) => {
		expect(measureOfKey('institutions', key)).toMatchObject({ measure: { name }, year });
	});

	it.each([
		'annual-revenue',
		'annual-revenue.18',
		'annual-revenue.0000',
		'operable-patents.2018',
		'a.b.c',
		'inventions'
	])('%s is none of the register', (key) => {
		expect(measureOfKey('institutions', key)).toBeNull();
	});
});

describe('a figure', () => {
	it('is fen of money and whole of things; empty takes it back', () => {
		expect(readMeasure(revenue, '5.50')).toBe(550n);
		expect(readMeasure(patents, 12)).toBe(12n);
		expect(readMeasure(patents, '12.5')).toBe('figure_not_whole');
		expect(readMeasure(patents, '')).toBeNull();
		expect(readMeasure(patents, null)).toBeNull();
	});

	it('[R100] that counts is the better one of the two newest years', () => {
		const measures = { 'annual-revenue.2016': 900n, 'annual-revenue.2018': 5n, 'annual-revenue.2017': 7n };
		expect(measureNow({ measures }, revenue)).toBe(7n);
		expect(measureNow({ measures: {} }, revenue)).toBeNull();
		expect(measureNow({ measures: { 'operable-patents': 3n } }, patents)).toBe(3n);
	});
});
