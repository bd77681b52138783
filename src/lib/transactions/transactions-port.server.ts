// Deals as a ledger: what confirming and reversing them moves.
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Day } from '#lib/kernel/day.ts';
import { fen } from '#lib/kernel/money.ts';
import { heirOf } from '#lib/entries/number-key.ts';
import type { LedgerPort } from '#lib/entries/port.server.ts';
import { unitStream } from '#lib/protocol/streams.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import { dealDeltas, dealValues, type Deal, type DealKind } from './deal.ts';
import { dealDetails, doubledDeals } from './read-details.server.ts';
import { deal as dealTable } from './tables.server.ts';

export const transactionsPort: LedgerPort = {
	ledger: 'transactions',
	details: dealDetails,
	doubled: doubledDeals,
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
							withdraw: dealDeltas(deal, 'confirmed', -1n),
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
		const freed = await tx
			.update(dealTable)
			.set({ reversed: true })
			.where(eq(dealTable.entry, id))
			.returning({ kind: dealTable.kind, key: dealTable.registrationKey });
		for (const { kind, key } of freed) if (key !== null) await passOn(tx, kind, key);
	}
};

/** A deal that stood beside the one that is gone has the registration now (R211). */
async function passOn(tx: Tx, kind: DealKind, key: string): Promise<void> {
	const { registration, registrationKey } = dealTable;
	const beside = await tx
		.select({ id: dealTable.entry, number: sql<string>`${registration}`, key: sql<string>`${registrationKey}` })
		.from(dealTable)
		.where(
			and(
				sql`${registrationKey} like '%#%'`,
				sql`starts_with(${registrationKey}, ${`${key}#`})`,
				eq(dealTable.kind, kind),
				eq(dealTable.reversed, false)
			)
		);
	const heir = heirOf(key, beside);
	if (heir !== null)
		await tx
			.update(dealTable)
			.set({ registrationKey: key })
			.where(and(eq(dealTable.entry, heir), eq(dealTable.reversed, false)));
}
