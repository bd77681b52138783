// The plan in the database: its versions as documents, its units, and the rows of its budget that writes lock.
import { bigint, date, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import type { PlanDocument } from './plan-document.ts';
import type { AddedUnit } from './unit-terms.ts';

export const planVersion = pgTable(
	'plan_version',
	{
		plan: text().notNull(),
		version: integer().notNull(),
		document: jsonb().$type<PlanDocument>().notNull(),
		effectiveFrom: date('effective_from', { mode: 'string' }).notNull(),
		loadedAt: timestamp('loaded_at', { withTimezone: true, precision: 3, mode: 'date' }).notNull().defaultNow(),
		/** When units, budget and shares followed it; null until its day has come. */
		tookEffectAt: timestamp('took_effect_at', { withTimezone: true, precision: 3, mode: 'date' }).defaultNow()
	},
	(table) => [primaryKey({ columns: [table.plan, table.version] })]
);

export const unit = pgTable('unit', {
	code: text().primaryKey(),
	kind: text().$type<'department' | 'district' | 'zone' | 'institution'>().notNull(),
	ord: integer().notNull(),
	nameZh: text('name_zh').notNull(),
	nameEn: text('name_en').notNull(),
	shortZh: text('short_zh').notNull(),
	shortEn: text('short_en').notNull(),
	validFrom: date('valid_from', { mode: 'string' }),
	validTo: date('valid_to', { mode: 'string' }),
	successor: text(),
	within: text()
});

/**
 * What the system administrator says of a unit, beside the plan's document: every version, the newest is in force. A reform
 * renames units while the plan runs, and the document is not written anew for it.
 */
export const unitTerm = pgTable(
	'unit_term',
	{
		code: text().notNull(),
		version: integer().notNull(),
		/** Only of a unit that the plan's document does not know. */
		added: jsonb().$type<AddedUnit>(),
		/** Its last day, and the unit that takes over on the day after. */
		validTo: date('valid_to', { mode: 'string' }),
		successor: text(),
		at: timestamp({ withTimezone: true, precision: 3, mode: 'date' }).notNull().defaultNow(),
		by: text().notNull()
	},
	(table) => [primaryKey({ columns: [table.code, table.version] })]
);

/** A class or a line of the budget. Writes that may overdraw it lock its row. */
export const budgetNode = pgTable('budget_node', {
	id: text().primaryKey(),
	group: text('budget_group').notNull(),
	kind: text().$type<'group' | 'line'>().notNull(),
	/** Whole fen; null where the document puts no amount of that source on this node. */
	central: bigint({ mode: 'bigint' }),
	local: bigint({ mode: 'bigint' })
});
