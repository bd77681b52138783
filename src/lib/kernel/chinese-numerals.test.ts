// Amounts in Chinese words: a nought too many is heard.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chineseNumber, chineseYuan } from './chinese-numerals.ts';

/** Reads the words back, by another way than they were made. */
function valueOf(words: string): bigint {
	const units: Record<string, bigint> = { 十: 10n, 百: 100n, 千: 1000n };
	const part = (text: string): bigint => {
		let sum = 0n;
		let digit: bigint | null = null;
		for (const sign of text.replaceAll('零', '')) {
			const unit = units[sign];
			if (unit === undefined) digit = BigInt('零一二三四五六七八九'.indexOf(sign));
			else {
				sum += (digit ?? 1n) * unit;
				digit = null;
			}
		}
		return sum + (digit ?? 0n);
	};
	const [, trillions = '', hundreds = '', tens = '', ones = ''] =
		/^(?:(.+)万亿)?(?:(.+?)亿)?(?:(.+?)万)?(.*)$/.exec(words) ?? [];
	return part(trillions) * 10n ** 12n + part(hundreds) * 10n ** 8n + part(tens) * 10n ** 4n + part(ones);
}

describe('[R235] Chinese words', () => {
	it.each([
		[12_500_000n, '十二万五千元'],
		[12_500_050n, '十二万五千元五角'],
		[12_500_005n, '十二万五千元零五分'],
		[100n, '一元'],
		[1000n, '十元'],
		[1500n, '十五元'],
		[10_500n, '一百零五元'],
		[11_000n, '一百一十元'],
		[1_000_100n, '一万零一元'],
		[10_001_000n, '十万零一十元'],
		[2_300_000_000n, '二千三百万元'],
		[23_000_000_000n, '二亿三千万元'],
		[10_000_000_100n, '一亿零一元'],
		[5n, '五分'],
		[50n, '五角'],
		[55n, '五角五分'],
		[0n, '零元']
	])('%s fen are %s', (fen, words) => {
		expect(chineseYuan(fen)).toBe(words);
	});

	it('say each whole number so that it can be read back', () => {
		fc.assert(fc.property(fc.bigInt({ min: 1n, max: 10n ** 13n }), (value) => valueOf(chineseNumber(value)) === value));
	});
});
