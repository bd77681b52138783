// One-time links: open one thing, once. The link alone holds the token; the database its id and the SHA-256 of its secret.
import { and, eq, gt, isNull } from 'drizzle-orm';
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import type { Fact } from '#lib/log/fact.ts';
import type { Drizzle, Tx } from '#lib/platform/database.server.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import { hashSecret, newToken, readToken, secretMatches, writeToken } from './secret.server.ts';
import { account, oneTimeLink } from './tables.server.ts';

export type LinkKind = (typeof oneTimeLink.$inferSelect)['kind'];

const lifetimeHours: Readonly<Record<LinkKind, number>> = { setup: 24, invitation: 7 * 24, reset: 24, recovery: 24 };

/** What a link opens: the making of the first administrators, or the password of an account. */
export type LinkWanted =
	| { readonly kind: 'setup'; readonly account: null; readonly createdBy: string }
	| { readonly kind: 'invitation' | 'reset' | 'recovery'; readonly account: string; readonly createdBy: string };

export interface IssuedLink {
	/** The address on this site, e.g. `/welcome/<token>`: shown once, it is nowhere else. */
	readonly path: string;
	readonly expiresAt: Date;
	/** What the log says of it; the write that issues the link must hand it on. */
	readonly fact: Fact;
}

export interface OpenLink {
	readonly id: string;
	readonly kind: LinkKind;
	/** Null with `setup`. */
	readonly account: { readonly id: string; readonly username: string; readonly name: string } | null;
}

/**
 * Issues a link inside a write: `const link = await issueLink(tx, { kind: 'invitation', account: id, createdBy: actor.id })`,
 * then `facts: [..., link.fact]`, and show `link.path` to whoever hands it on. Older links of the account end with it (of
 * `setup`: all older ones), so that only the newest opens anything. An invitation opens for seven days, the others for one.
 * A write that is repeated with the same key runs nothing and so has no link to show: say so, and issue a new one.
 */
export async function issueLink(tx: Tx, wanted: LinkWanted): Promise<IssuedLink> {
	const now = new Date();
	const sameThing = wanted.account === null ? eq(oneTimeLink.kind, 'setup') : eq(oneTimeLink.account, wanted.account);
	await tx
		.update(oneTimeLink)
		.set({ expiresAt: now })
		.where(and(sameThing, isNull(oneTimeLink.usedAt), gt(oneTimeLink.expiresAt, now)));
	const token = newToken();
	const expiresAt = new Date(now.getTime() + lifetimeHours[wanted.kind] * 3_600_000);
	await tx.insert(oneTimeLink).values({
		id: token.id,
		secretHash: hashSecret(token.secret),
		kind: wanted.kind,
		account: wanted.account,
		createdBy: wanted.createdBy,
		createdAt: now,
		expiresAt
	});
	return {
		path: `${wanted.kind === 'setup' ? '/setup' : '/welcome'}/${writeToken(token)}`,
		expiresAt,
		fact: linkFact('linkIssued', { id: token.id, kind: wanted.kind, account: wanted.account })
	};
}

/** What a token opens, without using it up; null when it is unknown, used or over, or its account is closed. */
export async function readLink(db: Drizzle | Tx, text: string): Promise<OpenLink | null> {
	const token = readToken(text);
	if (!token) return null;
	const [row] = await db
		.select()
		.from(oneTimeLink)
		.leftJoin(account, eq(account.id, oneTimeLink.account))
		.where(and(eq(oneTimeLink.id, token.id), isNull(oneTimeLink.usedAt), gt(oneTimeLink.expiresAt, new Date())));
	if (!row || !secretMatches(token.secret, row.one_time_link.secretHash) || row.account?.disabledAt) return null;
	const { id, kind } = row.one_time_link;
	const whose = row.account && { id: row.account.id, username: row.account.username, name: row.account.name };
	return { id, kind, account: whose };
}

/**
 * Uses a link up, in the transaction of what it opens: of two uses at once the second waits and is refused.
 * The write must hand on `fact`.
 */
export async function useLink(tx: Tx, text: string): Promise<Result<{ readonly link: OpenLink; readonly fact: Fact }>> {
	const link = await readLink(tx, text);
	if (!link) return refuse('conflict', 'link_over');
	const used = await tx
		.update(oneTimeLink)
		.set({ usedAt: new Date() })
		.where(and(eq(oneTimeLink.id, link.id), isNull(oneTimeLink.usedAt), gt(oneTimeLink.expiresAt, new Date())))
		.returning({ id: oneTimeLink.id });
	if (used.length === 0) return refuse('conflict', 'link_over');
	return ok({ link, fact: linkFact('linkUsed', { id: link.id, kind: link.kind, account: link.account?.id ?? null }) });
}

function linkFact(
	type: 'linkIssued' | 'linkUsed',
	link: { readonly id: string; readonly kind: LinkKind; readonly account: string | null }
): Fact {
	return {
		type,
		ids: link.account === null ? [] : [link.account],
		unit: null,
		values: { kind: link.kind, link: link.id },
		deltas: [],
		touches: [invalidated.accounts],
		streams: ['access'],
		feed: false
	};
}
