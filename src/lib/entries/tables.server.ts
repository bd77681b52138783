// What every ledger record has in common: who entered it, when, whether a second person confirmed it, whether it was reversed.
import { sql } from 'drizzle-orm';
import { bigint, boolean, check, date, index, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { unit } from '../plan/tables.server.ts';
import type { EntryKind, EntryState, Ledger } from './entry.ts';

export const entry = pgTable(
	'entry',
	{
		id: uuid().primaryKey(),
		ledger: text().$type<Ledger>().notNull(),
		kind: text().$type<EntryKind>().notNull(),
		/** The unit that entered it; of what a feed brought the territory's. */
		unit: text()
			.notNull()
			.references(() => unit.code),
		actor: text().notNull(),
		/** The feed of the plan that brought it; null for what people and tokens of units entered. */
		feed: text(),
		/** The record's own business date. */
		day: date({ mode: 'string' }).notNull(),
		territory: text().references(() => unit.code),
		/** What lists count and sum it by: a step of funds, a kind of deal, an indicator, else its kind. */
		subject: text().notNull(),
		/** Whole fen; null for records without money. */
		amount: bigint({ mode: 'bigint' }),
		/** Node of the budget; of a transfer the one that gives. */
		line: text(),
		/** Of a transfer the node that gets. */
		toLine: text('to_line'),
		source: text(),
		/** Whether it goes beyond the budget or the step before, approved or not. */
		exception: boolean().notNull().default(false),
		/** The department in whose hands it is, which sees it too. */
		department: text(),
		/** Code of the task that it is about. */
		task: text(),
		state: text().$type<EntryState>().notNull().default('reported'),
		effectiveAt: timestamp('effective_at', { withTimezone: true, precision: 3, mode: 'date' }).notNull(),
		recordedAt: timestamp('recorded_at', { withTimezone: true, precision: 3, mode: 'date' }).notNull().defaultNow(),
		confirmedAt: timestamp('confirmed_at', { withTimezone: true, precision: 3, mode: 'date' }),
		confirmedBy: text('confirmed_by'),
		confirmedUnit: text('confirmed_unit'),
		reversed: boolean().notNull().default(false)
	},
	(table) => [
		index('entry_unit_day').on(table.unit, table.day),
		// Lists, the newest first: of a ledger, of what it is counted by, of a unit, a territory, a department, a line.
		index('entry_ledger').on(table.ledger, table.effectiveAt, table.id),
		index('entry_subject').on(table.ledger, table.subject, table.effectiveAt, table.id),
		index('entry_of_unit').on(table.unit, table.ledger, table.effectiveAt, table.id),
		index('entry_territory').on(table.territory, table.ledger, table.effectiveAt, table.id),
		index('entry_department')
			.on(table.department, table.ledger, table.effectiveAt, table.id)
			.where(sql`${table.department} is not null`),
		index('entry_line')
			.on(table.line, table.effectiveAt, table.id)
			.where(sql`${table.line} is not null`),
		index('entry_to_line')
			.on(table.toLine, table.effectiveAt, table.id)
			.where(sql`${table.toLine} is not null`),
		index('entry_reversal_waits')
			.on(table.effectiveAt)
			.where(sql`${table.state} = 'reversal_waits'`),
		index('entry_unconfirmed')
			.on(table.effectiveAt)
			.where(sql`${table.confirmedAt} is null and not ${table.reversed}`),
		check(
			'entry_not_own',
			sql`${table.confirmedBy} is null or (${table.confirmedBy} <> ${table.actor} and ${table.confirmedUnit} is distinct from ${table.unit})`
		),
		check(
			'entry_state',
			sql`${table.state} = case when ${table.reversed} then ${table.state} when ${table.confirmedAt} is null then 'reported' else 'confirmed' end and (not ${table.reversed} or ${table.state} in ('reversed', 'reversal_waits'))`
		),
		check('entry_confirmed_whole', sql`(${table.confirmedAt} is null) = (${table.confirmedBy} is null)`),
		// A feed is of no unit: what it brings is its territory's, and no other unit's to see or to be kept from confirming.
		check(
			'entry_feed_territory',
			sql`${table.feed} is null or (${table.territory} is not null and ${table.unit} = ${table.territory})`
		)
	]
);

export const reversal = pgTable(
	'reversal',
	{
		id: uuid().primaryKey(),
		entry: uuid()
			.notNull()
			.unique()
			.references(() => entry.id),
		reason: text().notNull(),
		unit: text(),
		actor: text().notNull(),
		effectiveAt: timestamp('effective_at', { withTimezone: true, precision: 3, mode: 'date' }).notNull(),
		recordedAt: timestamp('recorded_at', { withTimezone: true, precision: 3, mode: 'date' }).notNull().defaultNow(),
		/** True when the entry was confirmed: then a second person must confirm the reversal too. */
		needsConfirmation: boolean('needs_confirmation').notNull(),
		confirmedAt: timestamp('confirmed_at', { withTimezone: true, precision: 3, mode: 'date' }),
		confirmedBy: text('confirmed_by'),
		confirmedUnit: text('confirmed_unit')
	},
	(table) => [
		check(
			'reversal_not_own',
			sql`${table.confirmedBy} is null or (${table.confirmedBy} <> ${table.actor} and (${table.unit} is null or ${table.confirmedUnit} is distinct from ${table.unit}))`
		),
		check('reversal_confirmed_whole', sql`(${table.confirmedAt} is null) = (${table.confirmedBy} is null)`)
	]
);

/** How many records of a kind stand in each state, and what they come to: kept by a trigger, so that lists need not add up. */
export const entrySum = pgTable(
	'entry_sum',
	{
		ledger: text().notNull(),
		subject: text().notNull(),
		unit: text().notNull(),
		/** '2019-09' */
		month: text().notNull(),
		state: text().$type<EntryState>().notNull(),
		/** Here and below '' where the record has none. */
		territory: text().notNull(),
		department: text().notNull(),
		feed: text().notNull(),
		line: text().notNull(),
		toLine: text('to_line').notNull(),
		source: text().notNull(),
		exception: boolean().notNull(),
		count: bigint({ mode: 'number' }).notNull(),
		/** Whole fen; null for records without money. */
		amount: bigint({ mode: 'bigint' })
	},
	(table) => [
		primaryKey({
			name: 'entry_sum_pk',
			columns: [
				table.ledger,
				table.subject,
				table.unit,
				table.month,
				table.state,
				table.territory,
				table.department,
				table.feed,
				table.line,
				table.toLine,
				table.source,
				table.exception
			]
		})
	]
);
