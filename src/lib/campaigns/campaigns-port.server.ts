// Campaigns as a ledger: what they say of themselves, and that confirming and reversing them moves no figure.
import { inArray } from 'drizzle-orm';
import { detailsByKind } from '#lib/entries/details-by-kind.server.ts';
import type { LedgerPort } from '#lib/entries/port.server.ts';
import type { Day } from '#lib/kernel/day.ts';
import { unitStream } from '#lib/protocol/streams.ts';
import type { CampaignDetails } from './campaign-entries.ts';
import { campaignValues } from './campaign.ts';
import { campaign } from './tables.server.ts';

export const campaignsPort: LedgerPort = {
	ledger: 'campaigns',
	details: (db, entries) =>
		detailsByKind(entries, {
			campaign: async (ids) => {
				const rows = await db.select().from(campaign).where(inArray(campaign.entry, ids));
				return rows.map(
					({ entry, name, kind, startDay, endDay, units, cases, reference }): CampaignDetails & { entry: string } => ({
						...{ kind: 'campaign', entry, name, campaign: kind, start: startDay, end: endDay, units, cases, reference }
					})
				);
			}
		}),
	load: async (tx, entries) => {
		const ids = entries.map(({ id }) => id);
		const rows = new Map(
			(await tx.select().from(campaign).where(inArray(campaign.entry, ids))).map((row) => [row.entry, row])
		);
		return new Map(
			entries.flatMap(({ id, territory }) => {
				const row = rows.get(id);
				if (!row) return [];
				const [start, end] = [row.startDay as Day, row.endDay as Day | null];
				return [
					[
						id,
						{
							...{ confirm: [], withdraw: [], reverse: { reported: [], confirmed: [] } },
							values: campaignValues({ ...row, start, end, territory }),
							...{ touches: [], streams: territory === null ? [] : [unitStream(territory)] },
							...{ leadUnit: null, record: { record: 'campaign', territory } }
						}
					] as const
				];
			})
		);
	},
	reversed: () => Promise.resolve()
};
