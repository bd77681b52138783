// The bytes of a CSV file as records: UTF-8 with or without its mark, or GB18030 as Chinese spreadsheets save it.
import { CsvError, parse } from 'csv-parse/sync';
import { invalid, ok, type FaultCode, type Result } from '#lib/kernel/result.ts';
import { sheetBytes, sheetRows, type SheetRecord } from './sheet.ts';

/** @param file what a form sent in the field of the file; text where it was no file */
export async function readSheetFile(file: FormDataEntryValue | null): Promise<Result<readonly SheetRecord[]>> {
	if (!(file instanceof File) || file.size === 0) return wrong('required');
	if (!file.name.toLowerCase().endsWith('.csv')) return wrong('sheet_not_csv');
	if (file.size > sheetBytes) return wrong('sheet_too_large', { max: sheetBytes / 1024 });
	return recordsOf(new Uint8Array(await file.arrayBuffer()));
}

export function recordsOf(bytes: Uint8Array): Result<readonly SheetRecord[]> {
	const text = textOf(bytes);
	if (text === null) return wrong('sheet_not_text');
	try {
		const rows = parse(text, {
			bom: true,
			info: true,
			relax_column_count: true,
			skip_empty_lines: true,
			max_record_size: 4096,
			// The header, and one more than is allowed: the rules say how many there are too many of.
			to: sheetRows + 2
		}) as unknown as { readonly info: { readonly lines: number }; readonly record: readonly string[] }[];
		return ok(rows.map(({ info, record }) => ({ line: info.lines, cells: record })));
	} catch (error) {
		if (error instanceof CsvError) return wrong('sheet_broken', { line: Number(error['lines'] ?? 0) });
		throw error;
	}
}

/** Null for what is no text in either coding. */
function textOf(bytes: Uint8Array): string | null {
	for (const coding of ['utf-8', 'gb18030']) {
		try {
			const text = new TextDecoder(coding, { fatal: true }).decode(bytes);
			return /[\p{Cn}\p{Co}\p{Cs}]|(?![\t\r\n])\p{Cc}/u.test(text) ? null : text;
		} catch {
			// Not in this coding.
		}
	}
	return null;
}

function wrong(code: FaultCode, params?: Readonly<Record<string, number>>): Result<never> {
	return invalid([params ? { pointer: '/file', code, params } : { pointer: '/file', code }]);
}
