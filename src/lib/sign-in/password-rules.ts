// What a new password must be: pure checks against the policy; whether it was used before is asked of the database elsewhere.
import type { Fault } from '#lib/kernel/result.ts';
import type { PasswordRules } from '#lib/access/policy.ts';

export const passwordMaxLength = 256;
/** Shorter usernames turn up in passwords by chance. */
const tellingUsername = 3;

/**
 * Every rule that a password breaks.
 * @param words that may not stand in it, in small letters
 * @param isCommon looks a small-lettered text up in the list of common ones
 */
export function passwordFaults(
	password: string,
	{ username, words }: { readonly username: string; readonly words: readonly string[] },
	rules: PasswordRules,
	isCommon: (text: string) => boolean
): Fault[] {
	const pointer = '/password';
	// What is hashed is this form: what counts must be it too.
	const text = password.normalize('NFKC');
	const small = text.toLowerCase();
	const name = username.normalize('NFKC').toLowerCase();
	const faults: Fault[] = [];
	if (text.length > passwordMaxLength) return [{ pointer, code: 'too_long', params: { max: passwordMaxLength } }];
	if ([...text].length < rules.minLength)
		faults.push({ pointer, code: 'password_too_short', params: { min: rules.minLength } });
	if (kindsOf(text) < rules.kinds)
		faults.push({ pointer, code: 'password_too_simple', params: { kinds: rules.kinds } });
	if (name.length >= tellingUsername && small.includes(name)) faults.push({ pointer, code: 'password_has_username' });
	const word = words.find((known) => small.includes(known));
	if (word !== undefined) faults.push({ pointer, code: 'password_has_word', params: { word } });
	if (isCommon(small) || isCommon(coreOf(small))) faults.push({ pointer, code: 'password_common' });
	return faults;
}

/** How many of capitals, small letters, digits and other characters a text has. */
export function kindsOf(text: string): number {
	return [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{Lu}\p{Ll}\p{Nd}]/u].filter((kind) => kind.test(text)).length;
}

/** What is left without digits and signs before and behind: "password2019!" is guessed as soon as "password". */
function coreOf(small: string): string {
	return small.replace(/^[^\p{L}]+/u, '').replace(/[^\p{L}]+$/u, '');
}
