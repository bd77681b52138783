// A reaction as its feature states it: what follows from a committed fact, outside of the transaction that stated it.
import type { Result } from '#lib/kernel/result.ts';
import type { EventType, LogEvent } from '#lib/protocol/event.ts';
import type { Decided, WriteTx } from './event-log.server.ts';

export interface Reaction {
	/** Names it in the database; never changes. */
	readonly name: string;
	/** Its name on the administrators' page, in the reader's language. */
	readonly title: () => string;
	readonly on: readonly EventType[];
	/**
	 * Where it begins when it is new, and after a restore: what leaves the machine begins `now`, or all that ever happened
	 * would be sent again; what only writes here may begin at the `beginning`.
	 */
	readonly from: 'now' | 'beginning';
	/**
	 * Called for each fact of these types, in the order of its stream, at least once. Throws what went wrong; it is then
	 * called again, with ever longer pauses, and after eight tries the event is set aside.
	 */
	readonly run: (event: LogEvent, write: ReactionWrite) => Promise<void>;
}

/**
 * Writes through the one door, under a key made of the event: however often the reaction is called, the effect is there once.
 * @throws where it is refused, or another node has the event now
 */
export type ReactionWrite = (decide: (writing: WriteTx) => Promise<Result<Decided>>) => Promise<void>;
