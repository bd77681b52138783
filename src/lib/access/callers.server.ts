// Who is behind a socket: asked once at its handshake, and again for all of them whenever rights may have changed.
import type { Day } from '#lib/kernel/day.ts';
import type { SocketServerParts } from '#lib/live/socket-server.server.ts';
import type { Drizzle } from '#lib/server/database.server.ts';
import type { DutyRules } from './duties.ts';
import { actorOfToken, actorsNow, personOf } from './people.server.ts';
import type { Sessions } from './sessions.server.ts';

export function openCallers(
	db: Drizzle,
	sessions: Sessions,
	today: () => Day,
	rules: () => DutyRules
): Pick<SocketServerParts, 'authenticate' | 'actorsNow'> {
	return {
		authenticate: async (cookie, token) => {
			if (token !== undefined) {
				const actor = await actorOfToken(db, token, today());
				return actor && { actor, sessionId: null, tokenId: actor.id.replace(/^token:/, '') };
			}
			const raw = readCookie(cookie, sessions.cookieName);
			const session = raw === null ? null : await sessions.read(raw, 'page');
			if (!session || 'over' in session) return null;
			const person = await personOf(db, session.account, today(), rules());
			// Nothing is told to who owes a new password or a second factor first.
			return person?.duties.length === 0 ? { actor: person.actor, sessionId: session.id, tokenId: null } : null;
		},
		actorsNow: async (credentials) => {
			const open = await sessions.stillOpen(credentials.flatMap(({ sessionId }) => sessionId ?? []));
			const tokenIds = credentials.flatMap(({ tokenId }) => tokenId ?? []);
			const now = await actorsNow(db, [...open], tokenIds, today(), rules());
			return credentials.map(
				({ sessionId, tokenId }) => (sessionId === null ? now.tokens.get(tokenId) : now.sessions.get(sessionId)) ?? null
			);
		}
	};
}

function readCookie(header: string | undefined, name: string): string | null {
	for (const part of (header ?? '').split(';')) {
		const [key, ...value] = part.trim().split('=');
		if (key === name) return value.join('=');
	}
	return null;
}
