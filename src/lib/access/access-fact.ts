// What the log says of people's access: told to the administrators, never to the city.
import type { Fact } from '#lib/log/fact.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import type { EventType } from '#lib/protocol/event.ts';

/** Stands in the stream of administration, moves no figure. */
export function accessFact(
	fact: Pick<Fact, 'type' | 'ids' | 'values' | 'touches'> & Partial<Pick<Fact, 'before' | 'after' | 'reason'>>
): Fact {
	return { unit: null, deltas: [], streams: ['access'], feed: false, ...fact };
}

/** Of one account: its id and codes. */
export function accountFact(type: EventType, accountId: string, values: Fact['values'] = {}): Fact {
	return accessFact({ type, ids: [accountId], values, touches: [invalidated.accounts] });
}

/** The same for the stream of sign-ins, which only the audit administrator looks up. */
export function signInFact(type: EventType, accountId: string, values: Fact['values'] = {}): Fact {
	return { ...accountFact(type, accountId, values), touches: [], streams: ['signin'] };
}
