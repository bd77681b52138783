// Sessions: the only module that knows lucia. Our adapter stores id and SHA-256 of the secret; the cookie alone holds the token.
import { and, asc, desc, eq, gt, inArray, isNull, lte, ne, type SQL } from 'drizzle-orm';
import { Lucia, TimeSpan, type Adapter, type Cookie, type DatabaseSession, type DatabaseUser } from 'lucia';
import { requestAddress, requestAgent } from '#lib/log/request-origin.server.ts';
import type { Drizzle, Tx } from '#lib/platform/database.server.ts';
import type { AskedBy } from './asked-by.ts';
import type { CookieNames } from '#lib/access/cookie-names.ts';
import type { Policy } from '#lib/access/policy.ts';
import { graceMs, type SessionEnds, type SessionOver } from './session-ends.ts';
import { hashSecret, newToken, readToken, secretMatches, writeToken } from '#lib/access/secret.server.ts';
import { account, session } from '../access/tables.server.ts';

declare module 'lucia' {
	interface Register {
		Lucia: Lucia;
		DatabaseSessionAttributes: { secretHash: string };
		DatabaseUserAttributes: { readonly username?: never };
	}
}

/** How long a browser keeps the cookie after it was last sent; the policy ends sessions sooner, never later. */
const cookieLife = new TimeSpan(30, 'm');
/** Of what a browser says it is, so much is kept. */
const agentLength = 200;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

export type SessionCookie = Pick<Cookie, 'name' | 'value' | 'attributes'>;

export interface OpenSession {
	/** The stored id: names the session to the sockets' registry, opens nothing. */
	readonly id: string;
	readonly account: string;
	readonly ends: SessionEnds;
	/** Set when the end has moved: the cookie must be sent again, with the same raw token. */
	readonly cookie: SessionCookie | null;
}

/** A cookie that opens nothing, and what is known of why. */
export interface OverSession {
	readonly over: Exclude<SessionOver, 'role'>;
}

/** A session as its person and the administrator see it in a list. */
export interface ListedSession {
	readonly id: string;
	readonly account: string;
	readonly since: Date;
	/** When a person last did something in it. */
	readonly seen: Date;
	readonly address: string | null;
	readonly agent: string | null;
}

/** Which sessions are to end: one of an account, or all of them, perhaps but one. */
export interface SessionsToEnd {
	readonly account: string;
	readonly id?: string;
	readonly except?: string;
}

export interface Sessions {
	readonly cookieName: string;
	/** A new session of an account; notes where the request under way comes from. */
	readonly open: (accountId: string) => Promise<{ readonly id: string; readonly cookie: SessionCookie }>;
	/** The session of a raw token; a person's doing moves the idle end, what pages ask by themselves does not. */
	readonly read: (rawToken: string, by: AskedBy) => Promise<OpenSession | OverSession>;
	readonly end: (id: string) => Promise<void>;
	readonly endAllOf: (accountId: string) => Promise<void>;
	/** Ends sessions in the transaction that notes it; the caller ends their sockets after the commit. Gives their ids. */
	readonly endWithin: (tx: Tx, which: SessionsToEnd) => Promise<readonly string[]>;
	/** The open sessions of an account, or of everybody; last used first. */
	readonly list: (accountId?: string) => Promise<readonly ListedSession[]>;
	/** Which of these are still open: for sockets whose node may not have heard of an end. */
	readonly stillOpen: (ids: readonly string[]) => Promise<ReadonlySet<string>>;
	readonly blankCookie: () => SessionCookie;
}

/**
 * @param policy in force: asked at each look, so that one that is tightened ends open sessions at once
 */
export function openSessions(db: Drizzle, cookies: CookieNames, policy: () => Policy): Sessions {
	const looked = new Map<string, StoredSession>();
	const lucia = new Lucia(adapterOf(db, policy, looked), {
		sessionExpiresIn: cookieLife,
		sessionCookie: { name: cookies.session, attributes: { secure: cookies.secure, sameSite: 'lax', path: '/' } }
	});
	const openOnes = async (condition?: SQL) => {
		const now = Date.now();
		const rows = await db
			.select({ session, branch: account.branch })
			.from(session)
			.innerJoin(account, eq(account.id, session.account))
			.where(and(isNull(account.disabledAt), gt(session.expiresAt, new Date(now)), condition))
			.orderBy(desc(session.seenAt), asc(session.id));
		return rows.filter((row) => endOf(instantsOf(row.session, row.branch, policy())) > now).map((row) => row.session);
	};
	return {
		cookieName: lucia.sessionCookieName,
		open: async (accountId) => {
			await lucia.deleteExpiredSessions();
			const token = newToken();
			await lucia.createSession(accountId, { secretHash: hashSecret(token.secret) }, { sessionId: token.id });
			return { id: token.id, cookie: lucia.createSessionCookie(writeToken(token)) };
		},
		read: async (rawToken, by) => {
			const token = readToken(rawToken);
			if (!token) return { over: 'elsewhere' };
			const [stored] = await storedSessions(db, eq(session.id, token.id));
			if (!stored || !secretMatches(token.secret, stored.session.secretHash)) return { over: 'elsewhere' };
			looked.set(token.id, stored);
			const { session: valid } = await lucia.validateSession(token.id).finally(() => looked.delete(token.id));
			const now = Date.now();
			const { branch } = stored.account;
			const instants = instantsOf(stored.session, branch, policy());
			if (!valid) return { over: instants.absolute <= now ? 'hours' : instants.idle <= now ? 'idle' : 'elsewhere' };
			const moved = by === 'person' && now - stored.session.seenAt.getTime() >= graceMs;
			const seen = moved ? seenNow(stored.session, branch, policy(), now) : stored.session;
			if (moved)
				await db
					.update(session)
					.set({ seenAt: seen.seenAt, expiresAt: seen.expiresAt })
					.where(eq(session.id, valid.id));
			const { idle, absolute } = instantsOf(seen, branch, policy());
			// lucia would renew with session.id, which with hashed secrets is no token: the raw token goes out again.
			return {
				id: valid.id,
				account: valid.userId,
				ends: { idleMs: idle - now, absoluteMs: absolute - now, seenMs: now - seen.seenAt.getTime() },
				cookie: moved ? lucia.createSessionCookie(rawToken) : null
			};
		},
		end: (id) => lucia.invalidateSession(id),
		endAllOf: (accountId) => lucia.invalidateUserSessions(accountId),
		endWithin: async (tx, which) => {
			const ended = await tx
				.delete(session)
				.where(
					and(
						eq(session.account, which.account),
						which.id === undefined ? undefined : eq(session.id, which.id),
						which.except === undefined ? undefined : ne(session.id, which.except)
					)
				)
				.returning({ id: session.id });
			return ended.map(({ id }) => id);
		},
		list: async (accountId) => {
			const open = await openOnes(accountId === undefined ? undefined : eq(session.account, accountId));
			return open.map(({ id, account: owner, createdAt, seenAt, address, agent }) => ({
				id,
				account: owner,
				since: createdAt,
				seen: seenAt,
				address,
				agent
			}));
		},
		stillOpen: async (ids) =>
			new Set(ids.length === 0 ? [] : (await openOnes(inArray(session.id, [...ids]))).map(({ id }) => id)),
		blankCookie: () => lucia.createBlankSessionCookie()
	};
}

type SessionRow = typeof session.$inferSelect;
interface StoredSession {
	readonly session: SessionRow;
	readonly account: typeof account.$inferSelect;
}

function storedSessions(db: Drizzle, condition: SQL): Promise<StoredSession[]> {
	return db.select().from(session).innerJoin(account, eq(account.id, session.account)).where(condition);
}

type Branch = typeof account.$inferSelect.branch;

/** When a session ends under a policy, which may have become stricter since its end was stored. In ms since 1970. */
function instantsOf(
	row: SessionRow,
	branch: Branch,
	policy: Policy
): { readonly idle: number; readonly absolute: number } {
	return {
		idle: Math.min(row.expiresAt.getTime(), row.seenAt.getTime() + idleMsOf(branch, policy)),
		absolute: Math.min(row.endsAt.getTime(), row.createdAt.getTime() + policy.absoluteHours * hourMs)
	};
}

function endOf({ idle, absolute }: { readonly idle: number; readonly absolute: number }): number {
	return Math.min(idle, absolute);
}

function idleMsOf(branch: Branch, policy: Policy): number {
	return (branch === 'business' ? policy.idleMinutes : policy.adminIdleMinutes) * minuteMs;
}

/** The session of somebody who just did something. */
function seenNow(row: SessionRow, branch: Branch, policy: Policy, now: number): SessionRow {
	const seen = { ...row, seenAt: new Date(now), expiresAt: new Date(now + idleMsOf(branch, policy)) };
	return { ...seen, expiresAt: new Date(endOf(instantsOf(seen, branch, policy))) };
}

/** @param looked sessions that were read a moment ago: every request would look each up twice */
function adapterOf(db: Drizzle, policy: () => Policy, looked: ReadonlyMap<string, StoredSession>): Adapter {
	const toSession = (row: SessionRow, branch: Branch): DatabaseSession => ({
		id: row.id,
		userId: row.account,
		// The end as the policy has it now; a stored one may be of a milder policy.
		expiresAt: new Date(endOf(instantsOf(row, branch, policy()))),
		attributes: { secretHash: row.secretHash }
	});
	return {
		getSessionAndUser: async (id) => {
			const row = looked.get(id) ?? (await storedSessions(db, eq(session.id, id)))[0];
			if (!row || row.account.disabledAt) return [null, null];
			const user: DatabaseUser = { id: row.account.id, attributes: {} };
			return [toSession(row.session, row.account.branch), user];
		},
		getUserSessions: async (userId) =>
			(await storedSessions(db, eq(session.account, userId))).map((row) => toSession(row.session, row.account.branch)),
		setSession: async (row) => {
			const [owner] = await db.select({ branch: account.branch }).from(account).where(eq(account.id, row.userId));
			const now = Date.now();
			const rules = policy();
			const endsAt = now + rules.absoluteHours * hourMs;
			await db.insert(session).values({
				id: row.id,
				account: row.userId,
				secretHash: row.attributes.secretHash,
				createdAt: new Date(now),
				seenAt: new Date(now),
				expiresAt: new Date(Math.min(endsAt, now + idleMsOf(owner?.branch ?? 'business', rules))),
				endsAt: new Date(endsAt),
				address: requestAddress(),
				agent: requestAgent()?.slice(0, agentLength) ?? null
			});
		},
		// lucia would move the end of whatever is looked at; only a person's doing moves it (`read`).
		updateSessionExpiration: () => Promise.resolve(),
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
