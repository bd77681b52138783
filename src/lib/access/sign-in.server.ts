// Signing in and out: the password, the session, and the line in the sign-in log.
import { randomUUID } from 'node:crypto';
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import { write, type EventLog } from '#lib/live/event-log.server.ts';
import type { EventType } from '#lib/protocol/event.ts';
import { accountByName } from './people.server.ts';
import { verifyNothing, verifyPassword } from './password.server.ts';
import type { Actor } from './roles.ts';
import type { Sessions, SessionCookie } from './sessions.server.ts';

/**
 * Opens a session for a name and its password.
 * @param address where the attempt came from, kept in the sign-in log alone
 */
export async function signIn(
	log: EventLog,
	sessions: Sessions,
	username: string,
	password: string,
	address: string
): Promise<Result<SessionCookie>> {
	const account = await accountByName(log.database.db, username.trim());
	const right = account?.passwordHash
		? await verifyPassword(password, account.passwordHash)
		: await verifyNothing(password);
	if (!account || !right) {
		await note(log, account?.id ?? 'nobody', 'signInFailed', { address });
		return refuse('unauthenticated', 'bad_credentials', '');
	}
	const opened = await sessions.open(account.id);
	await note(log, account.id, 'signedIn', { address });
	return ok(opened.cookie);
}

export async function signOut(log: EventLog, sessions: Sessions, actor: Actor, sessionId: string): Promise<void> {
	await sessions.end(sessionId);
	await note(log, actor.id, 'signedOut', {});
}

async function note(log: EventLog, account: string, type: EventType, values: Record<string, string>): Promise<void> {
	await write(log, { actor: account, opId: randomUUID(), request: { type } }, () =>
		Promise.resolve(
			ok({
				ids: [],
				facts: [
					{
						type,
						ids: [account],
						unit: null,
						values,
						deltas: [],
						touches: [],
						streams: ['signin' as const],
						feed: false
					}
				]
			})
		)
	);
}
