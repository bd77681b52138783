// One text for one value: what a hash rests on may depend on nothing but the value.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonical } from './canonical.ts';

it('sorts keys at every depth, keeps lists in order, leaves out what JSON leaves out', () => {
	expect(canonical({ b: 1, a: { d: [2, { f: 1, e: 2 }], c: null }, z: undefined })).toBe(
		'{"a":{"c":null,"d":[2,{"e":2,"f":1}]},"b":1}'
	);
});

it('means the same value that JSON does', () => {
	fc.assert(
		fc.property(fc.jsonValue(), (value) => {
			expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
		})
	);
});

it('does not depend on the order in which members came', () => {
	fc.assert(
		fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
			const reversed = Object.fromEntries(Object.entries(value).reverse());
			expect(canonical(reversed)).toBe(canonical(value));
		})
	);
});

it('tells different values apart', () => {
	const values = [1, '1', null, 'null', [], {}, [1], ['1'], { a: 1 }, { a: '1' }, { a: [] }, { a: {} }, 'é', 'e\u0301'];
	expect(new Set(values.map(canonical)).size).toBe(values.length);
});
