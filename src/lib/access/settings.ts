// What the system administrator sets for the whole installation; the security policy is another matter (policy.ts).
import * as v from 'valibot';
import { longText } from '#lib/kernel/fields.ts';

export const installationSchema = v.strictObject({
	/** Whom to ask for an account, a right or help: shown where somebody is turned away. */
	contact: longText(200),
	/** Shown above the sign-in form: who may sign in here, and that what is done is kept. */
	notice: longText(500)
});
export type Installation = v.InferOutput<typeof installationSchema>;

export const defaultInstallation: Installation = { contact: '', notice: '' };
