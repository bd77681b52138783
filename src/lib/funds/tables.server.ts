// Fund movements 资金变动, transfers of budget, operations of funds and performance reviews: append-only details of ledger entries.
import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { entry } from '../entries/tables.server.ts';
import { budgetNode } from '../plan/tables.server.ts';
import type { BudgetKind } from './budget.ts';
import type { Exceeds, Source, Step } from './movement.ts';
import type { FundOperation } from './operation.ts';

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
		note: text(),
		/** Why the budget or the step before is exceeded; such a movement counts from its confirmation on. */
		exception: text(),
		/** Which of the two. */
		exceeds: text().$type<Exceeds>(),
		/** The movement that it was recorded in the place of, in one write with that one's reversal. */
		replaces: uuid().references(() => entry.id)
	},
	(table) => [
		index('fund_movement_line').on(table.line),
		index('fund_movement_replaces').on(table.replaces),
		check('fund_movement_positive', sql`${table.amount} > 0`),
		check('fund_movement_exceeds', sql`(${table.exception} is null) = (${table.exceeds} is null)`)
	]
);

/** Transfers of budget between nodes; in force from their confirmation on. */
export const budgetTransfer = pgTable(
	'budget_transfer',
	{
		entry: uuid()
			.primaryKey()
			.references(() => entry.id),
		from: text('from_node')
			.notNull()
			.references(() => budgetNode.id),
		to: text('to_node')
			.notNull()
			.references(() => budgetNode.id),
		kind: text().$type<BudgetKind>().notNull(),
		/** Whole fen. */
		amount: bigint({ mode: 'bigint' }).notNull(),
		reason: text().notNull(),
		reference: text()
	},
	(table) => [
		check('budget_transfer_positive', sql`${table.amount} > 0`),
		check('budget_transfer_between_two', sql`${table.from} <> ${table.to}`)
	]
);

/** What funds do with their money. */
export const fundOperation = pgTable(
	'fund_operation',
	{
		entry: uuid()
			.primaryKey()
			.references(() => entry.id),
		line: text()
			.notNull()
			.references(() => budgetNode.id),
		operation: text().$type<FundOperation>().notNull(),
		/** Whole fen. */
		amount: bigint({ mode: 'bigint' }).notNull(),
		count: integer().notNull(),
		counterpart: text(),
		reference: text().notNull(),
		note: text()
	},
	(table) => [
		index('fund_operation_line').on(table.line),
		check('fund_operation_positive', sql`${table.amount} > 0 and ${table.count} > 0`)
	]
);

/** Performance reviews of lines: one a line and year that is not reversed. */
export const performanceReview = pgTable(
	'performance_review',
	{
		entry: uuid()
			.primaryKey()
			.references(() => entry.id),
		line: text()
			.notNull()
			.references(() => budgetNode.id),
		year: integer().notNull(),
		score: integer().notNull(),
		reviewer: text().notNull(),
		evidence: text().notNull(),
		reversed: boolean().notNull().default(false)
	},
	(table) => [
		uniqueIndex('performance_review_standing')
			.on(table.line, table.year)
			.where(sql`not ${table.reversed}`),
		check('performance_review_score', sql`${table.score} between 0 and 100`)
	]
);
