// The audit as the app has it: reads are noted, events searched, shown, exported, and told of on the pages of records.
import type { Catalogue } from '#lib/entries/catalogue.ts';
import type { Actor } from '#lib/access/roles.ts';
import type { PlanNames } from '#lib/plan/plan-names.ts';
import type { EventLog } from '#lib/log/event-log.server.ts';
import type { AuditFilter, Place } from './audit-filter.ts';
import { describeEvents } from './describe-events.server.ts';
import type { EventView } from './event-view.ts';
import { exportEvents } from './export-events.server.ts';
import { noteRead } from './note-read.server.ts';
import type { Read } from './read.ts';
import { historyOf } from './record-history.server.ts';
import { findEvent, searchEvents } from './search-events.server.ts';

const pageSize = 50;

export interface AuditParts {
	readonly log: EventLog;
	readonly catalogue: Catalogue;
	readonly streamsOf: (actor: Actor) => readonly string[];
	/** Whether a row is the one that was hashed and follows the one before it. */
	readonly rowHolds: (stream: string, seq: number) => Promise<boolean>;
	/** What the start found wrong with the signed heads. */
	readonly headsAtStart: { readonly lost: readonly string[]; readonly badLine: number | null };
}

export interface AuditPageRows {
	readonly rows: readonly EventView[];
	/** Behind which the next page begins; null on the last. */
	readonly next: Place | null;
}

export interface EventStory {
	readonly event: EventView;
	readonly hash: string;
	readonly prevHash: string;
	readonly holds: boolean;
}

export function openAudit({ log, catalogue, streamsOf, rowHolds, headsAtStart }: AuditParts) {
	const { db } = log.database;
	return {
		headsAtStart,
		/** To be called before anything is shown that must be noted. */
		noteRead: (actor: Actor, read: Read) => noteRead(log, actor, read),
		search: async (filter: AuditFilter, behind: Place | null): Promise<AuditPageRows> => {
			const events = await searchEvents(db, filter, behind, pageSize + 1);
			const shown = events.slice(0, pageSize);
			const last = shown.at(-1);
			return {
				rows: await describeEvents(db, shown),
				next: events.length > pageSize && last ? { at: last.recordedAt, stream: last.stream, seq: last.seq } : null
			};
		},
		event: async (stream: string, seq: number): Promise<EventStory | null> => {
			const event = await findEvent(db, stream, seq);
			const [view] = event ? await describeEvents(db, [event]) : [];
			if (!event || !view) return null;
			return { event: view, hash: event.hash, prevHash: event.prevHash, holds: await rowHolds(stream, seq) };
		},
		export: (filter: AuditFilter, units: PlanNames['units']) => exportEvents(db, catalogue, filter, units),
		/** What was done to records, in the streams that the actor may read. */
		historyOf: (actor: Actor, ids: readonly string[]) => historyOf(db, actor, streamsOf(actor), ids)
	};
}
