// What the pages of roles, policy, settings, sessions and tokens show.
import { and, asc, desc, eq, gt, gte, inArray, isNotNull, isNull, lt, lte, or, sql } from 'drizzle-orm';
import { account, apiToken, appointment, session } from '#lib/access/tables.server.ts';
import { isValidOn } from '#lib/plan/unit-terms.ts';
import type { Day } from '#lib/kernel/day.ts';
import { unit } from '#lib/plan/tables.server.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import type { FreeAccount, HeldRole, WaitingRole } from './roles-list.ts';
import type { ListedSession } from './session-list.ts';
import type { SettingVersion } from './setting-change.ts';
import { tokenState, type ListedToken } from './token-list.ts';

/** Roles of today and of days to come. */
export function heldRoles(db: Drizzle, today: Day): Promise<HeldRole[]> {
	return roleRows(db)
		.where(or(isNull(appointment.validTo), gte(appointment.validTo, today)))
		.orderBy(asc(account.username), asc(appointment.validFrom));
}

const pastShown = 50;

/** Roles that have ended, the last ones first. */
export function pastRoles(db: Drizzle, today: Day): Promise<HeldRole[]> {
	return roleRows(db)
		.where(lt(appointment.validTo, today))
		.orderBy(desc(appointment.validTo), asc(account.username))
		.limit(pastShown);
}

export async function waitingRoles(db: Drizzle, today: Day): Promise<WaitingRole[]> {
	const rows = await db
		.select()
		.from(account)
		.where(and(isNotNull(account.requestedRole), isNull(account.disabledAt)))
		.orderBy(asc(account.createdAt), asc(account.username));
	const held = await heldRoles(db, today);
	return rows.flatMap(({ id, name, username, requestedRole: role, requestedUnit }) => {
		if (role === null) return [];
		const now = held.find((one) => one.account === id) ?? null;
		return [{ account: id, name, username, role, unit: requestedUnit, now: now && { role: now.role, unit: now.unit } }];
	});
}

/** Accounts that hold no role and have none to come. */
export function freeAccounts(db: Drizzle, today: Day): Promise<FreeAccount[]> {
	return db
		.select({ account: account.id, name: account.name, username: account.username, branch: account.branch })
		.from(account)
		.where(
			and(
				isNull(account.disabledAt),
				sql`not exists (select 1 from appointment a where a.account = ${account.id}
					and (a.valid_to is null or a.valid_to >= ${today}))`
			)
		)
		.orderBy(asc(account.username));
}

/** Names of accounts, for who did something. */
export async function namesOf(db: Drizzle, ids: readonly (string | null)[]): Promise<Record<string, string>> {
	const wanted = [...new Set(ids.filter((id): id is string => id !== null && /^[0-9a-f-]{36}$/.test(id)))];
	if (wanted.length === 0) return {};
	const rows = await db.select({ id: account.id, name: account.name }).from(account).where(inArray(account.id, wanted));
	return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
}

/** Every version of the policy or of the settings, the newest first. Why is what the log says it was. */
export async function settingVersions(db: Drizzle, key: 'policy' | 'installation'): Promise<SettingVersion[]> {
	const rows = await db.execute<{ version: number; value: unknown; at: string; by: string; reason: string | null }>(sql`
		select s.version, s.value, s.at, s.by, r.text as reason from setting s
		left join event e on e.stream = 'access' and e.type in ('policyChanged', 'settingChanged')
			and e.body->>'after' = 'setting:' || s.key || '@' || s.version
		left join reason_text r on r.id::text = e.body->>'reason'
		where s.key = ${key} order by s.version desc`);
	return rows.map(({ at, ...row }) => ({ ...row, at: new Date(at).toISOString() }));
}

export async function openSessionsOf(db: Drizzle, today: Day): Promise<ListedSession[]> {
	const now = new Date();
	const rows = await db
		.select({ session, account, role: appointment.role, unit: appointment.unit })
		.from(session)
		.innerJoin(account, eq(account.id, session.account))
		.leftJoin(
			appointment,
			and(
				eq(appointment.account, account.id),
				lte(appointment.validFrom, today),
				or(isNull(appointment.validTo), gte(appointment.validTo, today))
			)
		)
		.where(and(gt(session.expiresAt, now), gt(session.endsAt, now)))
		.orderBy(desc(session.seenAt), asc(session.id));
	return rows.map((row) => ({
		id: row.session.id,
		account: row.account.id,
		name: row.account.name,
		username: row.account.username,
		role: row.role,
		unit: row.unit,
		since: row.session.createdAt.toISOString(),
		seen: row.session.seenAt.toISOString(),
		address: row.session.address,
		agent: row.session.agent
	}));
}

export async function listTokens(db: Drizzle, today: Day): Promise<ListedToken[]> {
	const now = new Date();
	const rows = await db
		.select()
		.from(apiToken)
		.leftJoin(unit, eq(unit.code, apiToken.unit))
		.orderBy(desc(apiToken.createdAt), asc(apiToken.id));
	return rows.map(({ api_token: token, unit: of }) => ({
		id: token.id,
		name: token.name,
		holder: token.feed === null ? { unit: token.unit ?? '' } : { feed: token.feed },
		scope: token.scope,
		createdBy: token.createdBy,
		createdAt: token.createdAt.toISOString(),
		expiresAt: token.expiresAt.toISOString(),
		lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
		revokedAt: token.revokedAt?.toISOString() ?? null,
		state: tokenState(token, token.feed !== null || (of !== null && isValidOn(of, today)), now)
	}));
}

function roleRows(db: Drizzle) {
	return db
		.select({
			id: appointment.id,
			account: account.id,
			name: account.name,
			username: account.username,
			disabled: sql<boolean>`${account.disabledAt} is not null`,
			branch: account.branch,
			role: appointment.role,
			unit: appointment.unit,
			from: appointment.validFrom,
			to: appointment.validTo,
			by: appointment.grantedBy
		})
		.from(appointment)
		.innerJoin(account, eq(account.id, appointment.account))
		.$dynamic();
}
