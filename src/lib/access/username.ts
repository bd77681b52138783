// What a username may be: it is typed on every keyboard, read aloud, and stands in addresses and sheets.
import * as v from 'valibot';
import { shortText } from '#lib/kernel/fields.ts';
import { folded } from '#lib/kernel/text.ts';

/** A new one: phones begin it with a capital, Chinese keyboards type it in full width; it is made of small letters all the same (R213). */
export const usernameField = v.pipe(
	v.string('not_text'),
	v.transform(folded),
	v.nonEmpty('required'),
	v.regex(/^[a-z0-9][a-z0-9._-]{2,39}$/, 'bad_username')
);

/** One that somebody signs in with: what could never be one is simply nobody's. */
export const typedUsername = v.pipe(v.string('not_text'), v.transform(folded), shortText(80));
