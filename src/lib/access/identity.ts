// Who a request says that it comes from: a session's cookie, a token, or nobody. One at a time, and a token at the API alone.
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import { isApiPath } from '#lib/protocol/api-path.ts';

export type Identity =
	| { readonly by: 'session'; readonly cookie: string }
	| { readonly by: 'token'; readonly token: string }
	| { readonly by: 'nobody' };

/** What a request says of who sends it. */
export interface Claims {
	/** The route that it asks, or its path where there is none. */
	readonly place: string;
	/** The Authorization header; null where none came. */
	readonly authorization: string | null;
	/** The session's cookie; undefined where none came. */
	readonly cookie: string | undefined;
}

/**
 * Whom a request is to be taken for. Outside of the API an Authorization header says nothing: it neither lets in nor excuses.
 * Refused: at the API one that is no token, and a token beside a cookie.
 */
export function identityOf({ place, authorization, cookie }: Claims): Result<Identity> {
	const byCookie: Identity = cookie === undefined ? { by: 'nobody' } : { by: 'session', cookie };
	if (authorization === null || !isApiPath(place)) return ok(byCookie);
	const token = /^Bearer ([\w.-]+)$/i.exec(authorization)?.[1];
	if (token === undefined) return refuse('unauthenticated', 'bad_token');
	return cookie === undefined ? ok({ by: 'token', token }) : refuse('two_identities', 'two_identities');
}
