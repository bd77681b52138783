// People and feeds for tests of the rules.
import type { Actor, FeedActor, TokenScope, UnitActor } from '#lib/access/roles.ts';

export function someone(role: UnitActor['role'], unit: string, via: Actor['via'] = 'session'): UnitActor {
	return { id: `${role}-${unit}-${via}`, role, unit, via, ...(via === 'token' ? { scope: 'ingest' } : {}) };
}

export const leader: Actor = { id: 'leader', role: 'leader', unit: null, via: 'session' };
export const reader: Actor = { id: 'reader', role: 'reader', unit: null, via: 'session' };
/** The office's own unit is the IP bureau; this person of it is appointed from the bureau of finance. */
export const office = someone('office', 'finance');

/** A program of one of the plan's feeds. */
export function feed(code: string, scope: TokenScope = 'ingest'): FeedActor {
	return { id: `token:${code}`, role: 'feed', feed: code, unit: null, via: 'token', scope };
}
