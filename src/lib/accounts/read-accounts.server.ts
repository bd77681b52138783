// Reads accounts for the pages of the system administrator, and those that a sheet is about.
import { and, asc, desc, eq, gt, gte, inArray, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import { actorOn } from '#lib/access/people.server.ts';
import { mayUpdateShare } from '#lib/access/rights.ts';
import {
	account,
	accountVersion,
	appointment,
	oneTimeLink,
	reasonText,
	secondFactor,
	session
} from '#lib/access/tables.server.ts';
import type { Day } from '#lib/kernel/day.ts';
import { folded } from '#lib/kernel/text.ts';
import { isId } from '#lib/kernel/fields.ts';
import { event } from '#lib/log/tables.server.ts';
import type { Drizzle, Tx } from '#lib/platform/database.server.ts';
import type { HeldShare } from './account-record.server.ts';
import { stateOf } from './account.ts';
import { changesOf, type AccountStory, type AccountView } from './account-view.ts';
import type { KnownAccount } from './sheet.ts';

/** In the order of their usernames. */
export async function listAccounts(db: Drizzle | Tx, today: Day, only?: string): Promise<AccountView[]> {
	const rows = await db
		.select({
			account,
			role: appointment.role,
			unit: appointment.unit,
			lastSeen: sql<string | null>`greatest(
				(select max(${session.seenAt}) from ${session} where ${session.account} = ${account.id}),
				(select max(${event.recordedAt}) from ${event} where ${event.stream} = 'signin' and ${event.type} = 'signedIn'
					and ${event.actor} = ${account.id}::text))`
		})
		.from(account)
		.leftJoin(appointment, and(eq(appointment.account, account.id), holdsOn(today)))
		.where(only === undefined ? undefined : eq(account.id, only))
		.orderBy(asc(account.username));
	return rows.map(({ account: row, role, unit, lastSeen }) => {
		const { requestedRole, requestedUnit } = row;
		const granted = requestedRole === role && requestedUnit === unit;
		return {
			id: row.id,
			username: row.username,
			name: row.name,
			branch: row.branch,
			state: stateOf({
				disabled: row.disabledAt !== null,
				hasPassword: row.passwordHash !== null,
				appointed: role !== null
			}),
			role,
			unit,
			asked: requestedRole === null || granted ? null : { role: requestedRole, unit: requestedUnit },
			lastSeen: lastSeen === null ? null : new Date(lastSeen)
		};
	});
}

/** @param shares that the account looks after */
export async function readAccount(
	db: Drizzle,
	id: string,
	today: Day,
	sharesOf: (db: Drizzle, account: string) => Promise<readonly HeldShare[]>
): Promise<AccountStory | null> {
	if (!isId(id)) return null;
	const [view] = await listAccounts(db, today, id);
	const [row] = await db
		.select({ account, factor: secondFactor.confirmedAt })
		.from(account)
		.leftJoin(secondFactor, eq(secondFactor.account, account.id))
		.where(eq(account.id, id));
	if (!view || !row) return null;
	const now = new Date();
	const [open] = await db
		.select({ count: sql<string>`count(*)` })
		.from(session)
		.where(and(eq(session.account, id), gt(session.expiresAt, now), gt(session.endsAt, now)));
	const appointments = await db
		.select()
		.from(appointment)
		.where(eq(appointment.account, id))
		.orderBy(desc(appointment.validFrom), sql`${appointment.validTo} desc nulls first`);
	const links = await db
		.select()
		.from(oneTimeLink)
		.where(eq(oneTimeLink.account, id))
		.orderBy(desc(oneTimeLink.createdAt));
	const versions = await db
		.select({ version: accountVersion, reason: reasonText.text })
		.from(accountVersion)
		.leftJoin(
			event,
			and(
				eq(event.stream, 'access'),
				sql`${event.body}->>'after' = 'account:' || ${accountVersion.account} || '@' || ${accountVersion.version}`
			)
		)
		.leftJoin(reasonText, sql`${reasonText.id}::text = ${event.body}->>'reason'`)
		.where(eq(accountVersion.account, id));
	const names = await namesOf(db, [
		...appointments.map(({ grantedBy }) => grantedBy ?? ''),
		...links.map(({ createdBy }) => createdBy),
		...versions.map(({ version }) => version.by)
	]);
	const shares = await sharesOf(db, id);
	return {
		account: view,
		version: row.account.version,
		createdAt: row.account.createdAt,
		passwordChangedAt: row.account.passwordChangedAt,
		secondFactor: row.factor !== null,
		sessions: Number(open?.count ?? 0),
		appointments: appointments.map(({ role, unit, validFrom, validTo, grantedBy }) => ({
			role,
			unit,
			from: validFrom,
			to: validTo,
			by: grantedBy === null ? null : (names.get(grantedBy) ?? null)
		})),
		links: links.map(({ id: link, kind, createdBy, createdAt, expiresAt, usedAt }) => ({
			id: link,
			kind,
			by: names.get(createdBy) ?? createdBy,
			createdAt,
			expiresAt,
			state: usedAt !== null ? 'used' : expiresAt <= now ? 'over' : 'open'
		})),
		versions: changesOf(
			versions.map(({ version, reason }) => ({ ...version, by: names.get(version.by) ?? version.by, reason }))
		),
		shares,
		receivers: shares.length === 0 ? [] : await receiversOf(db, id, shares, today)
	};
}

/** The accounts that rows of a sheet name, by username, however it is typed there. */
export async function knownAccounts(
	db: Drizzle | Tx,
	usernames: readonly string[],
	today: Day
): Promise<Map<string, KnownAccount>> {
	if (usernames.length === 0) return new Map();
	const rows = await db
		.select({ account, role: appointment.role, unit: appointment.unit })
		.from(account)
		.leftJoin(appointment, and(eq(appointment.account, account.id), holdsOn(today)))
		.where(inArray(account.username, usernames.map(folded)));
	return new Map(
		rows.map(({ account: { username, name, branch, requestedRole, requestedUnit, disabledAt }, role, unit }) => {
			const held = requestedRole === null ? { role, unit } : { role: requestedRole, unit: requestedUnit };
			return [username, { username, name, branch, ...held, disabled: disabledAt !== null }];
		})
	);
}

function holdsOn(today: Day) {
	return and(lte(appointment.validFrom, today), or(isNull(appointment.validTo), gte(appointment.validTo, today)));
}

/** Active people who may report on all of these shares. */
async function receiversOf(db: Drizzle, leaving: string, shares: readonly HeldShare[], today: Day) {
	const people = await db
		.select({ id: account.id, name: account.name, username: account.username })
		.from(account)
		.innerJoin(appointment, and(eq(appointment.account, account.id), holdsOn(today), isNotNull(appointment.unit)))
		.where(and(isNull(account.disabledAt), isNotNull(account.passwordHash)))
		.orderBy(asc(account.username));
	const able: typeof people = [];
	for (const one of people) {
		const actor = one.id === leaving ? null : await actorOn(db, one.id, today);
		if (actor && shares.every(({ unit }) => mayUpdateShare(actor, unit))) able.push(one);
	}
	return able;
}

/** Names of those who did something, by account id; what is no account stands for itself. */
async function namesOf(db: Drizzle, ids: readonly string[]): Promise<Map<string, string>> {
	const accounts = [...new Set(ids)].filter((id) => /^[\da-f]{8}-[\da-f-]{27}$/.test(id));
	if (accounts.length === 0) return new Map();
	const rows = await db
		.select({ id: account.id, name: account.name })
		.from(account)
		.where(inArray(account.id, accounts));
	return new Map(rows.map(({ id, name }) => [id, name]));
}
