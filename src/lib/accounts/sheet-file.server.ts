// The bytes of a sheet as records: in whatever encoding, with whatever sign between its cells.
import { CsvError, parse } from 'csv-parse/sync';
import { invalid, ok, type FaultCode, type Param, type Result } from '#lib/kernel/result.ts';
import { decodeSheet, type Encoding } from './sheet-encoding.ts';
import { headsKnown, sheetBytes, sheetRows, titleRows, type SheetRecord } from './sheet.ts';

/** A file as it was read, and how. */
export interface SheetFile {
	readonly records: readonly SheetRecord[];
	readonly encoding: Encoding;
	/** False where the file reads well in another encoding too. */
	readonly sure: boolean;
	readonly delimiter: Delimiter;
}

/** What stands between cells: spreadsheets write commas, semicolons or tabs; people type the others. */
const delimiters = [',', ';', '\t', '，', '；', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/**
 * @param file what a form sent in the field of the file; text where it was no file
 * @param wanted the encoding that was chosen; null to find it out
 */
export async function readSheetFile(
	file: FormDataEntryValue | null,
	wanted: Encoding | null
): Promise<Result<SheetFile>> {
	if (!(file instanceof File) || file.size === 0) return wrong('required');
	if (!/\.(csv|tsv|txt)$/i.test(file.name)) return wrong('sheet_not_csv');
	if (file.size > sheetBytes) return wrong('sheet_too_large', { max: sheetBytes / 1024 });
	return recordsOf(new Uint8Array(await file.arrayBuffer()), wanted);
}

export function recordsOf(bytes: Uint8Array, wanted: Encoding | null = null): Result<SheetFile> {
	if (isWorkbook(bytes)) return wrong('sheet_is_workbook');
	const decoded = decodeSheet(bytes, wanted, (text) => headsKnown(headOf(text).records));
	if (!('text' in decoded)) {
		const { encoding, line, column } = decoded;
		return wrong('sheet_bad_bytes', { encoding: encoding.toUpperCase(), line, column });
	}
	const { text, encoding, sure } = decoded;
	const { delimiter } = headOf(text);
	try {
		// The names of the columns, what may stand above them, and one row more than is allowed: the rules say how many are too many.
		return ok({ records: split(text, delimiter, sheetRows + titleRows + 2), encoding, sure, delimiter });
	} catch (error) {
		if (error instanceof CsvError) return broken(text, delimiter, error);
		throw error;
	}
}

/** The first rows, split by what `sep=` says, else by the sign that shows the most columns that are known. */
function headOf(text: string): { readonly delimiter: Delimiter; readonly records: readonly SheetRecord[] } {
	const said = /^sep=(.)\r?(?:\n|$)/i.exec(text)?.[1];
	const told = delimiters.find((one) => one === said);
	const tried = (told ? [told] : delimiters).map((delimiter) => ({ delimiter, records: begun(text, delimiter) }));
	return tried.reduce((best, one) => (headsKnown(one.records) > headsKnown(best.records) ? one : best));
}

/** As many of the first rows as can be split. */
function begun(text: string, delimiter: Delimiter): readonly SheetRecord[] {
	const lines = text.split(/\r\n|\r|\n/, titleRows + 1);
	try {
		return split(lines.join('\n'), delimiter, titleRows + 1);
	} catch (error) {
		if (!(error instanceof CsvError)) throw error;
		return error.code === 'CSV_QUOTE_NOT_CLOSED'
			? split(lines.join('\n'), delimiter, Number(error['records'] ?? 0))
			: [];
	}
}

function split(text: string, delimiter: Delimiter, most: number): readonly SheetRecord[] {
	if (most === 0) return [];
	const rows = parse(text, {
		bom: true,
		delimiter,
		info: true,
		relax_column_count: true,
		skip_empty_lines: true,
		max_record_size: 4096,
		from_line: /^sep=/i.test(text) ? 2 : 1,
		to: most
	}) as unknown as { readonly info: { readonly lines: number }; readonly record: readonly string[] }[];
	return rows.map(({ info, record }) => ({ line: info.lines, cells: record }));
}

/** Where a file cannot be split, and why. A quote that is never closed is found at the end: it began after the last whole row. */
function broken(text: string, delimiter: Delimiter, error: CsvError): Result<never> {
	const [lines, column] = [Number(error['lines'] ?? 0), Number(error['column'] ?? 0) + 1];
	if (error.code === 'CSV_MAX_RECORD_SIZE') return wrong('sheet_row_too_long', { line: lines });
	if (error.code !== 'CSV_QUOTE_NOT_CLOSED') return wrong('sheet_stray_quote', { line: lines, column });
	const before = split(text, delimiter, Number(error['records'] ?? 0)).at(-1)?.line ?? 0;
	return wrong('sheet_open_quote', { line: before + 1, column });
}

/** .xlsx is a zip, .xls a compound file: spreadsheets with another ending. */
function isWorkbook(bytes: Uint8Array): boolean {
	const begins = (...mark: number[]) => mark.every((byte, at) => bytes[at] === byte);
	return begins(0x50, 0x4b, 3, 4) || begins(0xd0, 0xcf, 0x11, 0xe0);
}

function wrong(code: FaultCode, params?: Readonly<Record<string, Param>>): Result<never> {
	return invalid([params ? { pointer: '/file', code, params } : { pointer: '/file', code }]);
}
