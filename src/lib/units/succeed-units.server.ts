// The day after a unit's last: its people go on at its successor in the same role, its tokens end, its people sign in anew.
import { and, eq, gt, gte, inArray, isNotNull, isNull, lt, or } from 'drizzle-orm';
import { account, apiToken, appointment, session } from '#lib/access/tables.server.ts';
import { addDays, type Day } from '#lib/kernel/day.ts';
import { ok } from '#lib/kernel/result.ts';
import { newId } from '#lib/commands/recording.server.ts';
import { write, type EventLog, type WriteTx } from '#lib/log/event-log.server.ts';
import type { Fact } from '#lib/log/fact.ts';
import { unit } from '#lib/plan/tables.server.ts';
import type { Drizzle, Tx } from '#lib/platform/database.server.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';

type Ended = typeof unit.$inferSelect & { readonly validTo: string };

/**
 * Once for each unit and day, however many nodes see the day come; a unit with nothing left to do is left alone.
 * @returns sessions that ended with it
 */
export async function succeedUnits(log: EventLog, today: Day): Promise<readonly string[]> {
	const sessions: string[] = [];
	for (const ended of await endedUnits(log.database.db, today)) {
		if (!(await hasRest(log.database.db, ended))) continue;
		const operation = {
			actor: 'system:clock',
			opId: `unitSucceeded:${ended.code}:${ended.validTo}:${today}`,
			request: { unit: ended.code, successor: ended.successor }
		};
		let over: readonly string[] = [];
		const written = await write(log, operation, async (writing) => {
			const done = await succeed(writing, ended);
			over = done.sessions;
			return ok({ ids: [ended.code], facts: done.facts });
		});
		if (!written.ok) throw new Error(`what follows the end of unit ${ended.code} was not written`);
		sessions.push(...over);
	}
	return sessions;
}

/** In the order of their ends: a successor may have ended in its turn. */
async function endedUnits(db: Drizzle, today: Day): Promise<Ended[]> {
	const rows = await db
		.select()
		.from(unit)
		.where(and(isNotNull(unit.validTo), lt(unit.validTo, today)))
		.orderBy(unit.validTo, unit.code);
	return rows.flatMap((row) => (row.validTo === null ? [] : [{ ...row, validTo: row.validTo }]));
}

async function hasRest(db: Drizzle | Tx, ended: Ended): Promise<boolean> {
	const [held] = await db.select({ id: appointment.id }).from(appointment).where(outlives(ended)).limit(1);
	const [token] = await db.select({ id: apiToken.id }).from(apiToken).where(worksStill(ended)).limit(1);
	return held !== undefined || token !== undefined;
}

function outlives({ code, validTo }: Ended) {
	return and(eq(appointment.unit, code), or(isNull(appointment.validTo), gt(appointment.validTo, validTo)));
}

function worksStill({ code }: Ended) {
	return and(eq(apiToken.unit, code), isNull(apiToken.revokedAt), gte(apiToken.expiresAt, new Date()));
}

async function succeed(
	{ tx, recordedAt }: WriteTx,
	ended: Ended
): Promise<{ readonly sessions: readonly string[]; readonly facts: readonly Fact[] }> {
	const { code, validTo, successor } = ended;
	const held = await tx.select().from(appointment).where(outlives(ended)).orderBy(appointment.id).for('update');
	const from = addDays(validTo as Day, 1);
	const facts: Fact[] = [];
	for (const { id, account: person, role, validTo: to } of held) {
		await tx.update(appointment).set({ validTo }).where(eq(appointment.id, id));
		facts.push(fact('appointmentEnded', [person], { role, unit: code }));
		if (successor === null) continue;
		await tx.insert(appointment).values({
			id: newId(),
			account: person,
			role,
			unit: successor,
			validFrom: from,
			validTo: to,
			grantedBy: 'system:units'
		});
		facts.push(fact('appointmentGranted', [person], { role, unit: successor, after: code }));
	}
	const people = held.map((one) => one.account);
	// What is asked for and not granted yet is asked for at the successor.
	const asked = successor === null ? null : { requestedUnit: successor };
	if (asked) await tx.update(account).set(asked).where(eq(account.requestedUnit, code));
	const sessions =
		people.length === 0
			? []
			: await tx.delete(session).where(inArray(session.account, people)).returning({ id: session.id });
	const tokens = await tx
		.update(apiToken)
		.set({ revokedAt: recordedAt })
		.where(worksStill(ended))
		.returning({ id: apiToken.id });
	facts.push(
		...tokens.map(({ id }) => fact('tokenRevoked', [id], { unit: code })),
		fact('unitChanged', [code], { unit: code, validTo, successor, people: people.length, tokens: tokens.length })
	);
	return { sessions: sessions.map(({ id }) => id), facts };
}

function fact(type: Fact['type'], ids: readonly string[], values: Fact['values']): Fact {
	return {
		type,
		ids,
		unit: null,
		values,
		deltas: [],
		touches: [invalidated.units, invalidated.accounts, invalidated.roles, invalidated.tokens],
		streams: ['access'],
		feed: false
	};
}
