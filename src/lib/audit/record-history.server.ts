// The history of a record for those who work with it: the events that name it in the streams they may read.
import { seesEverything } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import { describeEvents } from './describe-events.server.ts';
import type { EventChange, EventView } from './event-view.ts';
import { eventsNaming } from './search-events.server.ts';

/** So many are shown; a record that more was done to says so. */
const mostOfHistory = 100;

/**
 * @param streams those that the actor may read
 * @returns newest first; names only of people whom the actor knows
 */
export async function historyOf(
	db: Drizzle,
	actor: Actor,
	streams: readonly string[],
	ids: readonly string[]
): Promise<EventView[]> {
	if (ids.length === 0 || streams.length === 0) return [];
	const events = await eventsNaming(db, ids, streams, mostOfHistory);
	return (await describeEvents(db, events)).map((view, index) => ({
		...view,
		by: knows(actor, view) ? view.by : { ...view.by, name: null, username: null, role: null },
		// Where a request came from is the audit's matter alone.
		address: null,
		changes: view.changes.length > 0 ? view.changes : turnsOf(view, events[index]?.body.values ?? {})
	}));
}

/** Leaders, the office and administrators know everybody, others the people of their own unit. */
function knows(actor: Actor, { by }: EventView): boolean {
	return seesEverything(actor) || actor.role.endsWith('_admin') || (actor.unit !== null && by.unit === actor.unit);
}

/** How far a record has come, before and after: what its own page does not say beside it. */
function turnsOf({ type }: EventView, values: EventView['values']): EventChange[] {
	const turn = (from: string | null, to: string) => [{ field: 'state', from, to }];
	switch (type) {
		case 'entryConfirmed':
			return turn('reported', 'confirmed');
		case 'reversalConfirmed':
			return turn('reversed', 'reversal_confirmed');
		case 'confirmationWithdrawn':
			return values['reversal'] === 1 ? turn('reversal_confirmed', 'reversed') : turn('confirmed', 'reported');
		case 'entryReversed':
			return turn(null, 'reversed');
		case 'gateDecided':
			return turn(typeof values['before'] === 'string' ? values['before'] : null, String(values['decision']));
		default:
			return [];
	}
}
