// The log and what rests on it: heads, operations, rollup cells, and the one row that describes this database.
import {
	bigint,
	boolean,
	check,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	text,
	timestamp,
	uuid
} from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import type { EventBody, EventType } from '../protocol/event.ts';
import type { RowDigests } from './row-digests.ts';

export const meta = pgTable(
	'meta',
	{
		id: integer().primaryKey().default(1),
		/** Changes after every restore, so that no client goes on from a cursor of another history. */
		epoch: uuid().notNull().defaultRandom(),
		/** Where the business clock of a demonstration stands; null = the business clock is the system's. */
		businessClock: timestamp('business_clock', { withTimezone: true, precision: 3, mode: 'date' }),
		demo: boolean().notNull().default(false),
		sampleActivity: boolean('sample_activity').notNull().default(true),
		/** The rule that the stored keys of numbers were computed by; see entries/number-key.ts. */
		numberKeyVersion: integer('number_key_version').notNull().default(0)
	},
	(table) => [check('meta_single_row', sql`${table.id} = 1`)]
);

export const streamHead = pgTable('stream_head', {
	stream: text().primaryKey(),
	seq: bigint({ mode: 'number' }).notNull().default(0),
	hash: text().notNull().default('')
});

export const event = pgTable(
	'event',
	{
		stream: text().notNull(),
		seq: bigint({ mode: 'number' }).notNull(),
		type: text().$type<EventType>().notNull(),
		body: jsonb().$type<EventBody>().notNull(),
		actor: text(),
		opId: text('op_id'),
		/** Where the request came from; null for what the product does by itself. Never sent over the wire. */
		address: text(),
		effectiveAt: timestamp('effective_at', { withTimezone: true, precision: 3, mode: 'date' }).notNull(),
		recordedAt: timestamp('recorded_at', { withTimezone: true, precision: 3, mode: 'date' }).notNull(),
		prevHash: text('prev_hash').notNull(),
		hash: text().notNull(),
		/** Of the copies of one fact the one that the audit shows: the whole one of its first stream. */
		shown: boolean().notNull().default(false),
		/** Digests of the rows that the write changed, in one event of each write. Never sent over the wire. */
		rows: jsonb().$type<RowDigests>()
	},
	(table) => [
		primaryKey({ columns: [table.stream, table.seq] }),
		check('event_seq_positive', sql`${table.seq} > 0`),
		index('event_op').on(table.actor, table.opId),
		// The audit reads the newest first, a page at a time, whatever it is narrowed by: no page may cost more than another.
		index('event_newest')
			.on(table.recordedAt, table.stream, table.seq)
			.where(sql`shown`),
		index('event_newest_of_stream')
			.on(table.stream, table.recordedAt, table.seq)
			.where(sql`shown`),
		index('event_newest_of_actor')
			.on(table.actor, table.recordedAt, table.stream, table.seq)
			.where(sql`shown`),
		index('event_newest_of_type')
			.on(table.type, table.recordedAt, table.stream, table.seq)
			.where(sql`shown`),
		index('event_newest_from')
			.on(table.address, table.recordedAt, table.stream, table.seq)
			.where(sql`shown and address is not null`),
		index('event_reason')
			.on(sql`(body ->> 'reason')`)
			.where(sql`shown and body ->> 'reason' is not null`),
		// The history of a record: every event that names it.
		index('event_ids')
			.using('gin', sql`(body -> 'ids') jsonb_path_ops`)
			.where(sql`stream <> 'city'`)
	]
);

/** Where an audit stream was cut by its retention, signed: what follows is checked from here on. */
export const auditCut = pgTable(
	'audit_cut',
	{
		stream: text().notNull(),
		seq: bigint({ mode: 'number' }).notNull(),
		/** Hash of the last event that was cut off. */
		hash: text().notNull(),
		at: timestamp({ withTimezone: true, precision: 3, mode: 'date' }).notNull().defaultNow(),
		signature: text().notNull()
	},
	(table) => [primaryKey({ columns: [table.stream, table.seq] })]
);

export const op = pgTable(
	'op',
	{
		/** Whose key it is: a person's, or of tokens their unit's or feed's. */
		actor: text().notNull(),
		opId: text('op_id').notNull(),
		requestHash: text('request_hash').notNull(),
		/** What was answered; written in the same transaction as what it tells of. */
		result: jsonb().$type<unknown>(),
		at: timestamp({ withTimezone: true, precision: 3, mode: 'date' }).notNull().defaultNow()
	},
	(table) => [primaryKey({ columns: [table.actor, table.opId] }), index('op_at').on(table.at)]
);

export const cell = pgTable(
	'cell',
	{
		stream: text().$type<'city' | 'breakdown'>().notNull(),
		key: text().notNull(),
		layer: text().$type<'reported' | 'confirmed'>().notNull(),
		value: bigint({ mode: 'bigint' }).notNull(),
		/** Business instant of its last change. */
		at: timestamp({ withTimezone: true, precision: 3, mode: 'date' }).notNull()
	},
	(table) => [
		primaryKey({ columns: [table.stream, table.key, table.layer] }),
		check('cell_layer', sql`${table.layer} in ('reported', 'confirmed')`)
	]
);

/** How far a reaction has read a stream, who is at it, and what is wrong with the event that comes next. */
export const reactionCursor = pgTable(
	'reaction_cursor',
	{
		reaction: text().notNull(),
		stream: text().notNull(),
		/** All events up to this one are behind it. */
		seq: bigint({ mode: 'number' }).notNull(),
		/** The log that it was read in: after a restore it is another. */
		epoch: uuid(),
		/** Until when the holder has it; after a failed try, when the next one is. By the database's clock. */
		leaseUntil: timestamp('lease_until', { withTimezone: true, precision: 3, mode: 'date' }),
		heldBy: text('held_by'),
		/** At the event that comes next. */
		tries: integer().notNull().default(0),
		lastError: text('last_error')
	},
	(table) => [primaryKey({ columns: [table.reaction, table.stream] })]
);

/** Events that a reaction could not do with, set aside so that it goes on: for an administrator to try again. */
export const reactionFailure = pgTable(
	'reaction_failure',
	{
		reaction: text().notNull(),
		stream: text().notNull(),
		seq: bigint({ mode: 'number' }).notNull(),
		tries: integer().notNull(),
		lastError: text('last_error').notNull(),
		failedAt: timestamp('failed_at', { withTimezone: true, precision: 3, mode: 'date' }).notNull().defaultNow(),
		/** An administrator wants it tried again. */
		askedAt: timestamp('asked_at', { withTimezone: true, precision: 3, mode: 'date' }),
		leaseUntil: timestamp('lease_until', { withTimezone: true, precision: 3, mode: 'date' }),
		heldBy: text('held_by'),
		doneAt: timestamp('done_at', { withTimezone: true, precision: 3, mode: 'date' })
	},
	(table) => [primaryKey({ columns: [table.reaction, table.stream, table.seq] })]
);
