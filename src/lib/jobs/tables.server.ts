// Work that follows from time: what is due, who is at it, and how it went.
import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

export const job = pgTable(
	'job',
	{
		/** What is to be done; the code that does it says so. */
		kind: text().notNull(),
		/** To what, where one kind has several; else empty. */
		subject: text().notNull().default(''),
		/** When, on the clock that is named beside it. */
		due: instant('due').notNull(),
		clock: text().$type<'business' | 'system'>().notNull(),
		/** Until when the holder has it; after a failed try, when the next one is. By the database's clock. */
		leaseUntil: instant('lease_until'),
		/** The node that is at it; null for nobody. */
		heldBy: text('held_by'),
		attempts: integer().notNull().default(0),
		lastError: text('last_error'),
		doneAt: instant('done_at')
	},
	(table) => [
		primaryKey({ columns: [table.kind, table.subject, table.due] }),
		check('job_clock', sql`${table.clock} in ('business', 'system')`),
		index('job_to_do')
			.on(table.due)
			.where(sql`done_at is null`)
	]
);
