// What every ledger record has in common: who entered it, when, whether a second person confirmed it, whether it was reversed.
import { sql } from 'drizzle-orm';
import { boolean, check, date, index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { unit } from '../plan/tables.server.ts';
import type { EntryKind, Ledger } from './entry.ts';

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
		effectiveAt: timestamp('effective_at', { withTimezone: true, precision: 3, mode: 'date' }).notNull(),
		recordedAt: timestamp('recorded_at', { withTimezone: true, precision: 3, mode: 'date' }).notNull().defaultNow(),
		confirmedAt: timestamp('confirmed_at', { withTimezone: true, precision: 3, mode: 'date' }),
		confirmedBy: text('confirmed_by'),
		confirmedUnit: text('confirmed_unit'),
		reversed: boolean().notNull().default(false)
	},
	(table) => [
		index('entry_unit_day').on(table.unit, table.day),
		index('entry_ledger').on(table.ledger, table.effectiveAt),
		index('entry_unconfirmed')
			.on(table.effectiveAt)
			.where(sql`${table.confirmedAt} is null and not ${table.reversed}`),
		check(
			'entry_not_own',
			sql`${table.confirmedBy} is null or (${table.confirmedBy} <> ${table.actor} and ${table.confirmedUnit} is distinct from ${table.unit})`
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
