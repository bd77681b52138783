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
	optionalText,
	parse,
	shortText
} from './fields.ts';
import { faultCodes } from './result.ts';

const schema = v.strictObject({
	text: shortText(5),
	long: v.optional(longText(5)),
	maybe: optionalText(5),
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
		['text', 'a\u0000b', 'not_text'],
		['text', 'a\nb', 'not_text'],
		['long', 'a\u0000b', 'not_text'],
		['maybe', 'abcdef', 'too_long'],
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
		['count', '1e3', 'bad_count'],
		['choice', 'c', 'bad_choice'],
		['inner', 'text', 'not_object']
	])('%s: %j is refused as %s, at its place', (name, value, code) => {
		const given = { text: 'a', [name]: value };
		expect(faults(given, '/3')).toEqual([{ pointer: `/3/${name}`, code }]);
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
