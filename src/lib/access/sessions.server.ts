// Sessions: the only module that knows lucia. Our adapter stores id and SHA-256 of the secret; the cookie alone holds the token.
import { eq, lte } from 'drizzle-orm';
import { Lucia, TimeSpan, type Adapter, type Cookie, type DatabaseSession, type DatabaseUser } from 'lucia';
import { requestAddress, requestAgent } from '#lib/live/request-origin.server.ts';
import type { Drizzle } from '#lib/server/database.server.ts';
import { hashSecret, newToken, readToken, secretMatches, writeToken } from './secret.server.ts';
import { account, session } from './tables.server.ts';

declare module 'lucia' {
	interface Register {
		Lucia: Lucia;
		DatabaseSessionAttributes: { secretHash: string; endsAt: Date; address: string | null; agent: string | null };
		DatabaseUserAttributes: { readonly username?: never };
	}
}

/** No request by a person for so long ends the session. */
const idle = new TimeSpan(30, 'm');
/** The end moves at most so often: not every request writes. */
const graceMs = 60_000;
/** Of what a browser says it is, so much is kept. */
const agentLength = 200;
const absoluteMs = new TimeSpan(12, 'h').milliseconds();

export type SessionCookie = Cookie;

export interface OpenSession {
	/** The stored id: names the session to the sockets' registry, opens nothing. */
	readonly id: string;
	readonly account: string;
	/** Set when the end has moved: the cookie must be sent again, with the same raw token. */
	readonly cookie: SessionCookie | null;
}

export interface Sessions {
	readonly cookieName: string;
	/** Opens one for the request under way, whose address and browser it keeps. */
	readonly open: (accountId: string) => Promise<{ readonly id: string; readonly cookie: SessionCookie }>;
	/** The session of a raw token, or null; moves the idle end. */
	readonly read: (rawToken: string) => Promise<OpenSession | null>;
	readonly end: (id: string) => Promise<void>;
	readonly endAllOf: (accountId: string) => Promise<void>;
	readonly blankCookie: () => SessionCookie;
}

/** @param secure false only on loopback http and with ALLOW_HTTP */
export function openSessions(db: Drizzle, secure: boolean): Sessions {
	const lucia = new Lucia(adapterOf(db), {
		sessionExpiresIn: idle,
		sessionCookie: { name: secure ? '__Host-sid' : 'sid', attributes: { secure, sameSite: 'lax', path: '/' } }
	});
	return {
		cookieName: lucia.sessionCookieName,
		open: async (accountId) => {
			const token = newToken();
			await lucia.createSession(
				accountId,
				{
					secretHash: hashSecret(token.secret),
					endsAt: new Date(Date.now() + absoluteMs),
					address: requestAddress(),
					agent: requestAgent()?.slice(0, agentLength) ?? null
				},
				{ sessionId: token.id }
			);
			return { id: token.id, cookie: lucia.createSessionCookie(writeToken(token)) };
		},
		read: async (rawToken) => {
			const token = readToken(rawToken);
			if (!token) return null;
			const [stored] = await db.select().from(session).where(eq(session.id, token.id));
			if (!stored || !secretMatches(token.secret, stored.secretHash)) return null;
			if (stored.endsAt.getTime() <= Date.now()) {
				await lucia.invalidateSession(token.id);
				return null;
			}
			const { session: valid } = await lucia.validateSession(token.id);
			if (!valid) return null;
			// lucia moves the end only in the second half of the time; idle is counted from the last request.
			const moved = valid.expiresAt.getTime() < Date.now() + idle.milliseconds() - graceMs;
			if (moved) await moveEnd(db, valid.id, new Date(Date.now() + idle.milliseconds()));
			// lucia would renew with session.id, which with hashed secrets is no token: the raw token goes out again.
			return {
				id: valid.id,
				account: valid.userId,
				cookie: moved || valid.fresh ? lucia.createSessionCookie(rawToken) : null
			};
		},
		end: (id) => lucia.invalidateSession(id),
		endAllOf: (accountId) => lucia.invalidateUserSessions(accountId),
		blankCookie: () => lucia.createBlankSessionCookie()
	};
}

async function moveEnd(db: Drizzle, id: string, expiresAt: Date): Promise<void> {
	await db.update(session).set({ expiresAt }).where(eq(session.id, id));
}

function adapterOf(db: Drizzle): Adapter {
	const toSession = (row: typeof session.$inferSelect): DatabaseSession => ({
		id: row.id,
		userId: row.account,
		expiresAt: row.expiresAt,
		attributes: { secretHash: row.secretHash, endsAt: row.endsAt, address: row.address, agent: row.agent }
	});
	return {
		getSessionAndUser: async (id) => {
			const [row] = await db
				.select()
				.from(session)
				.innerJoin(account, eq(account.id, session.account))
				.where(eq(session.id, id));
			if (!row || row.account.disabledAt) return [null, null];
			const user: DatabaseUser = { id: row.account.id, attributes: {} };
			return [toSession(row.session), user];
		},
		getUserSessions: async (userId) =>
			(await db.select().from(session).where(eq(session.account, userId))).map(toSession),
		setSession: async (row) => {
			await db.insert(session).values({
				id: row.id,
				account: row.userId,
				expiresAt: row.expiresAt,
				...row.attributes
			});
		},
		updateSessionExpiration: (id, expiresAt) => moveEnd(db, id, expiresAt),
		deleteSession: async (id) => {
			await db.delete(session).where(eq(session.id, id));
		},
		deleteUserSessions: async (userId) => {
			await db.delete(session).where(eq(session.account, userId));
		},
		deleteExpiredSessions: async () => {
			await db.delete(session).where(lte(session.expiresAt, new Date()));
		}
	};
}
