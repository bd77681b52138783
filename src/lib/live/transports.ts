// Which transports the next attempt uses, from how the last ones went: proxies refuse WebSockets, swallow them, or break them off.

/** `upgrade` begins by polling, is live at once, and goes over to a WebSocket where one can be had. */
export type Way = 'websocket' | 'upgrade' | 'polling';

export type LineEvent =
	/** The attempt failed before it was open. */
	| 'failed'
	/** A WebSocket broke soon after it was open. */
	| 'broke'
	/** A WebSocket has lasted. */
	| 'lasted'
	/** Polling has lasted so long that WebSockets are worth another try. */
	| 'rested';

export const transportsOf: Readonly<Record<Way, ('websocket' | 'polling')[]>> = {
	websocket: ['websocket'],
	upgrade: ['polling', 'websocket'],
	polling: ['polling']
};

/** A WebSocket that lives shorter than this was broken off by what lies between, in ms. */
export const lastsAfterMs = 30_000;
/** How long a page polls before it tries a WebSocket again, in ms. */
export const restsMs = 15 * 60_000;

const table: Readonly<Record<Way, Readonly<Record<LineEvent, Way>>>> = {
	websocket: { failed: 'upgrade', broke: 'upgrade', lasted: 'websocket', rested: 'websocket' },
	// A server that is away fails both: the two take turns.
	upgrade: { failed: 'websocket', broke: 'polling', lasted: 'websocket', rested: 'upgrade' },
	polling: { failed: 'upgrade', broke: 'polling', lasted: 'polling', rested: 'upgrade' }
};

export function nextWay(way: Way, event: LineEvent): Way {
	return table[way][event];
}
