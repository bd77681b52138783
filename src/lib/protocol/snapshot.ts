// The snapshot: all cells a reader may see, with the heads they stand at, read in one database snapshot.
import * as v from 'valibot';
import { wireCellSchema } from './cells.ts';
import { feedItemSchema, headsSchema } from './messages.ts';
import { verdictSchema } from './verdict.ts';

export const snapshotSchema = v.object({
	epoch: v.string(),
	heads: headsSchema,
	today: v.string(),
	/** Business instant of the newest change by the first part of the cell keys. */
	changed: v.record(v.string(), v.string()),
	cells: v.array(wireCellSchema),
	/** The newest lines of the feed; empty for readers without the breakdown. */
	feed: v.array(feedItemSchema),
	/** The same for all readers of `city`; null for others. */
	verdict: v.optional(v.nullable(verdictSchema))
});
export type Snapshot = v.InferOutput<typeof snapshotSchema>;
