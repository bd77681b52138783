// One's own account: since when one is appointed, where one signed in before, the sessions that are open, and ending them.
import { and, desc, eq, gte, isNull, lt, lte, or } from 'drizzle-orm';
import type { Day } from '#lib/kernel/day.ts';
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import type { Call } from '#lib/commands/recording.server.ts';
import { write, type EventLog, type Written } from '#lib/log/event-log.server.ts';
import { event } from '#lib/log/tables.server.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import { allOthers, type SessionEnding } from './own-sessions.ts';
import type { Actor } from '#lib/access/roles.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import type { Sessions } from './sessions.server.ts';
import { appointment } from '../access/tables.server.ts';

export interface OwnAccount {
	/** First day of today's appointment. */
	readonly appointed: Day | null;
	/** The sign-in before this session's own. */
	readonly before: { readonly at: Date; readonly address: string | null } | null;
}

export async function readOwnAccount(
	db: Drizzle,
	sessions: Sessions,
	person: { readonly account: string; readonly session: string },
	today: Day
): Promise<OwnAccount> {
	const [own] = await db
		.select({ since: appointment.validFrom })
		.from(appointment)
		.where(
			and(
				eq(appointment.account, person.account),
				lte(appointment.validFrom, today),
				or(isNull(appointment.validTo), gte(appointment.validTo, today))
			)
		);
	const current = (await sessions.list(person.account)).find(({ id }) => id === person.session);
	const [before] = await db
		.select({ at: event.recordedAt, address: event.address })
		.from(event)
		.where(
			and(
				eq(event.stream, 'signin'),
				eq(event.type, 'signedIn'),
				eq(event.actor, person.account),
				lt(event.recordedAt, current?.since ?? new Date())
			)
		)
		.orderBy(desc(event.seq))
		.limit(1);
	return { appointed: (own?.since as Day | undefined) ?? null, before: before ?? null };
}

/**
 * Ends one of one's own sessions, or all but the present one. Whoever calls it ends the sockets of the ids that it gives.
 * @param current the session that asks
 */
export function endOwnSessions(
	log: EventLog,
	sessions: Sessions,
	actor: Actor,
	call: Call,
	input: SessionEnding,
	current: string
): Promise<Result<Written>> {
	const request = { command: 'endOwnSessions', ...input };
	return write(log, { actor: actor.id, opId: call.opId, request }, async ({ tx }) => {
		const which = input.session === allOthers ? { except: current } : { id: input.session };
		const ended = await sessions.endWithin(tx, { account: actor.id, ...which });
		if (ended.length === 0) return refuse('not_found', 'unknown_session');
		return ok({
			ids: ended,
			facts: [
				{
					type: 'sessionEnded' as const,
					ids: ended,
					unit: null,
					values: { account: actor.id },
					deltas: [],
					touches: [invalidated.sessions],
					streams: ['access' as const, `user:${actor.id}` as const],
					feed: false
				}
			]
		});
	});
}
