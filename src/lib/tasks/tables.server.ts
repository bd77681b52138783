// Shares of tasks with their versioned updates, and milestones with their reports.
import { sql } from 'drizzle-orm';
import { boolean, check, date, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { entry } from '../entries/tables.server.ts';
import { unit } from '../plan/tables.server.ts';
import type { ShareStatus } from './share.ts';

export const share = pgTable(
	'share',
	{
		/** `<task>/<unit>` */
		id: text().primaryKey(),
		task: text().notNull(),
		unit: text()
			.notNull()
			.references(() => unit.code),
		role: text().$type<'lead' | 'joint' | 'territory'>().notNull(),
		status: text().$type<ShareStatus>().notNull().default('not_started'),
		/** Percent, 0..100. */
		progress: integer().notNull().default(0),
		narrative: text().notNull().default(''),
		nextStep: text('next_step').notNull().default(''),
		/** Number of its latest update; 0 before the first. */
		version: integer().notNull().default(0),
		/** Version that the confirmed layer shows; 0 before the first confirmation. */
		confirmedVersion: integer('confirmed_version').notNull().default(0),
		/** Account of the person of the unit who looks after it; null while nobody does. */
		contact: uuid()
	},
	(table) => [
		index('share_unit').on(table.unit),
		check('share_progress', sql`${table.progress} between 0 and 100`),
		check('share_status', sql`${table.status} in ('not_started', 'in_progress', 'blocked', 'completed', 'cancelled')`),
		check('share_confirmed', sql`${table.confirmedVersion} <= ${table.version}`)
	]
);

/** Every version of a share, prose included; each is an entry that a second person confirms. */
export const shareUpdate = pgTable(
	'share_update',
	{
		entry: uuid()
			.primaryKey()
			.references(() => entry.id),
		share: text()
			.notNull()
			.references(() => share.id),
		version: integer().notNull(),
		status: text().$type<ShareStatus>().notNull(),
		progress: integer().notNull(),
		narrative: text().notNull(),
		nextStep: text('next_step').notNull(),
		/** Names of the fields that this version changed. */
		changed: text().array().notNull()
	},
	(table) => [uniqueIndex('share_update_version').on(table.share, table.version)]
);

export const milestone = pgTable(
	'milestone',
	{
		/** `<share>/<n>` */
		id: text().primaryKey(),
		share: text()
			.notNull()
			.references(() => share.id),
		n: integer().notNull(),
		planned: date({ mode: 'string' }).notNull()
	},
	(table) => [index('milestone_share').on(table.share)]
);

export const milestoneReport = pgTable(
	'milestone_report',
	{
		entry: uuid()
			.primaryKey()
			.references(() => entry.id),
		milestone: text()
			.notNull()
			.references(() => milestone.id),
		actual: date({ mode: 'string' }).notNull(),
		note: text(),
		/** The item of the timetable that the milestone served when it was reported. */
		phaseItem: text('phase_item'),
		/** Mirrors entry.reversed: a report that was withdrawn leaves the milestone open again. */
		reversed: boolean().notNull().default(false)
	},
	(table) => [
		uniqueIndex('milestone_reported_once')
			.on(table.milestone)
			.where(sql`not ${table.reversed}`)
	]
);
