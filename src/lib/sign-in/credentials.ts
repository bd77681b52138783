// The forms of signing in.
import * as v from 'valibot';
import { shortText } from '#lib/kernel/fields.ts';
import { foldedCode } from '#lib/kernel/text.ts';
import { typedUsername } from '#lib/access/username.ts';

export const credentialsSchema = v.strictObject({
	username: typedUsername,
	/** Taken as it is: spaces belong to it. */
	password: v.pipe(v.string('not_text'), v.nonEmpty('required'), v.maxLength(256, 'too_long'))
});

/** A code of the app ("123 456") or a recovery code. */
export const codeSchema = v.strictObject({
	code: v.pipe(v.string('not_text'), v.transform(foldedCode), shortText(40))
});

/** The present password, before something is changed that signing in hangs on. */
export const ownPasswordSchema = v.strictObject({ current: credentialsSchema.entries.password });
