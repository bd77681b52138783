// Entities of the registers 名录: each change is an entry with the whole new version.
import { boolean, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { entry } from '../entries/tables.server.ts';
import { unit } from '../plan/tables.server.ts';
import type { Register } from './register.ts';

/** What a change locks. */
export const registerEntity = pgTable(
	'register_entity',
	{
		id: uuid().primaryKey(),
		register: text().$type<Register>().notNull(),
		/** The unit that entered it first. */
		unit: text()
			.notNull()
			.references(() => unit.code),
		/** The last version that was given out. */
		version: integer().notNull()
	},
	(table) => [index('register_entity_register').on(table.register)]
);

export const entityVersion = pgTable(
	'entity_version',
	{
		entry: uuid()
			.primaryKey()
			.references(() => entry.id),
		entity: uuid()
			.notNull()
			.references(() => registerEntity.id),
		version: integer().notNull(),
		name: text().notNull(),
		industry: text().notNull(),
		territory: text().references(() => unit.code),
		holder: text(),
		evidence: text(),
		retired: boolean().notNull(),
		/** Figures by measure (`inventions`, `annual-revenue.2018`) as digits; money in fen. */
		measures: jsonb().$type<Readonly<Record<string, string>>>().notNull(),
		/** The fields that differ from the version before. */
		changed: text().array().notNull(),
		reversed: boolean().notNull().default(false)
	},
	(table) => [unique('entity_version_number').on(table.entity, table.version)]
);
