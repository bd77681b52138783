// Figures keep their hundredths through text and back.
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { figureField, figureShown, figureText, parseFigure } from './figure.ts';

describe('figures', () => {
	it('come back from their text as they were, with separators or without', () => {
		fc.assert(
			fc.property(fc.bigInt({ min: 0n, max: 10_000_000_000_000n }), (value) => {
				expect(parseFigure(figureText(value))).toBe(value);
				expect(parseFigure(figureShown(figureText(value)))).toBe(value);
			})
		);
	});

	it.each([
		['', 'bad_figure'],
		['-1', 'bad_figure'],
		['1e3', 'figure_character'],
		['.5', 'bad_figure'],
		['1,23', 'figure_groups'],
		['１２', 'figure_character'],
		['0.001', 'figure_too_precise'],
		['100000000000.01', 'figure_too_large']
	])('%j is refused as %s', (text, code) => {
		expect(parseFigure(text)).toBe(code);
	});

	it.each([
		[80, 8000n],
		[80.5, 8050n],
		['1,300', 130_000n],
		[' 0 ', 0n]
	])('%j is read as hundredths', (input, value) => {
		expect(v.parse(figureField, input)).toBe(value);
	});
});
