// What every change of an account leaves behind: its version with the names, the reason in its own table, and the fact with ids.
import { eq } from 'drizzle-orm';
import type { Role } from '#lib/access/roles.ts';
import { account, accountVersion, reasonText } from '#lib/access/tables.server.ts';
import type { Fact } from '#lib/log/fact.ts';
import type { WriteTx } from '#lib/log/event-log.server.ts';
import { newId, type Recording } from '#lib/commands/recording.server.ts';
import type { Drizzle, Tx } from '#lib/platform/database.server.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';

/** What the commands on accounts work with: the log, the plan, and what is others' to do. */
export interface Keeping {
	readonly recording: Recording;
	readonly shares: {
		readonly lookedAfterBy: (db: Drizzle | Tx, account: string) => Promise<readonly HeldShare[]>;
		/** Gives shares into other hands, or nobody's, and says so. */
		readonly handOver: (tx: Tx, shares: readonly string[], to: string | null) => Promise<readonly Fact[]>;
	};
	/** Sessions that were taken out of the database: what hangs on them ends now. */
	readonly onSessionsEnded: (sessions: readonly string[]) => void;
}

/** A share that an account looks after. */
export interface HeldShare {
	readonly id: string;
	readonly task: string;
	readonly unit: string;
}

export interface AccountFields {
	readonly username: string;
	readonly name: string;
	readonly role: Role | null;
	readonly unit: string | null;
	readonly disabled: boolean;
}
export type StoredAccount = typeof account.$inferSelect;

export function fieldsOf(row: StoredAccount): AccountFields {
	const { username, name, requestedRole: role, requestedUnit: unit, disabledAt } = row;
	return { username, name, role, unit, disabled: disabledAt !== null };
}

/** A link to hand to a person: it is shown once. */
export interface PersonalLink {
	readonly account: string;
	readonly username: string;
	readonly name: string;
	/** On this site, e.g. `/welcome/…`. */
	readonly path: string;
	readonly expiresAt: Date;
}

/**
 * Writes what an account is now as its next version.
 * @returns what the log says of it: rows before and after
 */
export async function storeVersion(
	{ tx, recordedAt }: WriteTx,
	row: StoredAccount,
	after: AccountFields,
	by: string
): Promise<{ readonly before: string; readonly after: string }> {
	const version = row.version + 1;
	// An account that never changed has no version yet: what it was is kept with its first change.
	if (row.version === 0)
		await tx
			.insert(accountVersion)
			.values({ account: row.id, version: 0, ...fieldsOf(row), at: row.createdAt, by: 'system' });
	await tx.insert(accountVersion).values({ account: row.id, version, ...after, at: recordedAt, by });
	await tx
		.update(account)
		.set({
			name: after.name,
			requestedRole: after.role,
			requestedUnit: after.unit,
			disabledAt: after.disabled ? (row.disabledAt ?? recordedAt) : null,
			version
		})
		.where(eq(account.id, row.id));
	return { before: `account:${row.id}@${row.version}`, after: `account:${row.id}@${version}` };
}

/** @returns the id that the log refers to */
export async function storeReason({ tx, recordedAt }: WriteTx, text: string, by: string): Promise<string> {
	const id = newId();
	await tx.insert(reasonText).values({ id, text, at: recordedAt, by });
	return id;
}

export function accountFact(
	type: 'accountCreated' | 'accountChanged' | 'accountDisabled' | 'accountEnabled' | 'appointmentEnded',
	account: string,
	more: Partial<Pick<Fact, 'before' | 'after' | 'reason' | 'values'>> = {}
): Fact {
	return {
		type,
		ids: [account],
		unit: null,
		values: {},
		deltas: [],
		touches: [invalidated.accounts, invalidated.roles],
		streams: ['access'],
		feed: false,
		...more
	};
}
