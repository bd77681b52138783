// Who a session or a token is: the person, the appointment of today, and the actor that rules ask about.
import { and, eq, gt, gte, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { Day } from '#lib/kernel/day.ts';
import { folded } from '#lib/kernel/text.ts';
import type { Drizzle, Tx } from '#lib/platform/database.server.ts';
import { unit } from '#lib/plan/tables.server.ts';
import { dutiesOf, type AccountState, type Duty, type DutyRules } from './duties.ts';
import { isUnitRole, roleOfUnitKind, type Actor, type RoleActor } from './roles.ts';
import { readToken, secretMatches } from './secret.server.ts';
import { account, apiToken, appointment, secondFactor, session } from './tables.server.ts';
import { isValidOn } from '#lib/plan/unit-terms.ts';

export interface Person {
	readonly actor: RoleActor;
	readonly name: string;
	readonly username: string;
	/** What must be done before anything else, in this order. */
	readonly duties: readonly Duty[];
}

/**
 * The person of an account by its appointment on a day; null without a valid one.
 * @param rules what the duties follow from
 */
export async function personOf(db: Drizzle, accountId: string, today: Day, rules: DutyRules): Promise<Person | null> {
	const row = await appointmentOn(db, accountId, today);
	const actor = row && actorOf(row.appointment, row.predecessors);
	if (!actor) return null;
	const { name, username } = row.account;
	return { actor, name, username, duties: dutiesOf(stateOf(actor, row), rules, new Date()) };
}

/** Whom an account acts for on a day, whatever its person still owes; null without a valid appointment. */
export async function actorOn(db: Drizzle | Tx, accountId: string, today: Day): Promise<Actor | null> {
	const row = await appointmentOn(db, accountId, today);
	return row ? actorOf(row.appointment, row.predecessors) : null;
}

async function appointmentOn(db: Drizzle | Tx, accountId: string, today: Day) {
	const [row] = await db
		.select({ account, appointment, predecessors: predecessorsOn(today), confirmedAt: secondFactor.confirmedAt })
		.from(account)
		.innerJoin(appointment, eq(appointment.account, account.id))
		.leftJoin(secondFactor, eq(secondFactor.account, account.id))
		.where(and(eq(account.id, accountId), inOffice(today)))
		.limit(1);
	return row;
}

/**
 * Who came in by sessions and tokens, as they are now; those whose token, account or appointment is over are left out,
 * and those who owe a new password or a second factor first.
 * @param sessionIds of sessions that are still open
 */
export async function actorsNow(
	db: Drizzle,
	sessionIds: readonly string[],
	tokenIds: readonly string[],
	today: Day,
	rules: DutyRules
): Promise<{ readonly sessions: ReadonlyMap<string, Actor>; readonly tokens: ReadonlyMap<string, Actor> }> {
	const sessions = new Map<string, Actor>();
	const tokens = new Map<string, Actor>();
	if (sessionIds.length > 0) {
		const rows = await db
			.select({
				id: session.id,
				account,
				appointment,
				predecessors: predecessorsOn(today),
				confirmedAt: secondFactor.confirmedAt
			})
			.from(session)
			.innerJoin(account, eq(account.id, session.account))
			.innerJoin(appointment, eq(appointment.account, account.id))
			.leftJoin(secondFactor, eq(secondFactor.account, account.id))
			.where(and(inArray(session.id, [...sessionIds]), inOffice(today)));
		for (const row of rows) {
			const actor = actorOf(row.appointment, row.predecessors);
			if (actor && dutiesOf(stateOf(actor, row), rules, new Date()).length === 0) sessions.set(row.id, actor);
		}
	}
	if (tokenIds.length > 0) {
		const open = and(
			inArray(apiToken.id, [...tokenIds]),
			isNull(apiToken.revokedAt),
			gt(apiToken.expiresAt, new Date())
		);
		const rows = await db.select().from(apiToken).leftJoin(unit, eq(unit.code, apiToken.unit)).where(open);
		for (const row of rows) {
			const actor = actorOfRow(row.api_token, row.unit, today);
			if (actor) tokens.set(row.api_token.id, actor);
		}
	}
	return { sessions, tokens };
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

/** The open account that somebody means by what they typed. */
export async function accountByName(db: Drizzle, username: string) {
	const [row] = await db
		.select()
		.from(account)
		.where(and(eq(account.username, folded(username)), isNull(account.disabledAt)));
	return row ?? null;
}

/** The last use of a token is noted at most so often: not every request writes. */
const usedEveryMs = 60_000;

/** The actor of a bearer token; null when it is unknown, expired or revoked, or its unit does not exist today. A feed's ends with the feed. */
export async function actorOfToken(db: Drizzle, text: string, today: Day): Promise<Actor | null> {
	const token = readToken(text);
	if (!token) return null;
	const [row] = await db
		.select()
		.from(apiToken)
		.leftJoin(unit, eq(unit.code, apiToken.unit))
		.where(and(eq(apiToken.id, token.id), isNull(apiToken.revokedAt), gt(apiToken.expiresAt, new Date())));
	if (!row || !secretMatches(token.secret, row.api_token.secretHash)) return null;
	const actor = actorOfRow(row.api_token, row.unit, today);
	if (!actor) return null;
	const { lastUsedAt } = row.api_token;
	if (lastUsedAt === null || lastUsedAt.getTime() < Date.now() - usedEveryMs)
		await db.update(apiToken).set({ lastUsedAt: new Date() }).where(eq(apiToken.id, token.id));
	return actor;
}

/** How the log and the sockets name a token. */
function actorIdOfToken(tokenId: string): string {
	return `token:${tokenId}`;
}

/** Of an account that is not closed, an appointment that holds on a day. */
function inOffice(today: Day) {
	return and(
		isNull(account.disabledAt),
		lte(appointment.validFrom, today),
		or(isNull(appointment.validTo), gte(appointment.validTo, today))
	);
}

function stateOf(
	{ role }: RoleActor,
	row: { readonly account: typeof account.$inferSelect; readonly confirmedAt: Date | null }
): AccountState {
	return { role, passwordChangedAt: row.account.passwordChangedAt, hasSecondFactor: row.confirmedAt !== null };
}

function actorOf(
	{ account: id, role, unit: code }: typeof appointment.$inferSelect,
	predecessors: readonly string[]
): RoleActor | null {
	if (!isUnitRole(role)) return { id, via: 'session', role, unit: null };
	return code === null ? null : { id, via: 'session', role, unit: code, predecessors };
}

function actorOfRow(
	{ id, scope, feed }: typeof apiToken.$inferSelect,
	of: typeof unit.$inferSelect | null,
	today: Day
): Actor | null {
	const token = { id: actorIdOfToken(id), via: 'token', scope } as const;
	if (feed !== null) return { ...token, role: 'feed', feed, unit: null };
	return of && isValidOn(of, today) ? { ...token, role: roleOfUnitKind(of.kind), unit: of.code } : null;
}
