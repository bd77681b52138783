// Single fields: what passes, and the code and pointer of what does not.
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
	amountField,
	codeField,
	countField,
	dayField,
	idField,
	longText,
	monthField,
	numberText,
	optionalLine,
	optionalNumber,
	optionalText,
	parse,
	requiredText,
	shortText
} from './fields.ts';
import { faultCodes } from './result.ts';

const schema = v.strictObject({
	text: shortText(5),
	long: v.optional(longText(5)),
	maybe: optionalText(5),
	line: optionalLine(5),
	required: v.optional(requiredText(5)),
	number: v.optional(numberText(6)),
	mayNumber: optionalNumber(6),
	code: v.optional(codeField),
	amount: v.optional(amountField),
	date: v.optional(dayField),
	month: v.optional(monthField),
	id: v.optional(idField),
	count: v.optional(countField),
	choice: v.optional(v.picklist(['a', 'b'], 'bad_choice')),
	inner: v.optional(v.strictObject({ a: shortText(5) }))
});

function faults(input: unknown, prefix?: string) {
	const parsed = parse(schema, input, prefix);
	return parsed.ok ? [] : parsed.faults;
}

describe('a field', () => {
	it.each([
		['text', '', 'required'],
		['text', '   ', 'required'],
		['text', undefined, 'required'],
		['text', null, 'required'],
		['text', 5, 'not_text'],
		['text', {}, 'not_text'],
		['text', 'abcdef', 'too_long'],
		['text', '\u200B', 'required'],
		['text', '\u3164\u2800', 'required'],
		['number', '', 'required'],
		['number', '\u200B \u2060', 'required'],
		['number', '1234567', 'too_long'],
		['mayNumber', '\u200B', 'required'],
		['mayNumber', ' \u3164 ', 'required'],
		['mayNumber', 5, 'not_text'],
		['required', ' \n', 'required'],
		['required', '\u200B', 'required'],
		['maybe', 'abcdef', 'too_long'],
		['line', 'abcdef', 'too_long'],
		['maybe', 7, 'not_text'],
		['code', 'a b', 'bad_id'],
		['code', "a'--", 'bad_id'],
		['code', '', 'required'],
		['amount', 12.5, 'bad_amount'],
		['amount', '-1', 'amount_not_positive'],
		['amount', '1.234', 'amount_too_precise'],
		['date', '2019-02-29', 'bad_date'],
		['date', 20190101, 'bad_date'],
		['date', '', 'required'],
		['month', '2019-13', 'bad_month'],
		['id', 'not-a-uuid', 'bad_id'],
		['count', 0, 'bad_count'],
		['count', 1.5, 'bad_count'],
		['count', 1_000_001, 'bad_count'],
		['count', '1.5', 'bad_count'],
		['choice', 'c', 'bad_choice'],
		['inner', 'text', 'not_object']
	])('%s: %j is refused as %s, at its place', (name, value, code) => {
		const given = { text: 'a', [name]: value };
		expect(faults(given, '/3')).toMatchObject([{ pointer: `/3/${name}`, code }]);
	});

	it('[R265] says how long a text may be', () => {
		expect(faults({ text: 'a'.repeat(100) })).toEqual([
			{ pointer: '/text', code: 'too_long', params: { max: expect.any(Number) } }
		]);
	});

	it.each([
		['text', 'a\u0000b', 'U+0000'],
		['text', 'a\nb', 'U+000A'],
		['text', 'a\u202Eb', 'U+202E'],
		['text', 'a\uD800b', 'U+D800'],
		['text', 'a\uE000b', 'U+E000'],
		['line', 'a\u200Bb', 'U+200B'],
		['long', 'a\u0000b', 'U+0000'],
		['long', 'a\u202Db', 'U+202D'],
		['maybe', 'a\uFFFFb', 'U+FFFF'],
		['number', '1\u202E2', 'U+202E'],
		['mayNumber', '1\n2', 'U+000A']
	])('%s: %j is refused for its character %s', (name, value, character) => {
		expect(faults({ text: 'a', [name]: value })).toEqual([
			{ pointer: `/${name}`, code: 'bad_character', params: { character } }
		]);
	});

	it('of a number leaves out what has no shape, and keeps the rest as it was typed', () => {
		const given = { text: 'a', number: ' 〔1〕\u200B-\uFE0F2 ', mayNumber: ' \u00AD5' };
		expect(parse(schema, given)).toMatchObject({ value: { number: '〔1〕-2', mayNumber: '5' } });
		for (const mayNumber of [null, undefined, '', '  '])
			expect(parse(schema, { text: 'a', mayNumber })).toMatchObject({ value: { mayNumber: null } });
	});

	it('that nobody knows is refused by name, at any depth, with the pointer escaped', () => {
		expect(faults({ text: 'a', extra: 1 })).toEqual([{ pointer: '/extra', code: 'unknown_field' }]);
		expect(faults({ text: 'a', 'a/b~c': 1 })).toEqual([{ pointer: '/a~1b~0c', code: 'unknown_field' }]);
		expect(faults({ text: 'a', inner: { a: 'a', b: 1 } })).toEqual([{ pointer: '/inner/b', code: 'unknown_field' }]);
		expect(faults(JSON.parse('{"text":"a","__proto__":{"x":1}}'))).toEqual([
			{ pointer: '/__proto__', code: 'unknown_field' }
		]);
	});

	it('is trimmed, and empty optional text means that there is none', () => {
		expect(parse(schema, { text: ' a ', maybe: ' ', long: ' x\n' })).toMatchObject({
			ok: true,
			value: { text: 'a', maybe: null, long: 'x' }
		});
		expect(parse(schema, { text: 'a', maybe: null, count: '12' })).toMatchObject({ value: { maybe: null, count: 12 } });
	});

	it('of the wrong kind as a whole is named so', () => {
		for (const input of ['text', 5, true]) expect(faults(input)).toEqual([{ pointer: '', code: 'not_object' }]);
		for (const input of [null, undefined]) expect(faults(input)[0]?.pointer).toBe('');
	});

	it('tells all that is wrong, not the first alone', () => {
		expect(faults({ amount: 'x', date: 'y', extra: 1 }).map((fault) => fault.pointer)).toEqual([
			'/text',
			'/amount',
			'/date',
			'/extra'
		]);
	});

	it('never throws, and every fault has a code that has a sentence', () => {
		fc.assert(
			fc.property(
				fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom(...Object.keys(schema.entries)), fc.jsonValue())),
				(input) => {
					for (const fault of faults(input)) expect(faultCodes).toContain(fault.code);
				}
			)
		);
	});
});
