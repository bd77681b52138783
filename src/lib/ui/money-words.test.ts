// Money in words: the unit follows the size, and what is little is not nothing.
import { afterAll, expect, it } from 'vitest';
import { fromYuan } from '#lib/kernel/money.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { moneyWords, recordMoney } from './money-words.ts';

let locale: 'zh-CN' | 'en' = 'zh-CN';
overwriteGetLocale(() => locale);
afterAll(() => overwriteGetLocale(() => 'zh-CN'));

const inBoth = (say: () => string): string[] =>
	(['zh-CN', 'en'] as const).map((each) => {
		locale = each;
		const said = say();
		locale = 'zh-CN';
		return said;
	});

it('[R277] tells a sum in the unit of its size', () => {
	expect(inBoth(() => moneyWords(fromYuan('230000000.00')))).toEqual(['2.30 亿元', '¥230.00 million']);
	expect(inBoth(() => moneyWords(fromYuan('55555.55')))).toEqual(['5.56 万元', '¥55,555.55']);
	expect(inBoth(() => moneyWords(fromYuan('0.50')))).toEqual(['0.50 元', '¥0.50']);
});

it('[R277] tells a record in full yuan in English', () => {
	expect(inBoth(() => recordMoney(fromYuan('125000.50')))).toEqual(['12.50 万元', '¥125,000.50']);
	expect(inBoth(() => recordMoney(fromYuan('130000.00')))).toEqual(['13 万元', '¥130,000.00']);
	expect(inBoth(() => recordMoney(fromYuan('99.00')))).toEqual(['99.00 元', '¥99.00']);
});
