// Sheets that are given away: rows as CSV that spreadsheets open in Chinese and never take for formulas.

/** Tells spreadsheets that the file is UTF-8; stands before the first row. */
export const byteOrderMark = '\uFEFF';

/** What a spreadsheet would calculate, the full-width signs of East Asian keyboards included. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

/** One row with its line end (RFC 4180). Text that looks like a formula gets an apostrophe; numbers stay numbers. */
export function csvRow(cells: readonly (string | number | null)[]): string {
	return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: string | number | null): string {
	if (value === null) return '';
	if (typeof value === 'number') return String(value);
	const text = formula.test(value) ? `'${value}` : value;
	return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
