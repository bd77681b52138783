// The passwords that are guessed first, by the list of zxcvbn; only the server carries it.
import { dictionary } from '@zxcvbn-ts/language-common';

const common: ReadonlySet<string> = new Set(dictionary['passwords-common'].map(String));

/** @param text in small letters */
export function isCommonPassword(text: string): boolean {
	return common.has(text);
}
