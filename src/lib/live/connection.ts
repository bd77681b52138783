// How a screen's connection stands: what each happening makes of it, and what the header calls it. No clock and no socket in here.
import type { Refusal } from '#lib/protocol/messages.ts';

type Stand =
	| { readonly line: 'connecting' | 'catching_up' | 'offline' }
	/** `caughtUp`: how many changes the last catching up brought; null when there was none. */
	| { readonly line: 'live'; readonly caughtUp: number | null }
	/** `attempt`: number of the present one; 0 before the first. */
	| { readonly line: 'retrying'; readonly attempt: number }
	/** The server does not let this page in. */
	| { readonly line: 'refused'; readonly refusal: Refusal };

export type Line = Stand['line'];

export type Connection = Stand & {
	/** Whether the server says that it can read its log: to be connected is not enough. */
	readonly fresh: boolean;
	/** Business time, 'HH:MM', up to which the figures are known to be whole; null while they move. */
	readonly since: string | null;
};

export type Happening =
	/** Connected, and something is missing. */
	| { readonly type: 'behind' }
	/** Connected, and nothing is missing. */
	| { readonly type: 'current'; readonly caughtUp: number | null }
	| { readonly type: 'heartbeat'; readonly fresh: boolean }
	| { readonly type: 'lost' }
	| { readonly type: 'attempt'; readonly attempt: number }
	| { readonly type: 'refused'; readonly refusal: Refusal }
	/** What the browser says of its network. */
	| { readonly type: 'offline' }
	| { readonly type: 'online' };

export const connecting: Connection = { line: 'connecting', fresh: true, since: null };

type Effect = 'moves' | 'stays';
const usual = {
	behind: 'moves',
	current: 'moves',
	heartbeat: 'stays',
	lost: 'moves',
	attempt: 'moves',
	refused: 'moves',
	offline: 'moves',
	online: 'stays'
} as const;

/** Whether a happening moves a line. The compiler asks for every pair. */
const table: Readonly<Record<Line, Readonly<Record<Happening['type'], Effect>>>> = {
	connecting: usual,
	live: usual,
	catching_up: usual,
	retrying: usual,
	refused: usual,
	// Without a network every attempt fails: only the browser's word or an answer ends it.
	offline: { ...usual, lost: 'stays', attempt: 'stays', refused: 'stays', offline: 'stays', online: 'moves' }
};

/** @param asOf business time up to which the figures are known to be whole, should they no longer move */
export function next(connection: Connection, happening: Happening, asOf: string): Connection {
	const stand = table[connection.line][happening.type] === 'moves' ? standAfter(connection, happening) : connection;
	const fresh = freshAfter(connection, happening, stand.line);
	const moving = (stand.line === 'live' && fresh) || stand.line === 'connecting';
	return { ...stand, fresh, since: moving ? null : (connection.since ?? asOf) };
}

/** What the header shows: `stale` is a line that stands while the server cannot read its log. */
export type ShownState = Line | 'stale';

export function shownState({ line, fresh }: Pick<Connection, 'line' | 'fresh'>): ShownState {
	return !fresh && (line === 'live' || line === 'catching_up') ? 'stale' : line;
}

function standAfter(connection: Connection, happening: Happening): Stand {
	switch (happening.type) {
		case 'behind':
			return { line: 'catching_up' };
		case 'current':
			return { line: 'live', caughtUp: happening.caughtUp };
		case 'lost':
			return { line: 'retrying', attempt: connection.line === 'retrying' ? connection.attempt : 0 };
		case 'online':
			return { line: 'retrying', attempt: 0 };
		case 'attempt':
			return { line: 'retrying', attempt: happening.attempt };
		case 'refused':
			return { line: 'refused', refusal: happening.refusal };
		case 'offline':
			return { line: 'offline' };
		case 'heartbeat':
			return connection;
	}
}

/** Who is current or behind has just been told where the log stands; of a line that is gone nothing is known. */
function freshAfter(connection: Connection, happening: Happening, line: Line): boolean {
	if (line !== 'live' && line !== 'catching_up') return true;
	if (happening.type === 'heartbeat') return happening.fresh;
	return happening.type === 'current' || happening.type === 'behind' || connection.fresh;
}
