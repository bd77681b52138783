// Open sessions as the security administrator sees them, and what ends them.
import * as v from 'valibot';
import type { Role } from '#lib/access/roles.ts';
import { idField, shortText } from '#lib/kernel/fields.ts';
import { folded } from '#lib/kernel/text.ts';
import { reasonField } from './grant.ts';

export const sessionEndSchema = v.strictObject({
	/** One session; without it all of an account. */
	session: v.optional(shortText(80)),
	account: idField,
	reason: reasonField
});
export type SessionEnd = v.InferOutput<typeof sessionEndSchema>;

export interface ListedSession {
	readonly id: string;
	readonly account: string;
	readonly name: string;
	readonly username: string;
	/** Null where the account has no role today. */
	readonly role: Role | null;
	readonly unit: string | null;
	readonly since: string;
	readonly seen: string;
	readonly address: string | null;
	readonly agent: string | null;
}

/** Sessions that a text is found in: name, username, address, or the names of role and unit. */
export function sessionsWith(
	sessions: readonly ListedSession[],
	text: string,
	words: (session: ListedSession) => readonly string[]
): ListedSession[] {
	const wanted = folded(text);
	if (wanted === '') return [...sessions];
	return sessions.filter((session) =>
		[session.name, session.username, session.address ?? '', ...words(session)].some((one) =>
			folded(one).includes(wanted)
		)
	);
}

/** The page with what was looked for, and an act that it is asked to do. */
export function sessionsHref(search: string, act: Readonly<Record<string, string>> = {}): string {
	const query = [...(search === '' ? [] : [['q', search] as const]), ...Object.entries(act)]
		.map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
		.join('&');
	return `/admin/sessions${query && `?${query}`}`;
}
