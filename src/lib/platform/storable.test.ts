// Half characters, U+0000 and bytes that are no text: found where they stand, in bodies and addresses.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressFault, storableBody } from './storable.ts';

const faultOf = (query: string) => addressFault(new URL(`http://here/there${query}`));

describe('an address', () => {
	test.each([
		['?a=%00', '/a', 'U+0000'],
		['?a=1&b%00=2', '/b\0', 'U+0000'],
		['?a=%ED%A0%80', '/a', 'U+FFFD'],
		['?ok=1&a=x%FFy', '/a', 'U+FFFD'],
		['?&a=1&&%FF=2', '/\uFFFD', 'U+FFFD']
	])('%s is refused at %j for %s', (query, pointer, character) => {
		expect(faultOf(query)).toEqual({ pointer, code: 'bad_character', params: { character } });
	});

	test.each(['', '?', '?q=100%', '?q=%', '?q=%zz', '?q=%E5%8F%B6+%F0%9F%98%80', '?next=%2F%EF%BF%BD', '?a&b=&=c'])(
		'%s is taken',
		(query) => {
			expect(faultOf(query)).toBeNull();
		}
	);
});

test('a body is taken whole or refused at each place that cannot be stored', () => {
	expect(storableBody({ a: ['x', { 'b/~': 'y\ud800' }], 'c\0': 1 })).toMatchObject({
		faults: [{ pointer: '/c\0' }, { pointer: '/a/1/b~1~0' }]
	});
	fc.assert(
		fc.property(fc.jsonValue(), (value) => {
			const clean = JSON.parse(JSON.stringify(value).replaceAll('\\u0000', '')) as unknown;
			expect(storableBody(clean)).toEqual({ ok: true, value: clean });
		})
	);
});
