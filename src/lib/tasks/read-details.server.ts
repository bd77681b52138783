// What updates of shares and reached milestones say of themselves.
import { eq, inArray, sql } from 'drizzle-orm';
import { detailsByKind } from '#lib/entries/details-by-kind.server.ts';
import type { LedgerPort } from '#lib/entries/port.server.ts';
import { entry } from '#lib/entries/tables.server.ts';
import type { MilestoneDetails, UpdateDetails } from './task-entries.ts';
import { milestone, milestoneReport, share, shareUpdate } from './tables.server.ts';

type Of<Details> = Details & { readonly entry: string };

/** On rows of `entry`: updates of shares of which a newer one is confirmed. */
export const overtakenUpdates = sql`(${entry.kind} = 'update' and exists (
	select 1 from ${shareUpdate} join ${share} on ${share.id} = ${shareUpdate.share}
	where ${shareUpdate.entry} = ${entry.id} and ${shareUpdate.version} <= ${share.confirmedVersion}))`;

export const taskDetails: LedgerPort['details'] = (db, entries) =>
	detailsByKind(entries, {
		update: async (ids, rows) => {
			const { entry: id, status, progress, narrative, nextStep, changed } = shareUpdate;
			const columns = { entry: id, status, progress, narrative, nextStep, changed };
			const found = await db.select(columns).from(shareUpdate).where(inArray(id, ids));
			return found.map((row): Of<UpdateDetails> => ({ kind: 'update', task: rows.get(row.entry)?.task ?? '', ...row }));
		},
		milestone: async (ids, rows) => {
			const found = await db
				.select({
					entry: milestoneReport.entry,
					milestone: milestoneReport.milestone,
					planned: milestone.planned,
					note: milestoneReport.note
				})
				.from(milestoneReport)
				.innerJoin(milestone, eq(milestone.id, milestoneReport.milestone))
				.where(inArray(milestoneReport.entry, ids));
			return found.map((row): Of<MilestoneDetails> => ({
				kind: 'milestone',
				task: rows.get(row.entry)?.task ?? '',
				...row
			}));
		}
	});
