// People: accounts, their dated appointments, sessions, second factors, one-time links and API tokens; settings of the access.
import { sql } from 'drizzle-orm';
import {
	bigint,
	boolean,
	check,
	date,
	foreignKey,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	text,
	timestamp,
	unique,
	uniqueIndex,
	uuid
} from 'drizzle-orm/pg-core';
import type { Branch, Role, TokenScope } from './roles.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

export const account = pgTable(
	'account',
	{
		id: uuid().primaryKey(),
		username: text().notNull().unique(),
		name: text().notNull(),
		/** What the account is for, once and for good: no account is ever an administrator of two kinds, or of one and at work too. */
		branch: text().$type<Branch>().notNull().default('business'),
		/** argon2id in PHC form; null until the person has chosen one by a one-time link. */
		passwordHash: text('password_hash'),
		passwordChangedAt: instant('password_changed_at'),
		/** What the system administrator asked for; it takes effect when the security administrator grants it. */
		requestedRole: text('requested_role').$type<Role>(),
		requestedUnit: text('requested_unit'),
		sample: boolean().notNull().default(false),
		/** Number of its latest `account_version`; 0 for accounts that never changed. */
		version: integer().notNull().default(0),
		createdAt: instant('created_at').notNull().defaultNow(),
		disabledAt: instant('disabled_at')
	},
	(table) => [
		unique('account_branch').on(table.id, table.branch),
		check('account_branch_known', sql`${table.branch} in ('business', 'system_admin', 'security_admin', 'audit_admin')`)
	]
);

/** What an account was before and after each change: names are personal data, the log holds only their versions. */
export const accountVersion = pgTable(
	'account_version',
	{
		account: uuid()
			.notNull()
			.references(() => account.id),
		version: integer().notNull(),
		username: text().notNull(),
		name: text().notNull(),
		role: text().$type<Role>(),
		unit: text(),
		disabled: boolean().notNull(),
		at: instant('at').notNull().defaultNow(),
		by: text().notNull()
	},
	(table) => [primaryKey({ columns: [table.account, table.version] })]
);

/** Why somebody did something, in their own words; the log's `reason` holds the id. */
export const reasonText = pgTable('reason_text', {
	id: uuid().primaryKey(),
	text: text().notNull(),
	at: instant('at').notNull().defaultNow(),
	by: text().notNull()
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
		validTo: date('valid_to', { mode: 'string' }),
		/** The account's branch, by the role: the foreign key below keeps the three administrations and business apart. */
		branch: text()
			.$type<Branch>()
			.notNull()
			.generatedAlwaysAs(
				sql`case when role in ('system_admin', 'security_admin', 'audit_admin') then role else 'business' end`
			),
		/** The security administrator's account, or what made the demonstration. */
		grantedBy: text('granted_by')
	},
	(table) => [
		foreignKey({
			name: 'appointment_branch',
			columns: [table.account, table.branch],
			foreignColumns: [account.id, account.branch]
		}),
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
		expiresAt: timestamp('expires_at', { withTimezone: true, precision: 3, mode: 'date' }).notNull(),
		/** Absolute end: never moves. */
		endsAt: timestamp('ends_at', { withTimezone: true, precision: 3, mode: 'date' }).notNull(),
		createdAt: timestamp('created_at', { withTimezone: true, precision: 3, mode: 'date' }).notNull().defaultNow(),
		/** When a person last did something: not when a watched page loaded itself again. */
		seenAt: instant('seen_at').notNull().defaultNow(),
		/** Where it was opened, and with what: for the list of one's own sessions. */
		address: text(),
		agent: text()
	},
	(table) => [index('session_account').on(table.account)]
);

/** Passwords of before, so that none comes back at once. */
export const passwordHistory = pgTable(
	'password_history',
	{
		id: uuid().primaryKey(),
		account: uuid()
			.notNull()
			.references(() => account.id, { onDelete: 'cascade' }),
		hash: text().notNull(),
		at: instant('at').notNull().defaultNow()
	},
	(table) => [index('password_history_account').on(table.account, table.at)]
);

export const secondFactor = pgTable('second_factor', {
	account: uuid()
		.primaryKey()
		.references(() => account.id, { onDelete: 'cascade' }),
	/** The TOTP secret, encrypted with the installation's key. */
	secret: text().notNull(),
	/** Null while it is being set up. */
	confirmedAt: instant('confirmed_at'),
	/** The newest time step that was used: none is taken twice. */
	lastStep: bigint('last_step', { mode: 'number' }).notNull().default(0)
});

export const recoveryCode = pgTable(
	'recovery_code',
	{
		id: uuid().primaryKey(),
		account: uuid()
			.notNull()
			.references(() => account.id, { onDelete: 'cascade' }),
		/** SHA-256, hex. */
		hash: text().notNull(),
		usedAt: instant('used_at')
	},
	(table) => [index('recovery_code_account').on(table.account)]
);

/** Opens one thing, once: the first three administrators, a new account's password, or a forgotten one. */
export const oneTimeLink = pgTable('one_time_link', {
	/** The public half of the link's token. */
	id: text().primaryKey(),
	secretHash: text('secret_hash').notNull(),
	/** `recovery` also takes the second factor off: only whoever runs the installation issues it. */
	kind: text().$type<'setup' | 'invitation' | 'reset' | 'recovery'>().notNull(),
	account: uuid().references(() => account.id, { onDelete: 'cascade' }),
	createdBy: text('created_by').notNull(),
	createdAt: instant('created_at').notNull().defaultNow(),
	expiresAt: instant('expires_at').notNull(),
	usedAt: instant('used_at')
});

/** Between the right password and the right code. */
export const signInStep = pgTable('sign_in_step', {
	id: text().primaryKey(),
	secretHash: text('secret_hash').notNull(),
	account: uuid()
		.notNull()
		.references(() => account.id, { onDelete: 'cascade' }),
	expiresAt: instant('expires_at').notNull()
});

/** Failures and locks, counted by rate-limiter-flexible, which asks for these names. */
export const rateLimit = pgTable('rate_limit', {
	key: text().primaryKey(),
	points: integer().notNull().default(0),
	expire: timestamp({ withTimezone: true, precision: 3, mode: 'date' })
});

/** Settings of the installation and the security policy: every version, the newest is in force. */
export const setting = pgTable(
	'setting',
	{
		key: text().notNull(),
		version: integer().notNull(),
		value: jsonb().$type<unknown>().notNull(),
		at: instant('at').notNull().defaultNow(),
		by: text().notNull()
	},
	(table) => [primaryKey({ columns: [table.key, table.version] })]
);

export const apiToken = pgTable(
	'api_token',
	{
		id: text().primaryKey(),
		secretHash: text('secret_hash').notNull(),
		/** What it is for, in its maker's words. */
		name: text().notNull().default(''),
		/** Whose it is: a unit's, or a feed's of the plan. */
		unit: text(),
		feed: text(),
		/** `ingest` records and reads, `read` only reads. */
		scope: text().$type<TokenScope>().notNull(),
		createdBy: text('created_by'),
		createdAt: timestamp('created_at', { withTimezone: true, precision: 3, mode: 'date' }).notNull().defaultNow(),
		expiresAt: timestamp('expires_at', { withTimezone: true, precision: 3, mode: 'date' }).notNull(),
		lastUsedAt: timestamp('last_used_at', { withTimezone: true, precision: 3, mode: 'date' }),
		revokedAt: timestamp('revoked_at', { withTimezone: true, precision: 3, mode: 'date' })
	},
	(table) => [check('api_token_holder', sql`(${table.unit} is null) <> (${table.feed} is null)`)]
);
