// Who is behind a socket: where its handshake comes from, who it is, and again for all of them whenever rights may have changed.
import type { IncomingMessage } from 'node:http';
import type { Day } from '#lib/kernel/day.ts';
import { isOwnOrigin } from '#lib/platform/origin.server.ts';
import { duringRequest } from '#lib/log/request-origin.server.ts';
import type { SocketServerParts } from '#lib/live/socket-server.server.ts';
import { networkOf } from '#lib/platform/address.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import { clientAddress, isOwnHost, type Site } from '#lib/http/edge.ts';
import type { Access } from './open-access.server.ts';
import { actorsNow } from '#lib/access/people.server.ts';
import type { Sessions } from './sessions.server.ts';

export interface CallerParts {
	readonly db: Drizzle;
	readonly sessions: Pick<Sessions, 'cookieName' | 'stillOpen'>;
	readonly access: Pick<Access, 'read' | 'knows' | 'callerOfToken' | 'allowRequest' | 'dutyRules'>;
	readonly site: Site;
	readonly today: () => Day;
}

export function openCallers({
	db,
	sessions,
	access,
	site,
	today
}: CallerParts): Pick<SocketServerParts, 'addressOf' | 'barOf' | 'whoAsks' | 'authenticate' | 'actorsNow'> {
	const addressOf = (request: IncomingMessage) => clientAddress(request, site);
	const cookieOf = ({ headers }: IncomingMessage) => readCookie(headers.cookie, sessions.cookieName);
	const authenticate = async (raw: string | null, token: unknown): ReturnType<SocketServerParts['authenticate']> => {
		// What is no text is no token, and no leave to be taken for somebody else.
		if (token !== undefined) {
			if (raw !== null) return 'two_identities';
			const caller = await access.callerOfToken(typeof token === 'string' ? token : '');
			if (!caller.ok) return caller.kind === 'too_many_requests' ? 'limited' : 'unauthenticated';
			return { actor: caller.value, sessionId: null, tokenId: caller.value.id.replace(/^token:/, '') };
		}
		if (raw === null) return 'unauthenticated';
		const read = await access.read(raw, 'page');
		if (!read.ok) return 'limited';
		// Nothing is told to who owes a new password or a second factor first.
		if ('over' in read.value || read.value.person.duties.length > 0) return 'unauthenticated';
		const { person, sessionId } = read.value;
		const allowed = await access.allowRequest(sessionId);
		return allowed.ok ? { actor: person.actor, sessionId, tokenId: null } : 'limited';
	};
	return {
		addressOf,
		barOf: (request) => {
			if (!isOwnHost(request, site)) return 'foreign_host';
			return isOwnOrigin(request.headers, site.origin, site.allowHttp) ? null : 'foreign_origin';
		},
		whoAsks: (request) => {
			const raw = cookieOf(request);
			// Any number of people are behind one address: it stands for those alone who have shown nothing yet.
			const isKnown = raw !== null && access.knows(raw);
			return { key: isKnown ? `session:${raw}` : `network:${networkOf(addressOf(request))}`, isKnown };
		},
		authenticate: (request, token) =>
			duringRequest(addressOf(request), request.headers['user-agent'] ?? null, () =>
				authenticate(cookieOf(request), token)
			),
		actorsNow: async (credentials) => {
			const open = await sessions.stillOpen(credentials.flatMap(({ sessionId }) => sessionId ?? []));
			const tokenIds = credentials.flatMap(({ tokenId }) => tokenId ?? []);
			const now = await actorsNow(db, [...open], tokenIds, today(), access.dutyRules());
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
