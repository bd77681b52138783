// Characters that nobody sees, that turn a line around or that mean nothing: found, named and dropped.

/** "U+202E" of the first character that one line of text cannot hold; null where there is none. */
export function unfitInLine(text: string): string | null {
	return nameOf(lineUnfit.exec(text)?.[0]);
}

/** "U+202E" of the first character that text of several lines cannot hold; null where there is none. */
export function unfitInText(text: string): string | null {
	return nameOf(textUnfit.exec(text)?.[0]);
}

/**
 * "U+D800" of half a character, or "U+0000": what no database takes, whatever the field; null where there is none.
 * JSON can carry both.
 */
export function unstorable(text: string): string | null {
	if (text.isWellFormed() && !text.includes('\0')) return null;
	return nameOf(/[\p{Cs}\0]/u.exec(text)?.[0]);
}

/** Without what has no shape of its own: joiners, soft hyphens, marks of direction, selectors, fillers, tags. */
export function dropIgnorables(text: string): string {
	return text.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '');
}

/** As names are looked for: without differences of width, of capitals, and of what has no shape. */
export function folded(text: string): string {
	return dropIgnorables(text.normalize('NFKC')).trim().toLowerCase();
}

/** A code as it was shown, however it was typed: full-width digits, spaces, dashes of any kind and capitals do not count. */
export function foldedCode(text: string): string {
	return folded(text).replaceAll(/[\s\p{Pd}\u2212]/gu, '');
}

/** Whether nothing of a text can be seen. U+2800 is a Braille cell without dots. */
export function looksEmpty(text: string): boolean {
	return /^[\s\u2800]*$/.test(dropIgnorables(text));
}

/** U+FFFD stands where bytes were no text: what was meant is lost. */
const meaningless = '\\p{Cs}\\p{Noncharacter_Code_Point}\\uFFFD';

/** Scripts whose letters change shape by joiners (U+200C, U+200D) and by Mongolian's separator (U+180E): names need them. */
const joining = [
	...['Arab', 'Beng', 'Deva', 'Gujr', 'Guru', 'Knda', 'Mlym', 'Mong', 'Orya', 'Sinh', 'Syrc', 'Taml', 'Telu', 'Tibt']
]
	.map((script) => `\\p{Script_Extensions=${script}}`)
	.join('');
const lineUnfit = new RegExp(
	`(?!(?<=[${joining}])[\\u200C\\u200D\\u180E])[\\p{Cc}\\p{Cf}\\p{Co}\\p{Zl}\\p{Zp}${meaningless}]`,
	'u'
);

/** Joiners and tags make one sign of several emoji; embeddings, overrides and isolates show a text in another order than it has. */
const textUnfit = new RegExp(`(?![\\t\\r\\n])[\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069${meaningless}]`, 'u');

function nameOf(character: string | undefined): string | null {
	const code = character?.codePointAt(0);
	return code === undefined ? null : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
