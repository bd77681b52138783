// What a username may be: it is typed on every keyboard, read aloud, and stands in addresses and sheets.
import * as v from 'valibot';

export const usernameField = v.pipe(
	v.string('not_text'),
	v.trim(),
	v.nonEmpty('required'),
	v.regex(/^[a-z0-9][a-z0-9._-]{2,39}$/, 'bad_username')
);
