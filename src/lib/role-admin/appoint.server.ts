// Gives, changes, ends and declines roles. Whoever's role changes today is signed out everywhere in the same write.
import { and, asc, eq, gte, isNotNull, isNull, lte, ne, or } from 'drizzle-orm';
import { accessFact } from '#lib/access/access-fact.ts';
import type { Actor, Role } from '#lib/access/roles.ts';
import { account, appointment } from '#lib/access/tables.server.ts';
import { addDays, dayAt, type Day } from '#lib/kernel/day.ts';
import { invalid, ok, refuse, type Result } from '#lib/kernel/result.ts';
import { newId, settle, type Call } from '#lib/commands/recording.server.ts';
import { write, type WriteTx, type Written } from '#lib/log/event-log.server.ts';
import type { Fact } from '#lib/log/fact.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import { administer, deleteSessionsOf, storeReason, type Securing } from '#lib/admin/administer.server.ts';
import {
	grantFault,
	lastDayOf,
	type Decline,
	type Grant,
	type Grants,
	type RoleChange,
	type RoleEnd
} from './grant.ts';

type Appointment = typeof appointment.$inferSelect;

/** Grants roles to accounts, all or none. One who waits for another role than the present one changes into it. */
export async function grantRoles(
	securing: Securing,
	actor: Actor,
	call: Call,
	input: Grants
): Promise<Result<Written>> {
	return endingSessions(securing, (ended) =>
		administer(securing, actor, 'roles', call, { kind: 'grants', input }, async (writing) => {
			const today = dayAt(writing.effectiveAt.getTime());
			if (input.from < today) return refuse('invalid', 'in_the_past', '/from', { today });
			const results: { prefix: string; result: Result<readonly Fact[]> }[] = [];
			for (const [index, wanted] of input.grants.entries())
				results.push({
					prefix: `/grants/${index}`,
					result: await grant(securing, writing, actor, wanted, input.from, ended)
				});
			const settled = settle(results);
			if (!settled.ok) return settled;
			return ok({ ids: input.grants.map((one) => one.account), facts: settled.value.flat() });
		})
	);
}

/** Another role or unit from a day on: the one of before ends the day before. */
export async function changeRole(
	securing: Securing,
	actor: Actor,
	call: Call,
	input: RoleChange
): Promise<Result<Written>> {
	return endingSessions(securing, (ended) =>
		administer(securing, actor, 'roles', call, { kind: 'roleChange', input }, async (writing) => {
			const { tx } = writing;
			const today = dayAt(writing.effectiveAt.getTime());
			if (input.from < today) return refuse('invalid', 'in_the_past', '/from', { today });
			const found = await lockAppointment(tx, input.appointment);
			if (!found) return refuse('not_found', 'unknown_appointment');
			const { held, grantee } = found;
			if (held.validTo !== null && held.validTo < today)
				return refuse('conflict', 'already_ended', '', { day: held.validTo });
			const fault = grantFault(actor.id, grantee, input, input.from, securing.recording.plan);
			if (fault) return invalid([{ ...fault, pointer: fault.pointer === '/account' ? '' : fault.pointer }]);
			if (held.role === input.role && held.unit === input.unit) return refuse('invalid', 'nothing_changed');
			if ((await heldFrom(tx, grantee.id, input.from)).some(({ id }) => id !== held.id))
				return refuse('conflict', 'already_appointed');
			const reason = await storeReason(writing, input.reason, actor.id);
			const facts = await replace(writing, actor, held, input, input.from, reason);
			if (input.from === today) facts.push(...(await signOut(tx, grantee.id, reason, ended)));
			return ok({ ids: [grantee.id], facts });
		})
	);
}

/** Ends a role at once or with a day. The last security administrator who can sign in stays. */
export async function endRole(securing: Securing, actor: Actor, call: Call, input: RoleEnd): Promise<Result<Written>> {
	return endingSessions(securing, (ended) =>
		administer(securing, actor, 'roles', call, { kind: 'roleEnd', input }, async (writing) => {
			const { tx } = writing;
			const today = dayAt(writing.effectiveAt.getTime());
			const found = await lockAppointment(tx, input.appointment);
			if (!found) return refuse('not_found', 'unknown_appointment');
			const { held } = found;
			const last = lastDayOf(input.lastDay, held.validTo as Day | null, today);
			if (!last.ok) return last;
			if (held.role === 'security_admin' && !(await othersKeepSecurity(tx, held.account, today)))
				return refuse('conflict', 'last_security_admin');
			const reason = await storeReason(writing, input.reason, actor.id);
			const facts = [await end(tx, held, last.value, reason)];
			if (last.value < today) facts.push(...(await signOut(tx, held.account, reason, ended)));
			return ok({ ids: [held.account], facts });
		})
	);
}

/** Says no to what the system administrator asked for. */
export function declineRole(securing: Securing, actor: Actor, call: Call, input: Decline): Promise<Result<Written>> {
	return administer(securing, actor, 'roles', call, { kind: 'decline', input }, async (writing) => {
		const { tx } = writing;
		const [row] = await tx.select().from(account).where(eq(account.id, input.account)).for('update');
		if (!row) return refuse('not_found', 'unknown_account', '/account');
		if (row.requestedRole === null) return refuse('conflict', 'no_request');
		await tx.update(account).set({ requestedRole: null, requestedUnit: null }).where(eq(account.id, row.id));
		const reason = await storeReason(writing, input.reason, actor.id);
		const values = { role: row.requestedRole, unit: row.requestedUnit };
		return ok({
			ids: [row.id],
			facts: [
				accessFact({
					type: 'appointmentDeclined',
					ids: [row.id],
					reason,
					values,
					touches: [invalidated.roles, invalidated.accounts]
				})
			]
		});
	});
}

/** Whose role begins or has ended with this day signs in anew; the key makes it once, however many nodes see the day turn. */
export async function signOutChangedRoles(securing: Securing, today: Day): Promise<void> {
	const operation = { actor: 'system:clock', opId: `rolesTurned:${today}`, request: { today } };
	await endingSessions(securing, (ended) =>
		write(securing.recording.log, operation, async ({ tx }) => {
			const changed = await tx
				.selectDistinct({ account: appointment.account })
				.from(appointment)
				.where(or(eq(appointment.validFrom, today), eq(appointment.validTo, addDays(today, -1))));
			const facts: Fact[] = [];
			for (const row of changed) facts.push(...(await signOut(tx, row.account, null, ended)));
			return ok({ ids: [], facts });
		})
	);
}

/** Runs a write that takes sessions out of the database; what hangs on them ends when it is committed. */
async function endingSessions(
	securing: Securing,
	work: (ended: string[]) => Promise<Result<Written>>
): Promise<Result<Written>> {
	const ended: string[] = [];
	const written = await work(ended);
	if (written.ok) securing.ends.sessions(ended);
	return written;
}

async function grant(
	{ recording }: Securing,
	writing: WriteTx,
	actor: Actor,
	wanted: Grant,
	from: Day,
	ended: string[]
): Promise<Result<readonly Fact[]>> {
	const { tx } = writing;
	const [row] = await tx.select().from(account).where(eq(account.id, wanted.account)).for('update');
	const fault = grantFault(actor.id, row, wanted, from, recording.plan);
	if (fault || !row) return invalid(fault ? [fault] : []);
	const [held, ...more] = await heldFrom(tx, row.id, from);
	const asked = row.requestedRole !== null;
	await tx.update(account).set({ requestedRole: null, requestedUnit: null }).where(eq(account.id, row.id));
	if (!held) return ok([await begin(writing, actor, row.id, wanted, from, null, null)]);
	const same = held.role === wanted.role && held.unit === wanted.unit;
	if (!asked || same || more.length > 0) return refuse('conflict', 'already_appointed', '/account');
	const facts = await replace(writing, actor, held, wanted, from, null);
	if (from === dayAt(writing.effectiveAt.getTime())) facts.push(...(await signOut(tx, row.id, null, ended)));
	return ok(facts);
}

/** The roles that an account holds on a day or later. */
function heldFrom(tx: Tx, accountId: string, from: Day): Promise<Appointment[]> {
	return tx
		.select()
		.from(appointment)
		.where(and(eq(appointment.account, accountId), or(isNull(appointment.validTo), gte(appointment.validTo, from))));
}

/** The account's row first, as every change of it does: two acts on one account wait for each other. */
async function lockAppointment(tx: Tx, id: string) {
	const [known] = await tx.select().from(appointment).where(eq(appointment.id, id));
	if (!known) return null;
	const [grantee] = await tx.select().from(account).where(eq(account.id, known.account)).for('update');
	const [held] = await tx.select().from(appointment).where(eq(appointment.id, id)).for('update');
	return grantee && held ? { held, grantee } : null;
}

/** All security administrators are locked: of two who end each other, the second sees what the first did. */
async function othersKeepSecurity(tx: Tx, leaving: string, today: Day): Promise<boolean> {
	const others = await tx
		.select({ id: appointment.id })
		.from(appointment)
		.innerJoin(account, eq(account.id, appointment.account))
		.where(
			and(
				eq(appointment.role, 'security_admin'),
				ne(appointment.account, leaving),
				lte(appointment.validFrom, today),
				isNull(appointment.validTo),
				isNull(account.disabledAt),
				isNotNull(account.passwordHash)
			)
		)
		.orderBy(asc(appointment.id))
		.for('update');
	return others.length > 0;
}

async function replace(
	writing: WriteTx,
	actor: Actor,
	held: Appointment,
	wanted: { readonly role: Role; readonly unit: string | null },
	from: Day,
	reason: string | null
): Promise<Fact[]> {
	return [
		await end(writing.tx, held, addDays(from, -1), reason),
		await begin(writing, actor, held.account, wanted, from, held, reason)
	];
}

async function end(tx: Tx, held: Appointment, lastDay: Day, reason: string | null): Promise<Fact> {
	await tx.update(appointment).set({ validTo: lastDay }).where(eq(appointment.id, held.id));
	return accessFact({
		type: 'appointmentEnded',
		ids: [held.account, held.id],
		before: `appointment:${held.id}@1`,
		after: `appointment:${held.id}@2`,
		reason,
		values: { role: held.role, unit: held.unit, lastDay },
		touches: [invalidated.roles, invalidated.accounts]
	});
}

async function begin(
	{ tx }: WriteTx,
	actor: Actor,
	accountId: string,
	{ role, unit }: { readonly role: Role; readonly unit: string | null },
	from: Day,
	before: Appointment | null,
	reason: string | null
): Promise<Fact> {
	const id = newId();
	await tx.insert(appointment).values({ id, account: accountId, role, unit, validFrom: from, grantedBy: actor.id });
	return accessFact({
		type: 'appointmentGranted',
		ids: [accountId, id],
		before: before && `appointment:${before.id}@2`,
		after: `appointment:${id}@1`,
		reason,
		values: { role, unit, from, roleBefore: before?.role ?? null, unitBefore: before?.unit ?? null },
		touches: [invalidated.roles, invalidated.accounts]
	});
}

async function signOut(tx: Tx, accountId: string, reason: string | null, ended: string[]): Promise<Fact[]> {
	const sessions = await deleteSessionsOf(tx, accountId);
	ended.push(...sessions);
	if (sessions.length === 0) return [];
	return [
		accessFact({
			type: 'sessionEnded',
			ids: [accountId],
			reason,
			values: { count: sessions.length, why: 'role' },
			touches: [invalidated.sessions]
		})
	];
}
