// Bytes that are text in two encodings: names decide, and where they cannot it is said [R172].
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeSheet, type DecodedText, type Encoding } from './sheet-encoding.ts';

/** Every character of two bytes in GBK, as its bytes. */
const gbk = new Map<string, readonly [number, number]>();
for (let lead = 0x81; lead <= 0xfe; lead++)
	for (let trail = 0x40; trail <= 0xfe; trail++) {
		if (trail === 0x7f) continue;
		const sign = new TextDecoder('gb18030').decode(new Uint8Array([lead, trail]));
		if (!/\p{Co}|\uFFFD/u.test(sign)) gbk.set(sign, [lead, trail]);
	}

const asUtf8 = (text: string) => new TextEncoder().encode(text);
const asGbk = (text: string) =>
	new Uint8Array([...text].flatMap((sign) => gbk.get(sign) ?? [sign.codePointAt(0) ?? 0]));
const asUtf16 = (text: string, little: boolean, mark: boolean) => {
	const bytes = Buffer.from(mark ? `\uFEFF${text}` : text, 'utf16le');
	return new Uint8Array(little ? bytes : bytes.swap16());
};
const nothingKnown = () => 0;
const decode = (bytes: Uint8Array, wanted: Encoding | null = null) => decodeSheet(bytes, wanted, nothingKnown);
const isUtf8 = (bytes: Uint8Array) => !new TextDecoder().decode(bytes).includes('\uFFFD');

/** The commonest family names, and signs that given names are made of. */
const families = Array.from(
	'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文'
);
const given = Array.from(
	'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志文海燕雪梅鹏浩宇轩晨欣怡佳琪俊峰博思远嘉雯婷昊天子涵梓睿'
);
const name = fc
	.tuple(fc.constantFrom(...families), fc.array(fc.constantFrom(...given), { minLength: 1, maxLength: 2 }))
	.map(([family, rest]) => family + rest.join(''));
const sheetOf = (names: readonly string[]) =>
	`username,name,role\r\n${names.map((one, n) => `user.${n},${one},reader`).join('\r\n')}\r\n`;

/** Two bytes that are one letter in UTF-8 and one Chinese character in GBK: names of such are read wrongly without looking at them. */
const twins = [...families, ...given].filter((sign) => isUtf8(asGbk(sign)));

describe('a sheet with Latin heads', () => {
	test('whose names in GBK are UTF-8 too is read as GBK', () => {
		const bytes = new Uint8Array(readFileSync('tests/fixtures/accounts-gbk-latin-heads.csv'));
		expect(isUtf8(bytes)).toBe(true);
		expect(decode(bytes)).toMatchObject({
			encoding: 'gb18030',
			sure: true,
			text: expect.stringMatching(/叶英.*郑伟.*姚雪/s)
		});
	});

	test('in GBK is read as GBK or said to be unsure, whatever twins its names are made of', () => {
		expect(twins.length).toBeGreaterThan(20);
		fc.assert(
			fc.property(
				fc.array(
					fc.array(fc.constantFrom(...twins), { minLength: 2, maxLength: 3 }).map((signs) => signs.join('')),
					{ minLength: 1, maxLength: 5 }
				),
				(names) => {
					const read = decode(asGbk(sheetOf(names)));
					expect('text' in read && (read.encoding === 'gb18030' || !read.sure)).toBe(true);
				}
			),
			{ numRuns: 2000 }
		);
	});

	test('in UTF-8 is read as UTF-8, with Chinese names, letters with accents, or other scripts', () => {
		fc.assert(
			fc.property(fc.array(name, { minLength: 1, maxLength: 6 }), (names) => {
				expect(decode(asUtf8(sheetOf(names)))).toEqual({ text: sheetOf(names), encoding: 'utf-8', sure: true });
				expect((decode(asGbk(sheetOf(names))) as DecodedText).text).toBe(sheetOf(names));
			}),
			{ numRuns: 2000 }
		);
		for (const names of [
			['José', 'Müller'],
			['Élan'],
			['Иван Петров'],
			['王喆'],
			['喆'],
			['李堃', '陈玥'],
			['艾则孜·阿不都'],
			['山田太郎'],
			['John', '王']
		])
			expect(decode(asUtf8(sheetOf(names)))).toMatchObject({ text: sheetOf(names), encoding: 'utf-8', sure: true });
	});

	test('that reads well in both is said to be unsure', () => {
		const both = asUtf8(sheetOf(['иван']));
		expect(decode(both)).toMatchObject({ sure: false });
		expect(decodeSheet(both, 'utf-8', nothingKnown)).toMatchObject({ text: sheetOf(['иван']), sure: true });
	});
});

test('what is known of a sheet decides before anything that looks odd', () => {
	const bytes = asUtf8('用户名,姓名\nа,бв\n');
	expect(decodeSheet(bytes, null, (text) => Number(text.includes('用户名')))).toMatchObject({
		encoding: 'utf-8',
		sure: true
	});
});

describe('UTF-16', () => {
	test.each([
		[true, true],
		[true, false],
		[false, true],
		[false, false]
	])('is read, little first: %s, with its mark: %s', (little, mark) => {
		for (const text of [sheetOf(['张三', '李四']), sheetOf(['Li']), '用户名\t姓名\t角色\r\nabc\t张三\t只读\r\n'])
			expect(decode(asUtf16(text, little, mark))).toEqual({ text, encoding: 'utf-16', sure: true });
	});
});

describe('what is no text', () => {
	test('is told by its first bad place, in the encoding that goes further or was chosen', () => {
		const bytes = new Uint8Array([...asUtf8('a,b\n张三,'), 0xff, 0xff, 0x0a]);
		expect(decode(bytes)).toEqual({ encoding: 'utf-8', line: 2, column: 4 });
		expect(decode(asGbk('姓名\n'), 'utf-8')).toEqual({ encoding: 'utf-8', line: 1, column: 1 });
		expect(decode(new Uint8Array([0x61, 0x0a, 0x62, 0, 0x63]))).toMatchObject({ line: 2, column: 2 });
	});

	test('never throws', () => {
		fc.assert(
			fc.property(
				fc.uint8Array({ maxLength: 200 }),
				fc.constantFrom(null, 'utf-8', 'gb18030', 'utf-16'),
				(any, wanted) => {
					const read = decode(any, wanted);
					expect('text' in read ? read.text.includes('\0') : read.line < 1).toBe(false);
				}
			),
			{ numRuns: 2000 }
		);
	});
});
