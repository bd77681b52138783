// Money: every amount keeps its fen through text and back, and nothing is a float on the way.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	formatMillion,
	formatWan,
	formatYi,
	formatYuan,
	fromYuan,
	maxFen,
	parseYuan,
	roundsApart,
	toYuan
} from './money.ts';

const positive = fc.bigInt({ min: 1n, max: maxFen });
const any = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });

describe('amounts', () => {
	it('come back from their text as they were, of any size and sign', () => {
		fc.assert(fc.property(any, (value) => fromYuan(toYuan(value)) === value));
	});

	it('are read from what people type: separators, missing decimals, spaces around', () => {
		fc.assert(
			fc.property(positive, fc.boolean(), (value, separated) => {
				const text = separated ? formatYuan(value) : toYuan(value);
				expect(parseYuan(` ${text} `)).toBe(value);
				expect(parseYuan(text.replace(/0$/, ''))).toBe(value);
			})
		);
	});

	it('never pass through a float', () => {
		// 9,007,199,254,740,993 fen has no double: a float would make it ...992.
		expect(toYuan(9_007_199_254_740_993n)).toBe('90071992547409.93');
		expect(fromYuan('90071992547409.93')).toBe(9_007_199_254_740_993n);
		expect(parseYuan('0.29')).toBe(29n);
		expect(parseYuan('1.10')).toBe(110n);
	});

	it.each([
		['', 'bad_amount'],
		['1,23.00', 'figure_groups'],
		['1e5', 'amount_character'],
		['0x10', 'amount_character'],
		['１２', 'amount_character'],
		['.5', 'bad_amount'],
		['5.', 'bad_amount'],
		['1.2.3', 'figure_groups'],
		['NaN', 'amount_character'],
		['0', 'amount_not_positive'],
		['0.00', 'amount_not_positive'],
		['-0.01', 'amount_not_positive'],
		['0.001', 'amount_too_precise'],
		['1.005', 'amount_too_precise'],
		['100000000000.01', 'amount_too_large']
	])('%j is refused as %s', (text, code) => {
		expect(parseYuan(text)).toBe(code);
	});

	it('take decimals beyond fen where they are nothing, and the largest amount', () => {
		expect(parseYuan('1.5000')).toBe(150n);
		expect(parseYuan('100000000000.00')).toBe(maxFen);
	});

	it('that are not ours are refused loudly by the reader of our own data', () => {
		for (const text of ['1', '1.0', '1,000.00', '', '1.000', ' 1.00']) expect(() => fromYuan(text)).toThrow(RangeError);
	});

	it('never surprise: whatever is typed is an amount from 0.01 to the largest, or a code', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-+]?[\d,]{0,18}\.?\d{0,4}$/)), (text) => {
				const parsed = parseYuan(text);
				if (typeof parsed === 'bigint') expect(parsed > 0n && parsed <= maxFen).toBe(true);
				else
					expect(parsed).toMatch(/^(bad_amount|figure_groups|amount_(character|too_precise|not_positive|too_large))$/);
			})
		);
	});
});

describe('shown', () => {
	it('in 万, 亿, millions and yuan, rounded half away from zero', () => {
		expect(formatWan(1_234_567_890n)).toBe('1,234.57');
		expect(formatWan(5_000n)).toBe('0.01');
		expect(formatWan(4_999n)).toBe('<0.01');
		expect(formatWan(-5_000n)).toBe('-0.01');
		expect(formatWan(-4_999n)).toBe('>-0.01');
		expect(formatWan(0n)).toBe('0.00');
		expect(formatYi(23_000_000_000n)).toBe('2.30');
		expect(formatMillion(23_000_000_000n)).toBe('230.00');
		expect(formatYuan(1_234_567n)).toBe('12,345.67');
	});

	it('[R277] as nothing only where it is nothing: 55,555.55 yuan in 亿', () => {
		expect(formatYi(fromYuan('55555.55'))).toBe('<0.01');
		fc.assert(
			fc.property(any, (value) => {
				for (const text of [formatWan(value), formatYi(value), formatMillion(value), formatYuan(value)])
					expect(/^0\.00$/.test(text)).toBe(value === 0n);
			})
		);
	});

	it('[R276] as rows that may not add up to their total, which is known', () => {
		const third = fromYuan('33.33');
		expect(roundsApart([fromYuan('4000.00'), fromYuan('4000.00')], fromYuan('8000.00'), 'million')).toBe(true);
		expect(roundsApart([fromYuan('10000.00'), fromYuan('20000.00')], fromYuan('30000.00'), 'wan')).toBe(false);
		fc.assert(
			fc.property(fc.array(any, { maxLength: 8 }), (parts) => {
				const total = parts.reduce((sum, part) => sum + part, third);
				const hundredths = (value: bigint) =>
					BigInt(
						formatWan(value)
							.replaceAll(/[<>]-?0\.01/g, '0')
							.replaceAll(/[,.]/g, '')
					);
				const shown = [...parts, third].reduce((sum, part) => sum + hundredths(part), 0n);
				expect(roundsApart([...parts, third], total, 'wan')).toBe(shown !== hundredths(total));
			})
		);
	});

	it('never further from the amount than half of the last digit', () => {
		fc.assert(
			fc.property(any, (value) => {
				const shown =
					BigInt(
						formatWan(value)
							.replace(/[<>]-?0\.01/, '0')
							.replaceAll(/[,.]/g, '')
					) * 10_000n;
				const distance = shown > value ? shown - value : value - shown;
				expect(distance <= 5_000n).toBe(true);
			})
		);
	});
});
