// Characters that nobody sees or that mean nothing: which of them are named, and what may stay.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dropIgnorables, looksEmpty, unfitInLine, unfitInText, unstorable } from './text.ts';

describe('one line of text', () => {
	test.each([
		['\u0000', 'U+0000'],
		['\n', 'U+000A'],
		['\u0085', 'U+0085'],
		['\u00AD', 'U+00AD'],
		['\u200B', 'U+200B'],
		['\u200E', 'U+200E'],
		['\u202E', 'U+202E'],
		['\u2067', 'U+2067'],
		['\u2028', 'U+2028'],
		['\u2060', 'U+2060'],
		['\uFEFF', 'U+FEFF'],
		['\uE863', 'U+E863'],
		['\u{F0000}', 'U+F0000'],
		['\uFDD0', 'U+FDD0'],
		['\u{1FFFE}', 'U+1FFFE'],
		['\uFFFD', 'U+FFFD'],
		['\uD800', 'U+D800'],
		['\uDFFF', 'U+DFFF'],
		['\u{E0041}', 'U+E0041']
	])('cannot hold %j, which is named %s', (character, name) => {
		expect(unfitInLine(`甬${character}波`)).toBe(name);
	});

	test.each([
		'艾则孜·阿不都热依木',
		'𠮷野家',
		'葛\u{E0100}',
		'‘O’Neill – “AG”',
		'می\u200Cخواهم',
		'ශ්\u200Dරී',
		'ᠬᠠᠷ\u180Eᠠ',
		'🀄️',
		'e\u0301'
	])('holds %j', (name) => {
		expect(unfitInLine(name)).toBeNull();
	});

	test('holds a joiner in no script that needs none', () => {
		expect(unfitInLine('张\u200D三')).toBe('U+200D');
		expect(unfitInLine('a\u200Cb')).toBe('U+200C');
	});
});

describe('text of several lines', () => {
	test('holds line breaks, and signs that are made of several', () => {
		for (const text of [
			'一\n二\r\n三\t四',
			'👩\u200D👩\u200D👧',
			'🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}',
			'a\u200Eb',
			'\uE863'
		])
			expect(unfitInText(text)).toBeNull();
	});

	test.each(['\u0000', '\u001B', '\u202A', '\u202E', '\u2066', '\uD800', '\uFFFE', '\uFFFD'])(
		'cannot hold %j',
		(character) => {
			expect(unfitInText(`a${character}b`)).not.toBeNull();
		}
	);
});

test('what no database takes is found in any text, and nothing else', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), (text) => {
			expect(unstorable(text) === null).toBe(text.isWellFormed() && !text.includes('\0'));
		})
	);
	expect(unstorable('𠮷')).toBeNull();
	expect(unstorable('\uDC00\uD800')).toBe('U+DC00');
});

test('what cannot be seen looks empty, what can be seen does not', () => {
	for (const text of ['', '  ', '\u3000', '\u200B', '\u3164\u115F', '\uFEFF\u00AD', '\u2800', '\u{E0020}'])
		expect(looksEmpty(text)).toBe(true);
	for (const text of ['0', '-', '·', ' 甬 ']) expect(looksEmpty(text)).toBe(false);
	expect(dropIgnorables('Z\u00ADL\u200B1')).toBe('ZL1');
});
