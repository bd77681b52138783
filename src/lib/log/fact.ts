// A fact: what a rule decided has happened. The log makes events of it, one for each stream it concerns.
import type { CellDelta } from '#lib/protocol/cells.ts';
import type { EventType } from '#lib/protocol/event.ts';
import type { Invalidation } from '#lib/protocol/invalidations.ts';
import type { StreamName } from '#lib/protocol/streams.ts';

export interface Fact {
	readonly type: EventType;
	readonly ids: readonly string[];
	/** The unit that did it; null for the leading group and the product itself. */
	readonly unit: string | null;
	readonly before?: string | null;
	readonly after?: string | null;
	readonly reason?: string | null;
	/** Codes and figures for one line of the feed; money as yuan strings. */
	readonly values: Readonly<Record<string, string | number | null>>;
	readonly deltas: readonly CellDelta[];
	/** What it invalidates; the wire's name for it. */
	readonly touches: readonly Invalidation[];
	/** Streams beside those of its cells that get a whole copy: units, tasks. */
	readonly streams: readonly StreamName[];
	/** Whether leaders read it in the feed (a copy without cells still goes to `breakdown`). */
	readonly feed: boolean;
}
