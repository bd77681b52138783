// What transactions say of themselves, and which hold one registration twice.
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { detailsByKind } from '#lib/entries/details-by-kind.server.ts';
import { groupsOfDoubled } from '#lib/entries/doubled.server.ts';
import type { LedgerPort } from '#lib/entries/port.server.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import type { DealDetails } from './deal-entries.ts';
import { deal } from './tables.server.ts';

export const dealDetails: LedgerPort['details'] = (db, entries) =>
	detailsByKind(entries, {
		deal: async (ids) => {
			const { entry, kind, count, registration, parties, bank, reference } = deal;
			const columns = { entry, deal: kind, count, registration, parties, bank, reference };
			const rows = await db.select(columns).from(deal).where(inArray(entry, ids));
			return rows.map((row): DealDetails & { readonly entry: string } => ({ kind: 'deal', ...row }));
		}
	});

export async function doubledDeals(db: Drizzle): Promise<string[][]> {
	const { entry: id, kind: group, reversed } = deal;
	const [number, key] = [sql<string>`${deal.registration}`, sql<string>`${deal.registrationKey}`];
	const beside = await db
		.select({ group, id, number, key })
		.from(deal)
		.where(and(sql`${key} like '%#%'`, eq(reversed, false)))
		.orderBy(asc(group), asc(key));
	return groupsOfDoubled(beside, (keys) =>
		db
			.select({ group, id, key })
			.from(deal)
			.where(
				and(sql`${key} in (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))`, eq(reversed, false))
			)
	);
}
