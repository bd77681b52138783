// Accounts as the system administrator keeps them: their fields, how far one has come, and who may not be disabled.
import * as v from 'valibot';
import { usernameField } from '#lib/access/username.ts';
import { branchOf, roles, type Branch, type Role } from '#lib/access/roles.ts';
import { codeField, idField, requiredText, shortText } from '#lib/kernel/fields.ts';
import type { FaultCode } from '#lib/kernel/result.ts';

/** Invited: no password chosen yet. Waiting: nobody has granted a role that holds today. */
export const accountStates = ['active', 'invited', 'waiting', 'disabled'] as const;
export type AccountState = (typeof accountStates)[number];

/** A name that no spreadsheet takes for a formula, wherever it is written later. */
const personNameField = v.pipe(shortText(60), v.regex(/^[^=+\-@＝＋－＠]/, 'formula_cell'));

const asked = {
	username: usernameField,
	name: personNameField,
	/** What the account is asked for; the security administrator grants it. */
	role: v.picklist(roles, 'bad_choice'),
	unit: v.optional(v.nullable(codeField), null)
};
const reason = requiredText(500);

export const newAccountSchema = v.strictObject(asked);
export type NewAccount = v.InferOutput<typeof newAccountSchema>;

export const accountChangeSchema = v.strictObject({
	account: idField,
	/** The version that the form was filled in from: what somebody else has changed since is not written over. */
	version: v.pipe(v.string('bad_count'), v.regex(/^\d{1,7}$/, 'bad_count'), v.transform(Number)),
	name: asked.name,
	role: asked.role,
	unit: asked.unit,
	reason
});
export type AccountChange = v.InferOutput<typeof accountChangeSchema>;

/** The word for leaving shares without a contact on purpose. */
export const nobody = 'nobody';

export const disablingSchema = v.strictObject({
	account: idField,
	/** Who looks after its shares from now on: only of an account that looks after any. */
	handTo: v.optional(v.nullable(v.union([v.literal(nobody), idField], 'bad_choice')), null),
	reason
});
export type Disabling = v.InferOutput<typeof disablingSchema>;

export const enablingSchema = v.strictObject({ account: idField, reason });
export type Enabling = v.InferOutput<typeof enablingSchema>;

export const linkSchema = v.strictObject({ account: idField });
export type LinkInput = v.InferOutput<typeof linkSchema>;

export function stateOf(account: {
	readonly disabled: boolean;
	readonly hasPassword: boolean;
	readonly appointed: boolean;
}): AccountState {
	if (account.disabled) return 'disabled';
	if (!account.hasPassword) return 'invited';
	return account.appointed ? 'active' : 'waiting';
}

/** An administrator who could sign in and act now. */
export interface Colleague {
	readonly id: string;
	readonly branch: Branch;
}

/**
 * Why an account may not be disabled; null when it may.
 * @param acting accounts that could sign in and act now, at least all administrators of the account's kind
 */
export function disablingBar(
	actor: string,
	account: { readonly id: string; readonly branch: Branch; readonly disabled: boolean },
	acting: readonly Colleague[]
): FaultCode | null {
	if (account.disabled) return 'account_disabled';
	if (account.id === actor) return 'not_yourself';
	if (account.branch === 'business' || !acting.some(({ id }) => id === account.id)) return null;
	const others = acting.some(({ id, branch }) => branch === account.branch && id !== account.id);
	return others ? null : 'last_administrator';
}

/** An account never changes its branch: what it is asked for stays within. */
export function staysInBranch(branch: Branch, role: Role): boolean {
	return branchOf(role) === branch;
}
