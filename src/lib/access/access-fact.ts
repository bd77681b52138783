// What the log says of one account's access: its id and codes, told to the administrators.
import type { Fact } from '#lib/live/fact.ts';
import type { EventType } from '#lib/protocol/event.ts';

export function accessFact(type: EventType, accountId: string, values: Fact['values'] = {}): Fact {
	return {
		type,
		ids: [accountId],
		unit: null,
		values,
		deltas: [],
		touches: ['accounts'],
		streams: ['access'],
		feed: false
	};
}

/** The same for the stream of sign-ins, which only the audit administrator looks up. */
export function signInFact(type: EventType, accountId: string, values: Fact['values'] = {}): Fact {
	return { ...accessFact(type, accountId, values), touches: [], streams: ['signin'] };
}
