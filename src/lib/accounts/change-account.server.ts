// Changes an account: its name and what it is asked for, a new link, disabling with the hand-over of its shares, enabling.
import { and, asc, eq, gt, gte, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { appointmentFault } from '#lib/access/appointable.ts';
import { issueLink } from '#lib/access/one-time-links.server.ts';
import { actorOn } from '#lib/access/people.server.ts';
import { mayAdminister, mayUpdateShare } from '#lib/access/rights.ts';
import type { Actor, Branch } from '#lib/access/roles.ts';
import { account, appointment, oneTimeLink, session, signInStep } from '#lib/access/tables.server.ts';
import { addDays, dayAt, type Day } from '#lib/kernel/day.ts';
import { invalid, ok, refuse, type Result } from '#lib/kernel/result.ts';
import { operationOf, type Call } from '#lib/commands/recording.server.ts';
import { write, type Decided, type WriteTx, type Written } from '#lib/log/event-log.server.ts';
import type { Fact } from '#lib/log/fact.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import {
	accountFact,
	fieldsOf,
	storeReason,
	storeVersion,
	type HeldShare,
	type Keeping,
	type PersonalLink,
	type StoredAccount
} from './account-record.server.ts';
import {
	disablingBar,
	nobody,
	staysInBranch,
	type AccountChange,
	type Colleague,
	type Disabling,
	type Enabling,
	type LinkInput
} from './account.ts';
import type { WithLinks } from './create-accounts.server.ts';

export function changeAccount(
	keeping: Keeping,
	actor: Actor,
	call: Call,
	input: AccountChange
): Promise<Result<Written>> {
	return withAccount(keeping, actor, call, input, async (writing, row, today) => {
		if (row.disabledAt) return refuse('conflict', 'account_disabled');
		if (row.version !== input.version) return refuse('conflict', 'account_changed');
		const { name, role, unit } = input;
		if (!staysInBranch(row.branch, role)) return refuse('invalid', 'role_not_of_branch', '/role');
		const before = fieldsOf(row);
		if (before.name === name && before.role === role && before.unit === unit)
			return refuse('invalid', 'nothing_changed');
		const asks = before.role !== role || before.unit !== unit;
		const fault = asks ? appointmentFault(keeping.recording.plan.units, input, today) : null;
		if (fault) return invalid([fault]);
		const versions = await storeVersion(writing, row, { ...before, name, role, unit }, actor.id);
		const reason = await storeReason(writing, input.reason, actor.id);
		return ok({
			ids: [row.id],
			facts: [accountFact('accountChanged', row.id, { ...versions, reason, values: { role, unit } })]
		});
	});
}

/** An invitation for who has no password yet, a reset for who has one. Older links of the account end with it. */
export async function renewLink(
	keeping: Keeping,
	actor: Actor,
	call: Call,
	input: LinkInput
): Promise<Result<WithLinks>> {
	let links: readonly PersonalLink[] = [];
	const written = await withAccount(keeping, actor, call, input, async ({ tx }, row) => {
		if (row.disabledAt) return refuse('conflict', 'account_disabled');
		const kind = row.passwordHash === null ? 'invitation' : 'reset';
		const link = await issueLink(tx, { kind, account: row.id, createdBy: actor.id });
		const { id, username, name } = row;
		links = [{ account: id, username, name, path: link.path, expiresAt: link.expiresAt }];
		return ok({ ids: [id], facts: [link.fact] });
	});
	return written.ok ? ok({ ...written.value, links }) : written;
}

/**
 * Ends at once what the account could do: its appointment (yesterday was its last whole day), its sessions, its links. Its
 * shares go to whom the form names, in the same write.
 */
export async function disableAccount(
	keeping: Keeping,
	actor: Actor,
	call: Call,
	input: Disabling
): Promise<Result<Written>> {
	let ended: readonly string[] = [];
	const written = await withAccount(keeping, actor, call, input, async (writing, row, today) => {
		const { tx } = writing;
		const acting = row.branch === 'business' ? [] : await lockActing(tx, row.branch, today);
		const bar = disablingBar(actor.id, { id: row.id, branch: row.branch, disabled: row.disabledAt !== null }, acting);
		if (bar) return refuse('conflict', bar);
		const shares = await keeping.shares.lookedAfterBy(tx, row.id);
		const to = await receiverOf(tx, input, row.id, shares, today);
		if (!to.ok) return to;
		const handed = await keeping.shares.handOver(
			tx,
			shares.map(({ id }) => id),
			to.value
		);
		const versions = await storeVersion(writing, row, { ...fieldsOf(row), disabled: true }, actor.id);
		const reason = await storeReason(writing, input.reason, actor.id);
		const appointments = await endAppointments(tx, row.id, today);
		ended = await endSignIns(tx, row.id);
		const facts: Fact[] = [
			accountFact('accountDisabled', row.id, {
				...versions,
				reason,
				values: { sessions: ended.length, shares: shares.length }
			}),
			...appointments.map(({ role, unit }) =>
				accountFact('appointmentEnded', row.id, { reason, values: { role, unit } })
			),
			...handed
		];
		return ok({ ids: [row.id], facts });
	});
	if (written.ok) keeping.onSessionsEnded(ended);
	return written;
}

/** It may sign in again once the security administrator has granted a role anew. */
export function enableAccount(keeping: Keeping, actor: Actor, call: Call, input: Enabling): Promise<Result<Written>> {
	return withAccount(keeping, actor, call, input, async (writing, row) => {
		if (row.disabledAt === null) return refuse('conflict', 'account_not_disabled');
		const versions = await storeVersion(writing, row, { ...fieldsOf(row), disabled: false }, actor.id);
		const reason = await storeReason(writing, input.reason, actor.id);
		return ok({ ids: [row.id], facts: [accountFact('accountEnabled', row.id, { ...versions, reason })] });
	});
}

/** One write on one account, which is locked meanwhile. */
function withAccount(
	{ recording }: Keeping,
	actor: Actor,
	call: Call,
	input: { readonly account: string },
	decide: (writing: WriteTx, row: StoredAccount, today: Day) => Promise<Result<Decided>>
): Promise<Result<Written>> {
	if (!mayAdminister(actor, 'accounts')) return Promise.resolve(refuse('forbidden', 'not_allowed'));
	return write(recording.log, operationOf(actor, call, input), async (writing) => {
		// The administrator first and the account with it, by id: of two who disable each other one waits, and then may no more.
		const rows = await writing.tx
			.select()
			.from(account)
			.where(or(eq(account.id, input.account), sql`${account.id}::text = ${actor.id}`))
			.orderBy(asc(account.id))
			.for('update');
		if (rows.some(({ id, disabledAt }) => id === actor.id && disabledAt !== null))
			return refuse('forbidden', 'not_allowed');
		const row = rows.find(({ id }) => id === input.account);
		if (!row) return refuse('not_found', 'unknown_account');
		return decide(writing, row, dayAt(writing.effectiveAt.getTime()));
	});
}

/** Administrators of a kind who could sign in and act today, all locked: nobody else ends one of them meanwhile. */
async function lockActing(tx: Tx, branch: Branch, today: Day): Promise<Colleague[]> {
	const locked = await tx
		.select()
		.from(account)
		.where(eq(account.branch, branch))
		.orderBy(asc(account.id))
		.for('update');
	const acting: Colleague[] = [];
	for (const { id, disabledAt, passwordHash } of locked)
		if (disabledAt === null && passwordHash !== null && (await actorOn(tx, id, today))) acting.push({ id, branch });
	return acting;
}

/** Who gets the shares: somebody who may report on all of them, or nobody, but only when that was said. */
async function receiverOf(
	tx: Tx,
	{ handTo }: Disabling,
	leaving: string,
	shares: readonly HeldShare[],
	today: Day
): Promise<Result<string | null>> {
	if (shares.length === 0) return ok(null);
	if (handTo === null) return refuse('invalid', 'hand_over_needed', '/handTo', { count: shares.length });
	if (handTo === nobody) return ok(null);
	const [receiver] = await tx
		.select({ id: account.id })
		.from(account)
		.where(and(eq(account.id, handTo), isNull(account.disabledAt), isNotNull(account.passwordHash)))
		.for('update');
	const taker = receiver && receiver.id !== leaving ? await actorOn(tx, receiver.id, today) : null;
	return taker && shares.every(({ unit }) => mayUpdateShare(taker, unit))
		? ok(handTo)
		: refuse('invalid', 'not_of_that_unit', '/handTo');
}

/** Those of today and of days to come. Yesterday is the last day: enabled again today, the account must be granted a role anew. */
function endAppointments(tx: Tx, id: string, today: Day) {
	return tx
		.update(appointment)
		.set({ validTo: addDays(today, -1) })
		.where(and(eq(appointment.account, id), or(isNull(appointment.validTo), gte(appointment.validTo, today))))
		.returning({ role: appointment.role, unit: appointment.unit });
}

/** @returns the sessions that were open */
async function endSignIns(tx: Tx, id: string): Promise<string[]> {
	const ended = await tx.delete(session).where(eq(session.account, id)).returning({ id: session.id });
	await tx.delete(signInStep).where(eq(signInStep.account, id));
	const now = new Date();
	await tx
		.update(oneTimeLink)
		.set({ expiresAt: now })
		.where(and(eq(oneTimeLink.account, id), isNull(oneTimeLink.usedAt), gt(oneTimeLink.expiresAt, now)));
	return ended.map((row) => row.id);
}
