// Fund movements 资金变动: append-only details of ledger entries.
import { sql } from 'drizzle-orm';
import { bigint, check, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { entry } from '../ledgers/tables.server.ts';
import { budgetNode } from '../plan/tables.server.ts';
import type { Source, Step } from './movement.ts';

export const fundMovement = pgTable(
	'fund_movement',
	{
		entry: uuid()
			.primaryKey()
			.references(() => entry.id),
		line: text()
			.notNull()
			.references(() => budgetNode.id),
		source: text().$type<Source>().notNull(),
		step: text().$type<Step>().notNull(),
		/** Whole fen. */
		amount: bigint({ mode: 'bigint' }).notNull(),
		payee: text(),
		reference: text().notNull(),
		note: text()
	},
	(table) => [index('fund_movement_line').on(table.line), check('fund_movement_positive', sql`${table.amount} > 0`)]
);
