// Who a session or a token is: the person, the appointment of today, and the actor that rules ask about.
import { and, eq, gt, gte, isNull, lte, or, sql } from 'drizzle-orm';
import type { Day } from '#lib/kernel/day.ts';
import type { Drizzle } from '#lib/server/database.server.ts';
import { unit } from '#lib/plan/tables.server.ts';
import { isUnitRole, roleOfUnitKind, type Actor } from './roles.ts';
import { readToken, secretMatches } from './secret.server.ts';
import { account, apiToken, appointment } from './tables.server.ts';
import { isValidOn } from './unit-validity.ts';

export interface Person {
	readonly actor: Actor;
	readonly name: string;
	readonly username: string;
}

/** The person of an account by its appointment on a day; null without a valid one. */
export async function personOf(db: Drizzle, accountId: string, today: Day): Promise<Person | null> {
	const [row] = await db
		.select({ account, appointment, predecessors: predecessorsOn(today) })
		.from(account)
		.innerJoin(appointment, eq(appointment.account, account.id))
		.where(
			and(
				eq(account.id, accountId),
				isNull(account.disabledAt),
				lte(appointment.validFrom, today),
				or(isNull(appointment.validTo), gte(appointment.validTo, today))
			)
		)
		.limit(1);
	if (!row) return null;
	const { role, unit: code } = row.appointment;
	const base = { id: row.account.id, via: 'session' } as const;
	const who = { name: row.account.name, username: row.account.username };
	const { predecessors } = row;
	if (isUnitRole(role)) return code === null ? null : { ...who, actor: { ...base, role, unit: code, predecessors } };
	return { ...who, actor: { ...base, role, unit: null } };
}

/** Units that the appointment's unit has taken over from by a day, directly or one after the other. */
function predecessorsOn(today: Day) {
	return sql<string[]>`(
		with recursive taken(code) as (
			select u.code from unit u where u.successor = ${appointment.unit} and u.valid_to < ${today}::date
			union
			select u.code from unit u join taken t on u.successor = t.code where u.valid_to < ${today}::date
		)
		select coalesce(json_agg(code order by code), '[]') from taken)`;
}

/** The account with a name, for signing in. */
export async function accountByName(db: Drizzle, username: string) {
	const [row] = await db
		.select()
		.from(account)
		.where(and(eq(account.username, username), isNull(account.disabledAt)));
	return row ?? null;
}

/** The last use of a token is noted at most so often: not every request writes. */
const usedEveryMs = 60_000;

/** The actor of a bearer token; null when it is unknown, expired or revoked, or its unit does not exist today. */
export async function actorOfToken(db: Drizzle, text: string, today: Day): Promise<Actor | null> {
	const token = readToken(text);
	if (!token) return null;
	const [row] = await db
		.select()
		.from(apiToken)
		.innerJoin(unit, eq(unit.code, apiToken.unit))
		.where(and(eq(apiToken.id, token.id), isNull(apiToken.revokedAt), gt(apiToken.expiresAt, new Date())));
	if (!row || !secretMatches(token.secret, row.api_token.secretHash)) return null;
	if (!isValidOn(row.unit, today)) return null;
	const { lastUsedAt, scope, unit: code } = row.api_token;
	if (lastUsedAt === null || lastUsedAt.getTime() < Date.now() - usedEveryMs)
		await db.update(apiToken).set({ lastUsedAt: new Date() }).where(eq(apiToken.id, token.id));
	return { id: actorIdOfToken(token.id), via: 'token', scope, role: roleOfUnitKind(row.unit.kind), unit: code };
}

/** How the log and the sockets name a token's feed. */
export function actorIdOfToken(tokenId: string): string {
	return `token:${tokenId}`;
}
