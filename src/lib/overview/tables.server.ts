// The dashboard as it stood at the end of each business day.
import { boolean, date, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Heads } from '../protocol/messages.ts';
import type { DayFigures } from '#lib/figures/past-figures.ts';

/** Whole fen, counts and the like as digits, by `<layer> <key>`. */
export type StoredCells = Readonly<Record<'city' | 'breakdown', Readonly<Record<string, string>>>>;

export const dailySnapshot = pgTable(
	'daily_snapshot',
	{
		plan: text().notNull(),
		day: date({ mode: 'string' }).notNull(),
		/** Where every stream stood: the snapshot is the fold of the log up to here. */
		heads: jsonb().$type<Heads>().notNull(),
		/** All cells that are not zero on the first of a month; on other days those that changed, with their new values. */
		whole: boolean().notNull(),
		cells: jsonb().$type<StoredCells>().notNull(),
		/** Business instant of the newest change so far, by the first part of the keys. */
		changed: jsonb().$type<Readonly<Record<string, string>>>().notNull(),
		/** What comparisons and histories read, so that they need not fold. */
		figures: jsonb().$type<DayFigures>().notNull()
	},
	(table) => [primaryKey({ columns: [table.plan, table.day] })]
);
