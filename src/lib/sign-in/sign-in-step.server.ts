// Between the right password and the right code: a short-lived step with a cookie of its own, which opens nothing else.
import { and, eq, gt, isNull, lte } from 'drizzle-orm';
import type { Drizzle } from '#lib/platform/database.server.ts';
import type { CookieNames } from '#lib/access/cookie-names.ts';
import { hashSecret, newToken, readToken, secretMatches, writeToken } from '#lib/access/secret.server.ts';
import type { SessionCookie } from './sessions.server.ts';
import { account, signInStep } from '../access/tables.server.ts';

const lifetimeSeconds = 5 * 60;

export interface OpenStep {
	readonly id: string;
	readonly account: { readonly id: string; readonly username: string };
}

export interface SignInSteps {
	readonly cookieName: string;
	readonly open: (accountId: string) => Promise<SessionCookie>;
	/** The step of a cookie's value; null when it is unknown or over. */
	readonly read: (rawToken: string) => Promise<OpenStep | null>;
	/** Ends a step; false when it had ended already. */
	readonly end: (id: string) => Promise<boolean>;
	readonly blankCookie: () => SessionCookie;
}

export function openSignInSteps(db: Drizzle, cookies: CookieNames): SignInSteps {
	const cookie = (value: string, maxAge: number): SessionCookie => ({
		name: cookies.step,
		value,
		attributes: { httpOnly: true, secure: cookies.secure, sameSite: 'lax', path: '/', maxAge }
	});
	return {
		cookieName: cookies.step,
		open: async (accountId) => {
			await db.delete(signInStep).where(lte(signInStep.expiresAt, new Date()));
			const token = newToken();
			await db.insert(signInStep).values({
				id: token.id,
				secretHash: hashSecret(token.secret),
				account: accountId,
				expiresAt: new Date(Date.now() + lifetimeSeconds * 1000)
			});
			return cookie(writeToken(token), lifetimeSeconds);
		},
		read: async (rawToken) => {
			const token = readToken(rawToken);
			if (!token) return null;
			const [row] = await db
				.select()
				.from(signInStep)
				.innerJoin(account, eq(account.id, signInStep.account))
				.where(and(eq(signInStep.id, token.id), gt(signInStep.expiresAt, new Date()), isNull(account.disabledAt)));
			if (!row || !secretMatches(token.secret, row.sign_in_step.secretHash)) return null;
			return { id: token.id, account: { id: row.account.id, username: row.account.username } };
		},
		end: async (id) => {
			const ended = await db.delete(signInStep).where(eq(signInStep.id, id)).returning({ id: signInStep.id });
			return ended.length > 0;
		},
		blankCookie: () => cookie('', 0)
	};
}
