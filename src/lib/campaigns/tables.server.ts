// Enforcement campaigns 专项整治行动: append-only details of ledger entries.
import { sql } from 'drizzle-orm';
import { check, date, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { entry } from '../entries/tables.server.ts';
import type { CampaignKind } from './campaign.ts';

export const campaign = pgTable(
	'campaign',
	{
		entry: uuid()
			.primaryKey()
			.references(() => entry.id),
		name: text().notNull(),
		kind: text().$type<CampaignKind>().notNull(),
		startDay: date('start_day', { mode: 'string' }).notNull(),
		/** Null while it runs. */
		endDay: date('end_day', { mode: 'string' }),
		/** Codes of all units that take part, in official order. */
		units: text().array().notNull(),
		/** Null while it is not known. */
		cases: integer(),
		reference: text()
	},
	(table) => [
		check('campaign_days', sql`${table.endDay} is null or ${table.endDay} >= ${table.startDay}`),
		check('campaign_units', sql`cardinality(${table.units}) > 0`),
		check('campaign_cases', sql`${table.cases} is null or ${table.cases} >= 0`)
	]
);
