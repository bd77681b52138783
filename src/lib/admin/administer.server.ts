// What all acts of an administrator have in common: the right, the one door, the reason in its own table, and the fact.
import { eq } from 'drizzle-orm';
import { mayAdminister, type Administered } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import { reasonText, session } from '#lib/access/tables.server.ts';
import { refuse, type Result } from '#lib/kernel/result.ts';
import { newId, operationOf, type Call, type Recording } from '#lib/commands/recording.server.ts';
import { write, type Decided, type WriteTx, type Written } from '#lib/log/event-log.server.ts';
import type { Tx } from '#lib/platform/database.server.ts';

/** What the commands of these pages work with. */
export interface Securing {
	readonly recording: Recording;
	/** Sessions and tokens that are over: what hangs on them ends now. */
	readonly ends: {
		readonly sessions: (ids: readonly string[]) => void;
		readonly token: (id: string) => void;
	};
	/** Settings or policy have another version. */
	readonly refreshSettings: () => Promise<void>;
}

export function administer(
	{ recording }: Pick<Securing, 'recording'>,
	actor: Actor,
	what: Administered,
	call: Call,
	request: unknown,
	decide: (writing: WriteTx) => Promise<Result<Decided>>
): Promise<Result<Written>> {
	if (!mayAdminister(actor, what)) return Promise.resolve(refuse('forbidden', 'not_allowed'));
	return write(recording.log, operationOf(actor, call, request), decide);
}

/** @returns the id that the log refers to */
export async function storeReason({ tx, recordedAt }: WriteTx, text: string, by: string): Promise<string> {
	const id = newId();
	await tx.insert(reasonText).values({ id, text, at: recordedAt, by });
	return id;
}

/** Takes an account's sessions out of the database, all but one where one is to stay. */
export async function deleteSessionsOf(tx: Tx, account: string, except?: string): Promise<string[]> {
	const rows = await tx.select({ id: session.id }).from(session).where(eq(session.account, account)).for('update');
	const ids = rows.map(({ id }) => id).filter((id) => id !== except);
	for (const id of ids) await tx.delete(session).where(eq(session.id, id));
	return ids;
}
