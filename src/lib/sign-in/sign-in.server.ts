// Signing in and out: the password, the code where there is a second factor, the session, and the line in the sign-in log.
import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { ok, refuse, type Refusal, type Result } from '#lib/kernel/result.ts';
import { folded } from '#lib/kernel/text.ts';
import { write, type EventLog } from '#lib/log/event-log.server.ts';
import type { Fact } from '#lib/log/fact.ts';
import { accountFact, signInFact } from '#lib/access/access-fact.ts';
import type { InstallationKey } from '#lib/access/installation-key.server.ts';
import { lockedOut, type Attempt, type Locked, type Lockout } from './lockout.server.ts';
import { accountByName, type Person } from '#lib/access/people.server.ts';
import { hashPassword, isOutdatedHash, verifyNothing, verifyPassword } from './password.server.ts';
import type { Actor } from '#lib/access/roles.ts';
import { hasSecondFactor, takeSecondFactor } from './second-factor.server.ts';
import type { OpenStep, SignInSteps } from './sign-in-step.server.ts';
import type { Sessions, SessionCookie } from './sessions.server.ts';
import { account as accounts } from '../access/tables.server.ts';

export interface SignInParts {
	readonly log: EventLog;
	readonly sessions: Sessions;
	readonly steps: SignInSteps;
	readonly lockout: Lockout;
	readonly key: InstallationKey;
	/** Who an account is today; null without a role. */
	readonly personOf: (accountId: string) => Promise<Person | null>;
}

export interface SignedIn {
	/** Of the session, or of the step to the second factor. */
	readonly cookie: SessionCookie;
	/** The code of the second factor is still asked for. */
	readonly codeNeeded: boolean;
}

/**
 * Opens a session for a name and its password, or the step to the code. An unknown name is answered, counted, locked and kept
 * waiting as a known one.
 */
export async function signIn(parts: SignInParts, username: string, password: string): Promise<Result<SignedIn>> {
	const name = folded(username);
	const begun = await parts.lockout.begin(name);
	if ('locked' in begun) return turnAway(parts.log, name, begun.locked);
	const account = await accountByName(parts.log.database.db, name);
	const right = account ? await isRight(parts.log, account, password) : await verifyNothing(password);
	if (!account || !right)
		return fail(parts.log, account?.id ?? null, begun.attempt, refuse('unauthenticated', 'bad_credentials'));
	return admit(parts, account.id, begun.attempt);
}

/** The second step: the code of the app, or a recovery code. Opens a session, always a new one. */
export async function signInByCode(parts: SignInParts, step: OpenStep, code: string): Promise<Result<SessionCookie>> {
	const { id, username } = step.account;
	const begun = await parts.lockout.begin(username);
	if ('locked' in begun) return turnAway(parts.log, username, begun.locked);
	const taken = await takeSecondFactor(parts.log, parts.key, id, code);
	if (!taken.ok) return fail(parts.log, id, begun.attempt, taken, { factor: 'code' });
	if (!(await parts.steps.end(step.id))) return refuse('unauthenticated', 'step_over');
	await begun.attempt.succeeded();
	return openSession(parts, id, { factor: taken.value });
}

/** What follows on the right password or on a used link: the step to the code where there is one, else the session. */
export async function admit(parts: SignInParts, accountId: string, attempt: Attempt | null): Promise<Result<SignedIn>> {
	if (await hasSecondFactor(parts.log.database.db, accountId)) {
		await attempt?.passed();
		return ok({ cookie: await parts.steps.open(accountId), codeNeeded: true });
	}
	await attempt?.succeeded();
	const opened = await openSession(parts, accountId, {});
	return opened.ok ? ok({ cookie: opened.value, codeNeeded: false }) : opened;
}

/** Checks the password of somebody who is signed in: wrong ones count as when signing in. */
export async function checkPassword(
	parts: SignInParts,
	username: string,
	password: string,
	pointer: string
): Promise<Result<null>> {
	const begun = await parts.lockout.begin(username);
	if ('locked' in begun) return turnAway(parts.log, username, begun.locked);
	const account = await accountByName(parts.log.database.db, username);
	if (!account || !(await isRight(parts.log, account, password)))
		return fail(parts.log, account?.id ?? null, begun.attempt, refuse('invalid', 'wrong_password', pointer));
	await begun.attempt.succeeded();
	return ok(null);
}

export async function signOut(log: EventLog, sessions: Sessions, actor: Actor, sessionId: string): Promise<void> {
	await sessions.end(sessionId);
	await note(log, actor.id, [signInFact('signedOut', actor.id)]);
}

/** Whether a password is an account's; one that was hashed at less cost than today's is hashed anew. */
async function isRight(
	log: EventLog,
	{ id, passwordHash }: { readonly id: string; readonly passwordHash: string | null },
	password: string
): Promise<boolean> {
	if (!passwordHash) return verifyNothing(password);
	if (!(await verifyPassword(password, passwordHash))) return false;
	if (isOutdatedHash(passwordHash)) await hashAnew(log, id, passwordHash, await hashPassword(password));
	return true;
}

async function hashAnew(log: EventLog, id: string, before: string, passwordHash: string): Promise<void> {
	const operation = { actor: id, opId: randomUUID(), request: { type: 'passwordRehashed' } };
	await write(log, operation, async ({ tx }) => {
		const stored = await tx
			.update(accounts)
			.set({ passwordHash })
			// Another password may have been chosen meanwhile.
			.where(and(eq(accounts.id, id), eq(accounts.passwordHash, before)))
			.returning({ id: accounts.id });
		return ok({ ids: [], facts: stored.map((account) => accountFact('passwordRehashed', account.id)) });
	});
}

async function openSession(
	parts: SignInParts,
	accountId: string,
	values: Fact['values']
): Promise<Result<SessionCookie>> {
	if (!(await parts.personOf(accountId))) {
		await note(parts.log, accountId, [signInFact('signInFailed', accountId, { cause: 'no_role' })]);
		return refuse('forbidden', 'no_role_yet');
	}
	await note(parts.log, accountId, [signInFact('signedIn', accountId, values)]);
	return ok((await parts.sessions.open(accountId)).cookie);
}

async function turnAway(log: EventLog, username: string, locked: Locked): Promise<Refusal> {
	if (locked.noted) {
		const who = (await accountByName(log.database.db, username))?.id ?? 'nobody';
		await note(log, who, [signInFact('signInFailed', who, { cause: 'locked' })]);
	}
	return lockedOut(locked);
}

async function fail(
	log: EventLog,
	account: string | null,
	attempt: Attempt,
	refusal: Refusal,
	values: Fact['values'] = {}
): Promise<Refusal> {
	const who = account ?? 'nobody';
	const locked = await attempt.failed();
	const failed = signInFact('signInFailed', who, values);
	await note(log, who, locked ? [failed, signInFact('signInLocked', who)] : [failed]);
	return locked ? lockedOut(locked) : refusal;
}

async function note(log: EventLog, account: string, facts: readonly Fact[]): Promise<void> {
	const type = facts[0]?.type;
	const written = await write(log, { actor: account, opId: randomUUID(), request: { type } }, () =>
		Promise.resolve(ok({ ids: [], facts }))
	);
	// Nobody comes in whom the log does not know of.
	if (!written.ok) throw new Error(`the log took no ${type}: ${written.faults.map(({ code }) => code).join(', ')}`);
}
