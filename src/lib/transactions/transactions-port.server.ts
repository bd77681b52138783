// Deals as a ledger: what confirming and reversing them moves.
import { eq, inArray } from 'drizzle-orm';
import type { Day } from '#lib/kernel/day.ts';
import { fen } from '#lib/kernel/money.ts';
import type { LedgerPort } from '#lib/ledgers/port.server.ts';
import { unitStream } from '#lib/protocol/streams.ts';
import { dealDeltas, dealValues, type Deal } from './deal.ts';
import { deal as dealTable } from './tables.server.ts';

export const transactionsPort: LedgerPort = {
	ledger: 'transactions',
	load: async (tx, entries) => {
		const rows = await tx
			.select()
			.from(dealTable)
			.where(
				inArray(
					dealTable.entry,
					entries.map((row) => row.id)
				)
			);
		const details = new Map(rows.map((row) => [row.entry, row]));
		return new Map(
			entries.flatMap((row) => {
				const detail = details.get(row.id);
				if (!detail || row.territory === null) return [];
				const deal: Deal = {
					kind: detail.kind,
					amount: fen(detail.amount),
					count: detail.count,
					date: row.day as Day,
					territory: row.territory
				};
				return [
					[
						row.id,
						{
							confirm: dealDeltas(deal, 'confirmed', 1n),
							reverse: {
								reported: dealDeltas(deal, 'reported', -1n),
								confirmed: dealDeltas(deal, 'confirmed', -1n)
							},
							values: dealValues(deal),
							touches: [],
							streams: [unitStream(deal.territory)],
							leadUnit: null,
							record: { record: 'transaction', territory: deal.territory }
						}
					] as const
				];
			})
		);
	},
	/** The registration is free again. */
	reversed: async (tx, id) => {
		await tx.update(dealTable).set({ reversed: true }).where(eq(dealTable.entry, id));
	}
};
