// The second factor of an account: set up with an app, asked for when signing in, renewed and removed by its owner.
import { randomUUID } from 'node:crypto';
import { and, eq, isNotNull, isNull, lt } from 'drizzle-orm';
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import { foldedCode } from '#lib/kernel/text.ts';
import { write, type EventLog } from '#lib/log/event-log.server.ts';
import type { EventType } from '#lib/protocol/event.ts';
import type { Drizzle, Tx } from '#lib/platform/database.server.ts';
import { accountFact } from '#lib/access/access-fact.ts';
import type { InstallationKey } from '#lib/access/installation-key.server.ts';
import { codesLeft, renewCodes, takeCode } from './recovery-codes.server.ts';
import { recoveryCode, secondFactor } from '../access/tables.server.ts';
import { newTotpSecret, stepOfCode, totpAddress } from './totp.server.ts';

export type SecondFactorState =
	| { readonly state: 'off' }
	/** Being set up: the app must show a code before it counts. */
	| { readonly state: 'pending'; readonly secret: string; readonly address: string }
	| { readonly state: 'on'; readonly since: Date; readonly codesLeft: number };

export async function secondFactorState(
	db: Drizzle,
	key: InstallationKey,
	whose: { readonly id: string; readonly username: string }
): Promise<SecondFactorState> {
	const row = await rowOf(db, whose.id);
	if (!row) return { state: 'off' };
	if (row.confirmedAt) return { state: 'on', since: row.confirmedAt, codesLeft: await codesLeft(db, whose.id) };
	const secret = opened(key, row.secret);
	// Sealed with another key: it is begun again.
	return secret === null
		? { state: 'off' }
		: { state: 'pending', secret, address: totpAddress(secret, whose.username) };
}

export async function hasSecondFactor(db: Drizzle, accountId: string): Promise<boolean> {
	return ((await rowOf(db, accountId))?.confirmedAt ?? null) !== null;
}

/** Begins setting up: a new secret, which counts for nothing before `confirmSecondFactor`. Leaves one that is on alone. */
export async function beginSecondFactor(log: EventLog, key: InstallationKey, accountId: string): Promise<Result<null>> {
	const secret = key.encrypt(newTotpSecret());
	const operation = { actor: accountId, opId: randomUUID(), request: { type: 'secondFactorBegun' } };
	const written = await write(log, operation, async ({ tx }) => {
		const begun = await tx
			.insert(secondFactor)
			.values({ account: accountId, secret })
			.onConflictDoUpdate({ target: secondFactor.account, set: { secret }, setWhere: isNull(secondFactor.confirmedAt) })
			.returning({ account: secondFactor.account });
		return ok({ ids: [], facts: begun.map(({ account }) => accountFact('secondFactorBegun', account)) });
	});
	return written.ok ? ok(null) : written;
}

/** Ends setting up with a first code of the app; answers the recovery codes, which are nowhere else. */
export async function confirmSecondFactor(
	log: EventLog,
	key: InstallationKey,
	accountId: string,
	code: string
): Promise<Result<readonly string[]>> {
	const row = await rowOf(log.database.db, accountId);
	const secret = row && !row.confirmedAt ? opened(key, row.secret) : null;
	if (!row || secret === null) return refuse('conflict', 'second_factor_missing');
	const step = stepOfCode(secret, foldedCode(code), new Date());
	if (step === null) return refuse('invalid', 'bad_code', '/code');
	let codes: string[] = [];
	const written = await note(log, accountId, 'secondFactorEnrolled', async (tx) => {
		const confirmed = await tx
			.update(secondFactor)
			.set({ confirmedAt: new Date(), lastStep: step })
			.where(
				and(eq(secondFactor.account, accountId), eq(secondFactor.secret, row.secret), isNull(secondFactor.confirmedAt))
			)
			.returning({ account: secondFactor.account });
		if (confirmed.length === 0) return false;
		codes = await renewCodes(tx, accountId);
		return true;
	});
	return written.ok ? ok(codes) : written;
}

export async function renewRecoveryCodes(log: EventLog, accountId: string): Promise<Result<readonly string[]>> {
	let codes: string[] = [];
	const written = await note(log, accountId, 'recoveryCodesRenewed', async (tx) => {
		const [row] = await tx
			.select()
			.from(secondFactor)
			.where(and(eq(secondFactor.account, accountId), isNotNull(secondFactor.confirmedAt)));
		if (!row) return false;
		codes = await renewCodes(tx, accountId);
		return true;
	});
	return written.ok ? ok(codes) : written;
}

export async function removeSecondFactor(log: EventLog, accountId: string): Promise<Result<null>> {
	const written = await note(log, accountId, 'secondFactorRemoved', (tx) => dropSecondFactor(tx, accountId));
	return written.ok ? ok(null) : written;
}

/** Inside a write: whether there was one that counted. */
export async function dropSecondFactor(tx: Tx, accountId: string): Promise<boolean> {
	const dropped = await tx
		.delete(secondFactor)
		.where(eq(secondFactor.account, accountId))
		.returning({ confirmedAt: secondFactor.confirmedAt });
	await tx.delete(recoveryCode).where(eq(recoveryCode.account, accountId));
	return dropped.some(({ confirmedAt }) => confirmedAt !== null);
}

/**
 * Takes a code of the app or a recovery code, once: no time step and no recovery code serves twice, not even at the same moment.
 */
export async function takeSecondFactor(
	log: EventLog,
	key: InstallationKey,
	accountId: string,
	code: string
): Promise<Result<'app' | 'recovery'>> {
	const { db } = log.database;
	const digits = foldedCode(code);
	if (!/^\d{6}$/.test(digits)) {
		const operation = { actor: accountId, opId: randomUUID(), request: { type: 'recoveryCodeUsed' } };
		const used = await write(log, operation, async ({ tx }) =>
			(await takeCode(tx, accountId, code))
				? ok({ ids: [accountId], facts: [accountFact('recoveryCodeUsed', accountId)] })
				: refuse('invalid', 'bad_code', '/code')
		);
		return used.ok ? ok('recovery') : used;
	}
	const row = await rowOf(db, accountId);
	// A secret that was sealed with another key fails loudly: recovery codes still work.
	const step = row?.confirmedAt ? stepOfCode(key.decrypt(row.secret), digits, new Date()) : null;
	if (step === null) return refuse('invalid', 'bad_code', '/code');
	const taken = await db
		.update(secondFactor)
		.set({ lastStep: step })
		.where(
			and(eq(secondFactor.account, accountId), isNotNull(secondFactor.confirmedAt), lt(secondFactor.lastStep, step))
		)
		.returning({ account: secondFactor.account });
	return taken.length > 0 ? ok('app') : refuse('invalid', 'code_used', '/code');
}

async function note(log: EventLog, accountId: string, type: EventType, change: (tx: Tx) => Promise<boolean>) {
	return write(log, { actor: accountId, opId: randomUUID(), request: { type } }, async ({ tx }) =>
		(await change(tx))
			? ok({ ids: [accountId], facts: [accountFact(type, accountId)] })
			: refuse('conflict', 'second_factor_missing')
	);
}

async function rowOf(db: Drizzle, accountId: string) {
	const [row] = await db.select().from(secondFactor).where(eq(secondFactor.account, accountId));
	return row;
}

function opened(key: InstallationKey, sealed: string): string | null {
	try {
		return key.decrypt(sealed);
	} catch {
		return null;
	}
}
