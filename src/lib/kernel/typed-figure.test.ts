// Figures as people type and paste them: read as the figure they are, or refused for what is in the way; never guessed.
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { amountField, countField, parse, parseTyped } from './fields.ts';
import { formatYuan, maxFen, toYuan } from './money.ts';
import { typedFigure, type FigureKind } from './typed-figure.ts';

const fullWidth = (text: string) =>
	text.replaceAll(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
const money = v.strictObject({ amount: amountField });
const read = (text: string, kind: FigureKind = 'amount') => {
	const typed = typedFigure(text, kind);
	return 'text' in typed ? typed.text : `${typed.code} ${typed.character ?? ''}`.trim();
};

describe('[R234] a typed figure', () => {
	it.each([
		['１２３４５', '12345'],
		['12，345.00', '12345'],
		['１２，３４５．６７', '12345.67'],
		['¥12345', '12345'],
		['￥ 12,345.00', '12345'],
		['人民币12345元整', '12345'],
		['CNY 12345', '12345'],
		['12345元', '12345'],
		['12345 元', '12345'],
		['1 234.00', '1234'],
		['1\u00a0234\u202f567.5', '1234567.5'],
		['1　234', '1234'],
		['12 345 678', '12345678'],
		['５０．００', '50'],
		['\u200b12345\ufeff', '12345'],
		['12.5万', '125000'],
		['１２．５万元', '125000'],
		['12.34567 万元', '123456.7'],
		['1,200万', '12000000'],
		['1.2亿', '120000000'],
		['¥1.2亿元', '120000000'],
		['3千万', '30000000'],
		['2百万元', '2000000'],
		['8千元', '8000'],
		['1.5 million', '1500000'],
		['1.5 Million yuan', '1500000'],
		['0012', '12'],
		['+5', '+5'],
		['－5', '-5'],
		['−5', '-5']
	])('%j is %s', (text, figure) => {
		expect(read(text)).toBe(figure);
	});

	it.each([
		['约12345', 'amount_character 约'],
		['12345元左右', 'amount_character 左'],
		['1万2', 'amount_character 万'],
		['一万二', 'amount_character 一'],
		['12345美元', 'amount_character 美'],
		['$12345', 'amount_character $'],
		['54%', 'amount_character %'],
		['12²', 'amount_character ²'],
		['①', 'amount_character ①'],
		['٣', 'amount_character ٣'],
		['1e5', 'amount_character e'],
		['12.5w', 'amount_character w'],
		["1'234", "amount_character '"],
		['12。5', 'amount_character 。'],
		['(5)', 'amount_character ('],
		['1.234,56', 'figure_groups'],
		['1.234.567', 'figure_groups'],
		['12,3456', 'figure_groups'],
		['1,5', 'figure_groups'],
		['12 3456 78', 'figure_groups'],
		['1,234 567', 'figure_groups'],
		['1 2 3', 'figure_groups'],
		['万', 'figure_groups'],
		['12.', 'figure_groups'],
		['　', 'required']
	])('%j is refused: %s', (text, refusal) => {
		expect(read(text)).toBe(refusal);
	});

	it('has a currency only where money is asked, and a percent sign only where percent are', () => {
		expect(read('５４％', 'percent')).toBe('54');
		expect(read('54 %', 'percent')).toBe('54');
		expect(read('５４', 'percent')).toBe('54');
		expect(read('1，300', 'number')).toBe('1300');
		expect(read('1.2万', 'number')).toBe('12000');
		expect(read('54%', 'number')).toBe('figure_character %');
		expect(read('¥5', 'number')).toBe('figure_character ¥');
		expect(read('12件', 'number')).toBe('figure_character 件');
	});

	it('is the amount that was meant, in whatever width and with whatever separators', () => {
		fc.assert(
			fc.property(fc.bigInt({ min: 1n, max: maxFen }), (amount) => {
				const plain = formatYuan(amount);
				for (const text of [plain, fullWidth(plain), plain.replaceAll(',', ' '), `¥${plain}`, `${plain}元`])
					expect(parseTyped(money, { amount: text })).toEqual({ ok: true, value: { amount } });
			})
		);
	});

	it('is never another number than that of its digits: whatever is typed is read as them or not at all', () => {
		const characters = fc.constantFrom(...'0123456789.,， 　元万¥%e-'.split(''));
		fc.assert(
			fc.property(fc.array(characters, { minLength: 1, maxLength: 9 }), (list) => {
				const typed = typedFigure(list.join(''), 'amount');
				if (!('text' in typed)) return;
				const digits = list.filter((one) => /\d/.test(one)).join('');
				const shown = typed.text.replace(/[^\d]/g, '');
				expect(shown.replace(/^0+|0+$/g, '')).toBe(digits.replace(/^0+|0+$/g, ''));
			})
		);
	});
});

describe('[R234] where a figure is typed', () => {
	const schema = v.strictObject({ amount: amountField, count: countField });
	const sent = (amount: string, count: string) => ({ amount, count });

	it('a form reads it, a program is told what is in the way', () => {
		expect(parseTyped(schema, sent('12.5万', '２'))).toEqual({ ok: true, value: { amount: 12_500_000n, count: 2 } });
		expect(parse(schema, sent('12.5万', '２'))).toMatchObject({
			faults: [
				{ pointer: '/amount', code: 'amount_character', params: { character: '万' } },
				{ pointer: '/count', code: 'figure_character', params: { character: '２' } }
			]
		});
		expect(parse(schema, { amount: 12_345, count: 2 })).toMatchObject({
			faults: [{ pointer: '/amount', code: 'bad_amount' }]
		});
	});

	it('what a form cannot read keeps its name, beside what it can', () => {
		expect(parseTyped(schema, sent('约5', '1，300'))).toMatchObject({
			faults: [{ pointer: '/amount', code: 'amount_character', params: { character: '约' } }]
		});
		expect(parseTyped(schema, sent('1.234,56', '２.５'))).toMatchObject({
			faults: [
				{ pointer: '/amount', code: 'figure_groups' },
				{ pointer: '/count', code: 'bad_count' }
			]
		});
		expect(parseTyped(schema, sent('１.２３４', '1'))).toMatchObject({ faults: [{ code: 'amount_too_precise' }] });
		expect(parseTyped(schema, sent('9999999999亿', '1'))).toMatchObject({ faults: [{ code: 'amount_too_large' }] });
		expect(parseTyped(schema, sent('－５', '0'))).toMatchObject({
			faults: [{ code: 'amount_not_positive' }, { code: 'bad_count' }]
		});
		expect(toYuan(12_500_000n)).toBe('125000.00');
	});
});
