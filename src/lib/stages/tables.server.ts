// Decisions at the gates between phases; all are kept, the newest of a phase stands.
import { sql } from 'drizzle-orm';
import { check, integer, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { GateDecisionKind } from './gate.ts';
import type { Blocker } from './stages-view.ts';

export const gateDecision = pgTable(
	'gate_decision',
	{
		id: uuid().primaryKey(),
		phase: text().notNull(),
		/** Counts the decisions of a phase from 1; the highest one stands. */
		number: integer().notNull(),
		decision: text().$type<GateDecisionKind>().notNull(),
		reason: text(),
		/** Why each thing that blocked was let pass. */
		exceptions: jsonb().$type<readonly { readonly blocker: string; readonly reason: string }[]>().notNull(),
		/** What blocked when it was decided. */
		blockers: jsonb().$type<readonly Blocker[]>().notNull(),
		/** The version of the plan that was in force. */
		planVersion: integer('plan_version').notNull(),
		actor: text().notNull(),
		effectiveAt: timestamp('effective_at', { withTimezone: true, precision: 3, mode: 'date' }).notNull(),
		recordedAt: timestamp('recorded_at', { withTimezone: true, precision: 3, mode: 'date' }).notNull().defaultNow()
	},
	(table) => [
		uniqueIndex('gate_decision_number').on(table.phase, table.number),
		check('gate_decision_kind', sql`${table.decision} in ('pass', 'pass_with_exceptions', 'hold')`),
		check('gate_decision_reason', sql`${table.decision} <> 'hold' or ${table.reason} is not null`)
	]
);
