// Ends sessions of others: one, or all of an account. Their sockets end as soon as it is committed.
import { and, eq } from 'drizzle-orm';
import { accessFact } from '#lib/access/access-fact.ts';
import type { Actor } from '#lib/access/roles.ts';
import { session } from '#lib/access/tables.server.ts';
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import type { Call } from '#lib/commands/recording.server.ts';
import type { Written } from '#lib/log/event-log.server.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import { administer, deleteSessionsOf, storeReason, type Securing } from '#lib/admin/administer.server.ts';
import type { SessionEnd } from './session-list.ts';

/** @param own the session of the request: it is ended by signing out */
export async function endSessions(
	securing: Securing,
	actor: Actor,
	call: Call,
	own: string,
	input: SessionEnd
): Promise<Result<Written>> {
	let ended: readonly string[] = [];
	const written = await administer(securing, actor, 'sessions', call, { kind: 'sessions', input }, async (writing) => {
		const { tx } = writing;
		if (input.session === own) return refuse('conflict', 'own_session');
		ended =
			input.session === undefined
				? await deleteSessionsOf(tx, input.account, own)
				: await deleteOne(writing.tx, input.session, input.account);
		if (ended.length === 0) return refuse('not_found', 'unknown_session');
		const reason = await storeReason(writing, input.reason, actor.id);
		return ok({
			ids: [input.account],
			facts: [
				accessFact({
					type: 'sessionEnded',
					ids: [input.account],
					reason,
					values: { count: ended.length, why: 'administrator' },
					touches: [invalidated.sessions]
				})
			]
		});
	});
	if (written.ok) securing.ends.sessions(ended);
	return written;
}

async function deleteOne(
	tx: Parameters<typeof deleteSessionsOf>[0],
	id: string,
	account: string
): Promise<readonly string[]> {
	const rows = await tx
		.delete(session)
		.where(and(eq(session.id, id), eq(session.account, account)))
		.returning({ id: session.id });
	return rows.map((row) => row.id);
}
