// What the office records about the plan: other readings, how the safeguards stand, amendments.
import { sql } from 'drizzle-orm';
import { boolean, check, date, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { entry } from '../entries/tables.server.ts';
import type { PlanDocument } from '../plan/plan-document.ts';
import type { ShareStatus } from '../tasks/share.ts';

export const readingChoice = pgTable(
	'reading_choice',
	{
		entry: uuid()
			.primaryKey()
			.references(() => entry.id),
		reading: text().notNull(),
		option: text().notNull(),
		reason: text().notNull(),
		/** Whether it is the reading's option in force: from its confirmation to that of the next choice. */
		stands: boolean().notNull().default(false),
		/** Whether it holds the reading's cell: an option that is the plan's default needs none. */
		shown: boolean().notNull().default(false)
	},
	(table) => [
		uniqueIndex('reading_one_stands')
			.on(table.reading)
			.where(sql`${table.stands}`),
		check('reading_shown_stands', sql`not ${table.shown} or ${table.stands}`)
	]
);

export const safeguardState = pgTable(
	'safeguard_state',
	{
		id: text().primaryKey(),
		status: text().$type<ShareStatus>().notNull().default('not_started'),
		/** Percent, 0..100. */
		progress: integer().notNull().default(0),
		narrative: text().notNull().default(''),
		nextStep: text('next_step').notNull().default(''),
		/** Number of its latest update; 0 before the first. */
		version: integer().notNull().default(0),
		/** Version that the confirmed layer shows; 0 before the first confirmation. */
		confirmedVersion: integer('confirmed_version').notNull().default(0)
	},
	(table) => [check('safeguard_progress', sql`${table.progress} between 0 and 100`)]
);

export const safeguardUpdate = pgTable(
	'safeguard_update',
	{
		entry: uuid()
			.primaryKey()
			.references(() => entry.id),
		safeguard: text()
			.notNull()
			.references(() => safeguardState.id),
		version: integer().notNull(),
		status: text().$type<ShareStatus>().notNull(),
		progress: integer().notNull(),
		narrative: text().notNull(),
		nextStep: text('next_step').notNull(),
		/** Names of the fields that this version changed. */
		changed: text().array().notNull()
	},
	(table) => [uniqueIndex('safeguard_update_version').on(table.safeguard, table.version)]
);

export const amendment = pgTable(
	'amendment',
	{
		entry: uuid()
			.primaryKey()
			.references(() => entry.id),
		/** The version that it was written on: it can be adopted only while that is the newest. */
		basedOn: integer('based_on').notNull(),
		/** The version that it became; null until it is adopted. */
		version: integer().unique(),
		document: jsonb().$type<PlanDocument>().notNull(),
		effectiveFrom: date('effective_from', { mode: 'string' }).notNull(),
		reason: text().notNull(),
		/** How many places of the plan it changes. */
		changes: integer().notNull()
	},
	(table) => [check('amendment_changes', sql`${table.changes} > 0`)]
);
