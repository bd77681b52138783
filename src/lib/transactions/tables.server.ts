// Deals 交易 and pledge loans 质押贷款: append-only details of ledger entries.
import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, pgTable, text, uniqueIndex, uuid, boolean } from 'drizzle-orm/pg-core';
import { entry } from '../entries/tables.server.ts';
import type { DealKind } from './deal.ts';

export const deal = pgTable(
	'deal',
	{
		entry: uuid()
			.primaryKey()
			.references(() => entry.id),
		kind: text().$type<DealKind>().notNull(),
		amount: bigint({ mode: 'bigint' }).notNull(),
		/** How many deals the record stands for; 1 for a single deal. */
		count: integer().notNull(),
		/** As it was entered. */
		registration: text(),
		/** What two registrations are compared by; see entries/number-key.ts. */
		registrationKey: text('registration_key'),
		parties: text(),
		bank: text(),
		reference: text().notNull(),
		/** Mirrors entry.reversed: a registration number is free again once its record is reversed. */
		reversed: boolean().notNull().default(false)
	},
	(table) => [
		uniqueIndex('deal_registration')
			.on(table.kind, table.registrationKey)
			.where(sql`not ${table.reversed}`),
		// Those that hold a registration beside another row.
		index('deal_registration_doubled')
			.on(table.registrationKey)
			.where(sql`${table.registrationKey} like '%#%'`),
		check('deal_positive', sql`${table.amount} > 0 and ${table.count} > 0`),
		check('deal_registration_key', sql`(${table.registration} is null) = (${table.registrationKey} is null)`)
	]
);
