// Enforcement cases 案件 with their closures and reopenings, each an entry of its own.
import { sql } from 'drizzle-orm';
import { boolean, date, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { entry } from '../entries/tables.server.ts';
import type { CaseType, Channel, Outcome } from './case.ts';

export const caseFile = pgTable(
	'case_file',
	{
		entry: uuid()
			.primaryKey()
			.references(() => entry.id),
		/** As it was entered. */
		number: text().notNull(),
		/** What two numbers are compared by; see entries/number-key.ts. */
		numberKey: text('number_key').notNull(),
		type: text().$type<CaseType>().notNull(),
		department: text(),
		channel: text().$type<Channel>(),
		acceptedAt: date('accepted_at', { mode: 'string' }).notNull(),
		/** Open when the system started: accepted before the base year. */
		opening: boolean().notNull(),
		reversed: boolean().notNull().default(false)
	},
	(table) => [
		uniqueIndex('case_number')
			.on(table.numberKey)
			.where(sql`not ${table.reversed}`),
		// Those that hold a number beside another row.
		index('case_number_doubled')
			.on(table.numberKey)
			.where(sql`${table.numberKey} like '%#%'`)
	]
);

export const caseClosure = pgTable(
	'case_closure',
	{
		entry: uuid()
			.primaryKey()
			.references(() => entry.id),
		case: uuid('case_entry')
			.notNull()
			.references(() => caseFile.entry),
		/** The reopening that it follows; null when it is the first closure of the case. */
		follows: uuid(),
		closedAt: date('closed_at', { mode: 'string' }).notNull(),
		outcome: text().$type<Outcome>(),
		reversed: boolean().notNull().default(false),
		/** The reopening that undid it; null while the case is closed by it. */
		reopenedBy: uuid('reopened_by')
	},
	(table) => [
		index('case_closure_case').on(table.case),
		// A case is closed by at most one closure at a time.
		uniqueIndex('case_closed_once')
			.on(table.case)
			.where(sql`not ${table.reversed} and ${table.reopenedBy} is null`)
	]
);

export const caseReopening = pgTable(
	'case_reopening',
	{
		entry: uuid()
			.primaryKey()
			.references(() => entry.id),
		case: uuid('case_entry')
			.notNull()
			.references(() => caseFile.entry),
		closure: uuid()
			.notNull()
			.references(() => caseClosure.entry),
		reopenedAt: date('reopened_at', { mode: 'string' }).notNull(),
		reason: text().notNull(),
		reversed: boolean().notNull().default(false)
	},
	(table) => [
		index('case_reopening_case').on(table.case),
		uniqueIndex('case_reopened_once')
			.on(table.closure)
			.where(sql`not ${table.reversed}`)
	]
);
