// Names and codes as people type them: what a keyboard makes of them is folded back, anything else is another name.
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { codeSchema, credentialsSchema } from '#lib/sign-in/credentials.ts';
import { usernameField } from './username.ts';

describe('a username [R213]', () => {
	test.each([
		'Leader',
		'LEADER',
		'ｌｅａｄｅｒ',
		'Ｌｅａｄｅｒ',
		' leader\u3000',
		'leader\u200B',
		'\uFEFFleader',
		'lea\u00ADder\u2060'
	])('typed as %j is leader, when signing in and when it is made', (typed) => {
		expect(v.parse(credentialsSchema, { username: typed, password: ' x ' })).toEqual({
			username: 'leader',
			password: ' x '
		});
		expect(v.parse(usernameField, typed)).toBe('leader');
	});

	test.each(['lea der', 'le', '李四', '', '\u200B', '.leader', 'leader\u202E!'])('%j is none', (typed) => {
		expect(v.is(usernameField, typed)).toBe(false);
	});
});

describe('a code [R213]', () => {
	test.each([
		['123 456', '123456'],
		['１２３４５６', '123456'],
		['１２３\u3000４５６\u200B', '123456'],
		['123-456', '123456'],
		['ABCD–efgh—ＩＪＫＬ', 'abcdefghijkl']
	])('%j is %s', (typed, code) => {
		expect(v.parse(codeSchema, { code: typed })).toEqual({ code });
	});

	test('that shows nothing is none', () => {
		for (const code of ['', ' ', '\u200B', '-']) expect(v.is(codeSchema, { code })).toBe(false);
	});
});
