// Which characters the bytes of a sheet stand for: by its marks, by what can be read at all, else by what looks like writing.

export const encodings = ['utf-8', 'gb18030', 'utf-16'] as const;
export type Encoding = (typeof encodings)[number];

export interface DecodedText {
	readonly text: string;
	readonly encoding: Encoding;
	/** False where the bytes read well in another encoding too: somebody must look. */
	readonly sure: boolean;
}

/** The first place that is no text in an encoding: counted from 1, in characters. */
export interface BadPlace {
	readonly encoding: Encoding;
	readonly line: number;
	readonly column: number;
}

/**
 * The text of a sheet.
 * @param wanted the encoding that somebody chose; null to find it out
 * @param telling how much of a text is known to stand in such a sheet, e.g. the names of its columns
 */
export function decodeSheet(
	bytes: Uint8Array,
	wanted: Encoding | null,
	telling: (text: string) => number
): DecodedText | BadPlace {
	const marked = markedEncoding(bytes);
	if (wanted !== null || marked !== null) {
		const encoding = wanted ?? marked ?? 'utf-8';
		const text = decode(bytes, encoding);
		return text === null ? badPlace(bytes, encoding) : { text, encoding, sure: true };
	}
	// Text has no zero bytes but in UTF-16.
	if (bytes.includes(0)) {
		const text = decode(bytes, 'utf-16');
		return text === null ? badPlace(bytes, 'utf-8') : { text, encoding: 'utf-16', sure: true };
	}
	const utf8 = decode(bytes, 'utf-8');
	const gb18030 = decode(bytes, 'gb18030');
	if (utf8 !== null && gb18030 !== null) return likelier(utf8, gb18030, telling);
	if (utf8 !== null) return { text: utf8, encoding: 'utf-8', sure: true };
	if (gb18030 !== null) return { text: gb18030, encoding: 'gb18030', sure: true };
	// What reads better is what was meant.
	return badPlace(bytes, lost(bytes, 'utf-8') <= lost(bytes, 'gb18030') ? 'utf-8' : 'gb18030');
}

/** Both can be read: the known words decide, then how odd each would be as writing. */
function likelier(utf8: string, gb18030: string, telling: (text: string) => number): DecodedText {
	if (utf8 === gb18030) return { text: utf8, encoding: 'utf-8', sure: true };
	const known = telling(utf8) - telling(gb18030);
	// Few texts in GB18030 happen to be Chinese in UTF-8, while Chinese in UTF-8 is full of rarer characters in GB18030.
	const odd = oddity(gb18030, { rarer: 0.5, rare: 1 }) - oddity(utf8, { rarer: 0, rare: 0.4 });
	const [text, encoding] =
		(known === 0 ? odd : known) > 0 ? ([utf8, 'utf-8'] as const) : ([gb18030, 'gb18030'] as const);
	return { text, encoding, sure: known !== 0 || Math.abs(odd) >= 0.1 };
}

/**
 * How much of what is not ASCII in a text hardly stands there in real writing, from 0 to 1: rare characters, words of several
 * scripts, capitals within a word, signs that no name has.
 */
function oddity(text: string, weights: Readonly<Record<Rarity, number>>): number {
	let all = 0;
	let odd = 0;
	for (const [word] of text.matchAll(/[\p{L}\p{M}\p{N}·]*[^\p{ASCII}][\p{L}\p{M}\p{N}·]*/gu)) {
		const signs = [...word].filter((sign) => sign > '\x7F');
		all += signs.length;
		if (isOddWord(word)) odd += signs.length;
		else for (const sign of signs) odd += /\p{Script=Han}/u.test(sign) ? weightOf(sign, weights) : 0;
	}
	return all === 0 ? 0 : odd / all;
}

/** Letters that everyday words are made of, script by script. */
const everyday: readonly RegExp[] = [
	/^[\p{Script=Han}〇A-Z0-9·（）]+$/u,
	/^[a-z]+$/i,
	/^[A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u017F·]+$/u,
	/^[\u0410-\u044FЁё]+$/u,
	/^[\u0386-\u03CE]+$/u,
	/^[\u0620-\u0652]+$/u,
	/^[\u05D0-\u05EA]+$/u,
	/^[\u3041-\u30FF\p{Script=Han}]+$/u,
	/^[\uAC00-\uD7A3]+$/u
];

function isOddWord(word: string): boolean {
	if (/^[\u2010-\u2027\u3000-\u3020\uFF00-\uFF65]+$/u.test(word)) return false;
	if (/^·|·$/.test(word) || /\p{Ll}\p{Lu}/u.test(word)) return true;
	return !everyday.some((letters) => letters.test(word.replaceAll(/[\u2010-\u2027\u3000-\u3020\uFF00-\uFF65]/gu, '')));
}

type Rarity = 'rarer' | 'rare';

function weightOf(han: string, weights: Readonly<Record<Rarity, number>>): number {
	known ??= { common: rowsOf(0xb0, 0xd7), rarer: rowsOf(0xd8, 0xf7) };
	if (known.common.has(han)) return 0;
	return weights[known.rarer.has(han) ? 'rarer' : 'rare'];
}

/** The two levels of GB 2312: 3,755 common characters and 3,008 rarer ones, made of their bytes when first asked for. */
let known: { readonly common: ReadonlySet<string>; readonly rarer: ReadonlySet<string> } | null = null;

function rowsOf(first: number, last: number): ReadonlySet<string> {
	const bytes: number[] = [];
	for (let row = first; row <= last; row++) for (let cell = 0xa1; cell <= 0xfe; cell++) bytes.push(row, cell);
	return new Set(new TextDecoder('gb18030').decode(new Uint8Array(bytes)));
}

function markedEncoding(bytes: Uint8Array): Encoding | null {
	const begins = (...mark: number[]) => mark.every((byte, at) => bytes[at] === byte);
	if (begins(0xef, 0xbb, 0xbf)) return 'utf-8';
	if (begins(0xff, 0xfe) || begins(0xfe, 0xff)) return 'utf-16';
	return begins(0x84, 0x31, 0x95, 0x33) ? 'gb18030' : null;
}

/** Null where the bytes are no text in that encoding. */
function decode(bytes: Uint8Array, encoding: Encoding): string | null {
	try {
		const text = new TextDecoder(labelOf(bytes, encoding), { fatal: true }).decode(bytes).replace(/^\uFEFF/, '');
		return text.includes('\0') ? null : text;
	} catch {
		return null;
	}
}

/** In UTF-16 commas and line ends have a zero byte: where it stands says which byte comes first. */
function labelOf(bytes: Uint8Array, encoding: Encoding): string {
	if (encoding !== 'utf-16') return encoding;
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
	if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
	const zeros = [0, 0];
	for (const [at, byte] of bytes.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
	return (zeros[0] ?? 0) > (zeros[1] ?? 0) ? 'utf-16be' : 'utf-16le';
}

/** How many places are no text in an encoding. */
function lost(bytes: Uint8Array, encoding: Encoding): number {
	return new TextDecoder(encoding).decode(bytes).split('\uFFFD').length;
}

function badPlace(bytes: Uint8Array, encoding: Encoding): BadPlace {
	const text = new TextDecoder(labelOf(bytes, encoding)).decode(bytes);
	const at = text.search(/[\uFFFD\0]/);
	const lines = text.slice(0, Math.max(0, at)).split(/\r\n|\r|\n/);
	return { encoding, line: lines.length, column: [...(lines.at(-1) ?? '')].length + 1 };
}
