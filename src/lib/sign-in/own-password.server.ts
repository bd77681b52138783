// Passwords chosen by their owners: changed by who is signed in, or set by who holds a one-time link.
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import { write } from '#lib/log/event-log.server.ts';
import { accountFact } from '#lib/access/access-fact.ts';
import {
	newPasswordSchema,
	passwordField,
	hashNewPassword,
	storePassword,
	type NewPassword
} from './new-password.server.ts';
import { readLink, useLink } from '#lib/access/one-time-links.server.ts';
import { accountByName, type Person } from '#lib/access/people.server.ts';
import type { PasswordRules } from '#lib/access/policy.ts';
import { dropSecondFactor } from './second-factor.server.ts';
import type { SessionCookie } from './sessions.server.ts';
import { admit, checkPassword, type SignedIn, type SignInParts } from './sign-in.server.ts';

export const changeSchema = v.strictObject({ current: passwordField, ...newPasswordSchema.entries });

export interface OwnPasswordParts extends SignInParts {
	readonly rules: () => PasswordRules;
	/** What may not stand in the password of somebody of a unit. */
	readonly wordsOf: (name: string, unit: string | null) => readonly string[];
	/** Ends the sockets of a session at once. */
	readonly endSockets: (sessionId: string) => void;
}

/** A new password for the old one. Every session of the account ends; this browser goes on with a new one. */
export async function changePassword(
	parts: OwnPasswordParts,
	person: Person,
	input: v.InferOutput<typeof changeSchema>
): Promise<Result<SessionCookie>> {
	const account = await accountByName(parts.log.database.db, person.username);
	if (!account) return refuse('unauthenticated', 'sign_in_required');
	const checked = await checkPassword(parts, account.username, input.current, '/current');
	if (!checked.ok) return checked;
	const words = parts.wordsOf(account.name, person.actor.unit);
	const hash = await hashNewPassword(parts.log.database.db, { ...account, words }, input, parts.rules());
	if (!hash.ok) return hash;
	let ended: readonly string[] = [];
	const written = await write(
		parts.log,
		{ actor: account.id, opId: randomUUID(), request: { type: 'passwordChanged' } },
		async ({ tx }) => {
			ended = await storePassword(tx, account.id, hash.value);
			return ok({ ids: [account.id], facts: [accountFact('passwordChanged', account.id, { sessions: ended.length })] });
		}
	);
	if (!written.ok) return written;
	const { cookie } = await parts.sessions.open(account.id);
	// After the new one is there: the windows of this browser ask at once whether they may go on.
	ended.forEach(parts.endSockets);
	return ok(cookie);
}

/**
 * Sets the password that a one-time link opens, and uses the link up in the same transaction. Who has a second factor still
 * owes its code, unless the link takes it off; who has no role yet is told so, and has the password all the same.
 */
export async function setPasswordByLink(
	parts: OwnPasswordParts,
	token: string,
	input: NewPassword
): Promise<Result<SignedIn>> {
	const { db } = parts.log.database;
	const link = await readLink(db, token);
	const account = link?.account && (await accountByName(db, link.account.username));
	if (!account) return refuse('conflict', 'link_over');
	const words = parts.wordsOf(account.name, account.requestedUnit);
	const hash = await hashNewPassword(db, { ...account, words }, input, parts.rules());
	if (!hash.ok) return hash;
	let ended: readonly string[] = [];
	const written = await write(
		parts.log,
		{ actor: account.id, opId: randomUUID(), request: { type: 'linkUsed' } },
		async ({ tx }) => {
			const used = await useLink(tx, token);
			if (!used.ok) return used;
			ended = await storePassword(tx, account.id, hash.value);
			const facts = [used.value.fact, accountFact('passwordChanged', account.id)];
			if (used.value.link.kind === 'recovery' && (await dropSecondFactor(tx, account.id)))
				facts.push(accountFact('secondFactorRemoved', account.id));
			return ok({ ids: [account.id], facts });
		}
	);
	if (!written.ok) return written;
	ended.forEach(parts.endSockets);
	await parts.lockout.forgive(account.username);
	return admit(parts, account.id, null);
}
