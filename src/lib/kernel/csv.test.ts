// Sheets: what is written comes back as it was, and no cell is a formula.
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteOrderMark, csvRow } from './csv.ts';

const signs = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
const nasty = fc.string({
	unit: fc.constantFrom(...signs, '"', "'", ',', ';', ' ', 'a', '1', '张', '\u0000', '\uFEFF')
});

describe('CSV rows', () => {
	it('come back cell by cell, with an apostrophe before what looks like a formula', () => {
		fc.assert(
			fc.property(fc.array(nasty, { minLength: 1, maxLength: 6 }), (cells) => {
				const [row] = parse(`x\r\n${csvRow(cells)}`, {
					relax_column_count: true,
					record_delimiter: '\r\n',
					from: 2
				});
				const quoted = cells.map((cell) => (signs.some((sign) => cell.startsWith(sign)) ? `'${cell}` : cell));
				expect(row ?? ['']).toEqual(quoted);
				for (const cell of row ?? []) expect(signs.some((sign) => cell.startsWith(sign))).toBe(false);
			}),
			{ numRuns: 2000 }
		);
	});

	it('leave numbers and empty cells as they are', () => {
		expect(csvRow([-1.5, null, '', '=1+1', '-3'])).toBe(`-1.5,,,'=1+1,'-3\r\n`);
	});

	it('begin with the mark that spreadsheets ask for', () => {
		expect([...Buffer.from(byteOrderMark)]).toEqual([0xef, 0xbb, 0xbf]);
	});
});
