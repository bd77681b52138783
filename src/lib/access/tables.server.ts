// People: accounts, their dated appointments, sessions and API tokens.
import { sql } from 'drizzle-orm';
import { boolean, check, date, index, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { Role } from './roles.ts';

export const account = pgTable('account', {
	id: uuid().primaryKey(),
	username: text().notNull().unique(),
	name: text().notNull(),
	/** argon2id in PHC form. */
	passwordHash: text('password_hash').notNull(),
	sample: boolean().notNull().default(false),
	createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
	disabledAt: timestamp('disabled_at', { withTimezone: true, mode: 'date' })
});

export const appointment = pgTable(
	'appointment',
	{
		id: uuid().primaryKey(),
		account: uuid()
			.notNull()
			.references(() => account.id),
		role: text().$type<Role>().notNull(),
		/** The unit the person acts for; null for the leading group and the administrators. */
		unit: text(),
		validFrom: date('valid_from', { mode: 'string' }).notNull(),
		validTo: date('valid_to', { mode: 'string' })
	},
	(table) => [
		// One open appointment a person: what somebody may do must never depend on which one is read first.
		uniqueIndex('appointment_open')
			.on(table.account)
			.where(sql`${table.validTo} is null`),
		check(
			'appointment_unit',
			sql`(${table.unit} is null) = (${table.role} in ('leader', 'reader', 'system_admin', 'security_admin', 'audit_admin'))`
		)
	]
);

export const session = pgTable(
	'session',
	{
		/** The public half of the cookie's token. */
		id: text().primaryKey(),
		/** SHA-256 of the secret half, hex. */
		secretHash: text('secret_hash').notNull(),
		account: uuid()
			.notNull()
			.references(() => account.id, { onDelete: 'cascade' }),
		/** Idle end: moves with use. */
		expiresAt: timestamp('expires_at', { withTimezone: true, mode: 'date' }).notNull(),
		/** Absolute end: never moves. */
		endsAt: timestamp('ends_at', { withTimezone: true, mode: 'date' }).notNull(),
		createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow()
	},
	(table) => [index('session_account').on(table.account)]
);

export const apiToken = pgTable('api_token', {
	id: text().primaryKey(),
	secretHash: text('secret_hash').notNull(),
	unit: text().notNull(),
	scope: text().$type<'ingest'>().notNull(),
	createdAt: timestamp('created_at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
	expiresAt: timestamp('expires_at', { withTimezone: true, mode: 'date' }).notNull(),
	lastUsedAt: timestamp('last_used_at', { withTimezone: true, mode: 'date' }),
	revokedAt: timestamp('revoked_at', { withTimezone: true, mode: 'date' })
});
