// Password rules: each is broken by what breaks it, and by nothing else.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCommonPassword } from './common-passwords.server.ts';
import { kindsOf, passwordFaults } from './password-rules.ts';
import { passwordRules } from '#lib/access/policy.ts';

const never = () => false;
const codes = (password: string, username = 'chen', isCommon: (text: string) => boolean = never) =>
	passwordFaults(password, { username, words: ['ningbo', '海曙'] }, passwordRules('mlps3'), isCommon).map(
		({ code }) => code
	);

const small = fc.string({ unit: fc.constantFrom(...Array.from('bdfgklmp')), minLength: 4, maxLength: 40 });
const capital = fc.string({ unit: fc.constantFrom(...Array.from('BDFGKLMP')), minLength: 3, maxLength: 40 });
const digits = fc.string({ unit: fc.constantFrom(...Array.from('0123456789')), minLength: 3, maxLength: 40 });

describe('the rules of a password', () => {
	it('take whatever is long and mixed enough', () => {
		fc.assert(
			fc.property(small, capital, digits, (a, b, c) => {
				expect(codes(a + b + c)).toEqual([]);
			})
		);
	});

	it('refuse what is short, whatever else it has, and name the field', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 9 }), (text) => {
				fc.pre([...text.normalize('NFKC')].length < 10);
				const faults = passwordFaults(text, { username: 'chen', words: [] }, passwordRules('mlps3'), never);
				expect(faults).toContainEqual({ pointer: '/password', code: 'password_too_short', params: { min: 10 } });
			})
		);
	});

	it('refuse what has fewer kinds of characters than asked', () => {
		fc.assert(
			fc.property(small, digits, (a, b) => {
				expect(codes(`${a}${b}mmmmmm`)).toContain('password_too_simple');
			})
		);
		expect(kindsOf('aA1!')).toBe(4);
		expect(kindsOf('数据Aa')).toBe(3);
	});

	it('refuse the username in it, in any case and form', () => {
		fc.assert(
			fc.property(small, capital, digits, (a, b, c) => {
				expect(codes(`${a}CheN${b}${c}`)).toContain('password_has_username');
				expect(codes(`${a}ｃｈｅｎ${b}${c}`)).toContain('password_has_username');
			})
		);
	});

	it('refuse a word of the place in it, in any case and form, and say which', () => {
		fc.assert(
			fc.property(small, capital, digits, (a, b, c) => {
				expect(codes(`${a}NingBo${b}${c}`)).toContain('password_has_word');
				expect(codes(`${a}ｎｉｎｇｂｏ${b}${c}`)).toContain('password_has_word');
				expect(codes(`${a}${b}${c}海曙`)).toContain('password_has_word');
			})
		);
		expect(
			passwordFaults('Quiet-Ningbo-41', { username: 'chen', words: ['ningbo'] }, passwordRules('mlps3'), never)
		).toEqual([{ pointer: '/password', code: 'password_has_word', params: { word: 'ningbo' } }]);
	});

	it('count what is hashed, not what was typed', () => {
		// One ligature of three letters; full-width letters are the plain ones.
		expect(codes('ﬃ-AB-12-x')).not.toContain('password_too_short');
		expect(codes('Ｐａｓｓｗｏｒｄ', 'chen', isCommonPassword)).toContain('password_common');
	});

	it.each(['password', 'Password2019!', '123456789', 'QWERTY', '2020Sunshine!!'])(
		'refuse %s, which is guessed first',
		(common) => {
			expect(codes(common, 'chen', isCommonPassword)).toContain('password_common');
		}
	);

	it('take three words that nobody lists, and what is 256 long, and nothing longer', () => {
		expect(codes('Rivers-of-7-Ning', 'chen', isCommonPassword)).toEqual([]);
		expect(codes('aB3'.repeat(85) + 'x')).toEqual([]);
		expect(codes('aB3'.repeat(86))).toEqual(['too_long']);
	});

	it('ask by asvs for length alone', () => {
		expect(passwordFaults('only small letters', { username: 'chen', words: [] }, passwordRules('asvs'), never)).toEqual(
			[]
		);
		expect(passwordFaults('shortletter', { username: 'chen', words: [] }, passwordRules('asvs'), never)).toMatchObject([
			{ params: { min: 12 } }
		]);
	});
});
