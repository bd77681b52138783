// The preview of a sheet as its page shows it: what each row would do, and what goes back to confirm it.
import type { JudgedRow } from './sheet.ts';

export interface PreviewRow extends Pick<JudgedRow, 'verdict' | 'row' | 'changes'> {
	/** Of the file. */
	readonly line: number;
	/** What is wrong, in which column, ready to read. */
	readonly faults: readonly { readonly column: string; readonly message: string }[];
}

export interface ImportPreview {
	readonly rows: readonly PreviewRow[];
	readonly ignored: readonly string[];
	readonly sheet: { readonly rows: string; readonly seen: string };
}

/** The preview in a page's `form`; null where it holds none. */
export function previewOf(form: unknown): ImportPreview | null {
	if (typeof form !== 'object' || form === null || !('preview' in form)) return null;
	return form.preview as ImportPreview;
}
