// Observations 观测值 and base figures 基数: append-only details of ledger entries.
import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { entry } from '../entries/tables.server.ts';
import { unit } from '../plan/tables.server.ts';

export const observation = pgTable(
	'observation',
	{
		entry: uuid()
			.primaryKey()
			.references(() => entry.id),
		indicator: text().notNull(),
		/** Whose figure it is. */
		unit: text()
			.notNull()
			.references(() => unit.code),
		/** '2019', '2019-Q2' or '2019-06'. */
		period: text().notNull(),
		/** Hundredths. */
		value: bigint({ mode: 'bigint' }).notNull(),
		note: text(),
		reversed: boolean().notNull().default(false)
	},
	(table) => [
		index('observation_series').on(table.unit, table.indicator),
		uniqueIndex('observation_once')
			.on(table.indicator, table.unit, table.period)
			.where(sql`not ${table.reversed}`),
		check('observation_not_negative', sql`${table.value} >= 0`)
	]
);

export const baseFigure = pgTable(
	'base_figure',
	{
		entry: uuid()
			.primaryKey()
			.references(() => entry.id),
		target: text().notNull(),
		year: integer().notNull(),
		/** Hundredths; fen where the target counts yuan. Of a frozen base under the reading of its day. */
		value: bigint({ mode: 'bigint' }).notNull(),
		/** 'derived' where it was frozen from records. */
		source: text().notNull(),
		reversed: boolean().notNull().default(false),
		/** What was frozen of the base year's records, as cells name it; null where a figure was given. */
		frozen: jsonb().$type<Record<string, string>>(),
		/** Why what was frozen is frozen anew. */
		reason: text(),
		/** Whether it is the frozen base in force: from its confirmation to that of the next one. */
		stands: boolean().notNull().default(false)
	},
	(table) => [
		uniqueIndex('base_figure_once')
			.on(table.target)
			.where(sql`not ${table.reversed} and ${table.frozen} is null`),
		uniqueIndex('base_figure_one_stands')
			.on(table.target)
			.where(sql`${table.stands}`),
		check('base_figure_stands_frozen', sql`not ${table.stands} or ${table.frozen} is not null`),
		check('base_figure_not_negative', sql`${table.value} >= 0`)
	]
);
