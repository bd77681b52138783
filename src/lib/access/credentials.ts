// The form of signing in.
import * as v from 'valibot';
import { shortText } from '#lib/kernel/fields.ts';

export const credentialsSchema = v.strictObject({
	username: shortText(80),
	/** Taken as it is: spaces belong to it. */
	password: v.pipe(v.string('not_text'), v.nonEmpty('required'), v.maxLength(256, 'too_long'))
});
