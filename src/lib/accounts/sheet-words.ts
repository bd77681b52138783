// How a sheet was read, in words: its encoding, what stands between its cells, where the names of its columns are.
import type { Option } from '#lib/forms/options.ts';
import { m } from '#lib/paraglide/messages.js';
import type { SheetReading } from './import-preview.ts';
import { encodings, type Encoding } from './sheet-encoding.ts';

const delimiterWords = new Map<string, () => string>([
	[',', () => m.accounts_delimiter_comma()],
	[';', () => m.accounts_delimiter_semicolon()],
	['\t', () => m.accounts_delimiter_tab()],
	['，', () => m.accounts_delimiter_wide_comma()],
	['；', () => m.accounts_delimiter_wide_semicolon()],
	['|', () => m.accounts_delimiter_bar()]
]);

/** The first finds the encoding out. */
export function encodingOptions(): Option[] {
	return [
		{ value: '', label: m.accounts_import_encoding_auto() },
		...encodings.map((encoding) => ({ value: encoding, label: encodingWord(encoding) }))
	];
}

export function readAs({ encoding, delimiter, headLine, above }: SheetReading): string {
	const said = m.accounts_import_read_as({
		encoding: encoding.toUpperCase(),
		delimiter: delimiterWords.get(delimiter)?.() ?? delimiter,
		line: headLine
	});
	return above === 0 ? said : `${said} ${m.accounts_import_above({ count: above })}`;
}

function encodingWord(encoding: Encoding): string {
	return encoding === 'gb18030' ? m.accounts_import_encoding_gb18030() : encoding.toUpperCase();
}
