// The preview of a sheet as its page shows it: what each row would do, and what goes back to confirm it.
import type { Encoding } from './sheet-encoding.ts';
import type { JudgedRow } from './sheet.ts';

export interface PreviewRow extends Pick<JudgedRow, 'verdict' | 'row' | 'changes'> {
	/** Of the file. */
	readonly line: number;
	/** What is wrong, in which column, ready to read. */
	readonly faults: readonly { readonly column: string; readonly message: string }[];
}

/** How the file was read. */
export interface SheetReading {
	readonly encoding: Encoding;
	/** False where the file reads well in another encoding too. */
	readonly sure: boolean;
	readonly delimiter: string;
	/** The line that names the columns, and how many rows stand above it. */
	readonly headLine: number;
	readonly above: number;
	/** Columns that are not read. */
	readonly ignored: readonly string[];
}

export interface ImportPreview {
	readonly rows: readonly PreviewRow[];
	readonly reading: SheetReading;
	readonly sheet: { readonly rows: string; readonly seen: string };
}

/** The preview in a page's `form`; null where it holds none. */
export function previewOf(form: unknown): ImportPreview | null {
	if (typeof form !== 'object' || form === null || !('preview' in form)) return null;
	return form.preview as ImportPreview;
}
