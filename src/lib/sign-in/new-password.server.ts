// A password that is chosen: checked by the rules in force and against those of before, then stored with the history kept.
import { randomUUID } from 'node:crypto';
import { desc, eq, notInArray, and } from 'drizzle-orm';
import * as v from 'valibot';
import { invalid, ok, type Fault, type Result } from '#lib/kernel/result.ts';
import type { Drizzle, Tx } from '#lib/platform/database.server.ts';
import { isCommonPassword } from './common-passwords.server.ts';
import { hashPassword, verifyPassword } from './password.server.ts';
import { passwordFaults, passwordMaxLength } from './password-rules.ts';
import type { PasswordRules } from '#lib/access/policy.ts';
import { account, passwordHistory, session, signInStep } from '../access/tables.server.ts';

/** Taken as it is: spaces belong to it. */
export const passwordField = v.pipe(
	v.string('not_text'),
	v.nonEmpty('required'),
	v.maxLength(passwordMaxLength, 'too_long')
);

export const newPasswordSchema = v.strictObject({ password: passwordField, again: passwordField });
export type NewPassword = v.InferOutput<typeof newPasswordSchema>;

/** Kept whatever the policy says, so that a stricter one finds something to look at. */
const historyKept = 10;

/**
 * The hash of a new password for an account, or what is wrong with it.
 * @param whose with the hash in force, null where there is none, and the words that may not stand in a new one
 */
export async function hashNewPassword(
	db: Drizzle,
	whose: {
		readonly id: string;
		readonly username: string;
		readonly passwordHash: string | null;
		readonly words: readonly string[];
	},
	{ password, again }: NewPassword,
	rules: PasswordRules
): Promise<Result<string>> {
	const faults: Fault[] = passwordFaults(password, whose, rules, isCommonPassword);
	if (password !== again) faults.push({ pointer: '/again', code: 'passwords_differ' });
	if (faults.length > 0) return invalid(faults);
	if (await wasUsed(db, whose.id, whose.passwordHash, password, rules.history))
		return invalid([{ pointer: '/password', code: 'password_used_before' }]);
	return ok(await hashPassword(password));
}

/**
 * Stores the hash of an account's new password and ends its sessions, in the transaction of a write.
 * @returns the ids of the sessions that ended, for their sockets
 */
export async function storePassword(tx: Tx, accountId: string, hash: string): Promise<string[]> {
	const [before] = await tx.select().from(account).where(eq(account.id, accountId)).for('update');
	if (before?.passwordHash) {
		await tx.insert(passwordHistory).values({
			id: randomUUID(),
			account: accountId,
			hash: before.passwordHash,
			at: new Date()
		});
		const newest = tx
			.select({ id: passwordHistory.id })
			.from(passwordHistory)
			.where(eq(passwordHistory.account, accountId))
			.orderBy(desc(passwordHistory.at))
			.limit(historyKept);
		await tx
			.delete(passwordHistory)
			.where(and(eq(passwordHistory.account, accountId), notInArray(passwordHistory.id, newest)));
	}
	await tx.update(account).set({ passwordHash: hash, passwordChangedAt: new Date() }).where(eq(account.id, accountId));
	// Who stands between the old password and the code begins again.
	await tx.delete(signInStep).where(eq(signInStep.account, accountId));
	const ended = await tx.delete(session).where(eq(session.account, accountId)).returning({ id: session.id });
	return ended.map(({ id }) => id);
}

/** The one in force may never be chosen again; of those before it as many as the rules say, itself counted. */
async function wasUsed(
	db: Drizzle,
	accountId: string,
	stored: string | null,
	password: string,
	history: number
): Promise<boolean> {
	if (stored && (await verifyPassword(password, stored))) return true;
	if (history <= 1) return false;
	const before = await db
		.select({ hash: passwordHistory.hash })
		.from(passwordHistory)
		.where(eq(passwordHistory.account, accountId))
		.orderBy(desc(passwordHistory.at))
		.limit(history - 1);
	for (const { hash } of before) if (await verifyPassword(password, hash)) return true;
	return false;
}
