// One number in all its spellings, and different numbers that stay different.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { heirOf, isDoubled, keysOfAll, numberKey } from './number-key.ts';

/** What has been typed, copied and read in for one and the same number. */
const spellings: readonly (readonly [string, readonly string[]])[] = [
	[
		'（2019）浙0212民初10001号',
		[
			'〔2019〕浙0212民初10001号',
			'[2019]浙0212民初10001号',
			'【2019】浙0212民初10001号',
			'「2019」浙0212民初10001号',
			'『2019』浙0212民初10001号',
			'〈2019〉浙0212民初10001号',
			'<2019>浙0212民初10001号',
			'{2019}浙0212民初10001号',
			'［２０１９］浙０２１２民初１０００１号',
			'︵2019︶浙0212民初10001号',
			'( 2019 ) 浙0212 民初\u300010001号',
			'（2019）浙0212民初第10001号',
			'\uFEFF（2019）浙0212民初10001号\u00A0',
			'（2019）浙0212民初100\u200B01号'
		]
	],
	[
		'ZL201910-1',
		[
			'ZL201910-1\u200B',
			'ZL\u00AD201911-1'.replace('11', '10'),
			'ZL201910\u2060-1',
			'\u200EZL201910-1\u200F',
			'ZL201910\u200D-1',
			'ZL201910-1\uFE0F',
			'ZL\u034F201910-1',
			'ZL201910-1\u3164',
			'ZL201910-1\u{E0031}\u{E007F}',
			'ＺＬ２０１９１０－１',
			'zl201910-1',
			'ZL201910‐1',
			'ZL201910‑1',
			'ZL201910–1',
			'ZL201910—1',
			'ZL201910——1',
			'ZL201910−1',
			'ZL201910﹣1',
			'ZL201910ー1',
			'ZL201910〜1',
			'ZL201910～1',
			'ZL201910~1',
			'ZL 201910 - 1',
			'ZL\u2800201910-1',
			'ZL第201910-1'
		]
	]
];

const text = fc.string({ unit: 'binary', maxLength: 30 });
const odd = fc.string({
	unit: fc.constantFrom(
		...[
			'第',
			'1',
			'１',
			'Ａ',
			'İ',
			'J',
			'ß',
			'Σ',
			'\u030C',
			'\u0301',
			'\u200D',
			'\u3164',
			'\u034F',
			' ',
			'\u3000',
			'¨',
			'—'
		],
		...['―', '～', '〔', '】', '<', '㈠', '№', '\u{E0031}', '\uFE0F', '\u1100', '\u1161', '\u115F', 'ﬁ', '︵']
	),
	maxLength: 12
});

describe('the key of a number [R210]', () => {
	test.each(spellings)('%s is the same number however it is typed', (number, others) => {
		for (const other of others) expect([other, numberKey(other)]).toEqual([other, numberKey(number)]);
	});

	test('is the same for every mixture of spellings', () => {
		const variant = fc.constantFrom(
			...['', '\u200B', '\u00AD', '\u2060', ' ', '\u3000', '\uFE0F', '\u{E0041}', '\u3164']
		);
		const dash = fc.constantFrom('-', '–', '—', '——', '－', '−', '～', '〜', '‐');
		const brackets = fc.constantFrom('()', '（）', '〔〕', '[]', '【】', '「」', '［］', '《》');
		fc.assert(
			fc.property(variant, variant, dash, brackets, fc.boolean(), fc.boolean(), (a, b, line, pair, wide, counted) => {
				const typed = `${a}${pair.charAt(0)}2019${pair.charAt(1)}${b}ZL${line}${counted ? '第' : ''}12${a}345${b}`;
				const digits = (one: string) => one.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
				expect(numberKey(wide ? digits(typed) : typed.toLowerCase())).toBe('(2019)zl-12345');
			})
		);
	});

	test('tells apart what differs in letters, digits, order or number', () => {
		const different = [
			...[
				'ZL201910-1',
				'ZL201910-2',
				'ZL201910-11',
				'ZL2019101',
				'ZL-201910-1',
				'ZL201910.1',
				'ZL201910/1',
				'201910-1ZL'
			],
			...[
				'（2019）浙0212民初10001号',
				'（2019）浙0212民初10001',
				'（2019）浙0212民终10001号',
				'（2018）浙0212民初10001号'
			],
			...['第一号', '一号', '10001#2']
		];
		expect(new Set(different.map(numberKey)).size).toBe(different.length);
	});

	test('of a key is that key, for any text at all', () => {
		fc.assert(
			fc.property(fc.oneof(text, odd), (any) => {
				expect(numberKey(numberKey(any))).toBe(numberKey(any));
			}),
			{ numRuns: 20_000 }
		);
	});

	test('is empty for what shows nothing', () => {
		for (const nothing of ['', ' \u3000', '\u200B\u2060', '\u3164', '\u2800', '\u{E0041}\uFE0F', '\uFFA0'])
			expect(numberKey(nothing)).toBe('');
	});
});

describe('[R211] rows that hold one number', () => {
	const row = (id: string, number: string, day: number, reversed = false) => ({
		...{ id, number, reversed, group: 'g' },
		since: new Date(Date.UTC(2019, 4, day))
	});

	test('have its key in the order in which they were recorded; what is reversed is in nobody’s way', () => {
		const keys = keysOfAll([row('c', 'A 1', 3), row('a', 'a1', 1), row('r', 'A1', 0, true), row('b', 'Ａ1', 2)]);
		expect(Object.fromEntries(keys)).toEqual({ a: 'a1', b: 'a1#2', c: 'a1#3', r: 'a1' });
	});

	test('of different groups, or typed as what is added, do not meet', () => {
		const typed = [row('a', 'a1', 1), row('b', 'a1', 2), row('t', 'a1#2', 3), { ...row('o', 'a1', 4), group: 'other' }];
		expect(Object.fromEntries(keysOfAll(typed))).toEqual({ a: 'a1', b: 'a1#3', t: 'a1#2', o: 'a1' });
	});

	test('leave the key to the first in line when it is free', () => {
		const held = (id: string, number: string, key: string) => ({ id, number, key });
		expect(heirOf('a1', [held('c', 'a1', 'a1#10'), held('b', 'a1', 'a1#2'), held('t', 'a1#1', 'a1#1')])).toBe('b');
		expect(heirOf('a1', [held('t', 'a1#2', 'a1#2')])).toBeNull();
	});

	test('are doubled but for the one that has the key', () => {
		expect(isDoubled({ number: 'A 1', key: 'a1' })).toBe(false);
		expect(isDoubled({ number: 'A 1', key: 'a1#2' })).toBe(true);
	});
});
