// Every record of every ledger as one relation: what lists filter, count and sum by.
import { eq, sql } from 'drizzle-orm';
import { caseClosure, caseFile, caseReopening } from '#lib/cases/tables.server.ts';
import { budgetTransfer, fundMovement, fundOperation, performanceReview } from '#lib/funds/tables.server.ts';
import { observation } from '#lib/observations/tables.server.ts';
import { safeguardState, safeguardUpdate } from '#lib/plan-changes/tables.server.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import { milestone, milestoneReport, share, shareUpdate } from '#lib/tasks/tables.server.ts';
import { deal } from '#lib/transactions/tables.server.ts';
import { entry, reversal } from '../entries/tables.server.ts';

/** The acceptance of the case that an entry of the cases belongs to. */
export const caseOfEntry = sql`coalesce(${caseClosure.case}, ${caseReopening.case}, ${entry.id})`;

export const isOpenCase = sql<boolean>`(${entry.kind} = 'case' and not ${entry.reversed} and not exists (
	select 1 from case_closure standing
	where standing.case_entry = ${entry.id} and not standing.reversed and standing.reopened_by is null))`;

/** A movement that overdraws the budget and is not approved: it counts under its step from its approval on. */
const waitingException = sql`(${fundMovement.exception} is not null and ${entry.confirmedAt} is null)`;

export function records(db: Drizzle) {
	return db
		.select({
			id: entry.id,
			ledger: entry.ledger,
			unit: entry.unit,
			actor: entry.actor,
			feed: entry.feed,
			day: entry.day,
			territory: entry.territory,
			effectiveAt: entry.effectiveAt,
			confirmedAt: entry.confirmedAt,
			reversed: entry.reversed,
			/** Step of funds, kind of deal, indicator, or kind of record: what records are counted and summed by. */
			kind: sql<string>`case when ${waitingException} then 'exception' else coalesce(${fundMovement.step}, ${deal.kind}, ${observation.indicator}, ${entry.kind}) end`.as(
				'record_kind'
			),
			/** Node of the budget; of a transfer the one that gives, and the one that gets. */
			line: sql<
				string | null
			>`coalesce(${fundMovement.line}, ${budgetTransfer.from}, ${fundOperation.line}, ${performanceReview.line})`.as(
				'record_line'
			),
			toLine: sql<string | null>`${budgetTransfer.to}`.as('record_to_line'),
			source: sql<string | null>`${fundMovement.source}`.as('record_source'),
			exception: sql<boolean>`${fundMovement.exception} is not null`.as('record_exception'),
			/** Whole fen as digits. */
			amount: sql<
				string | null
			>`coalesce(${fundMovement.amount}, ${deal.amount}, ${budgetTransfer.amount}, ${fundOperation.amount})`.as(
				'record_amount'
			),
			department: sql<string | null>`${caseFile.department}`.as('record_department'),
			openCase: isOpenCase.as('record_open_case'),
			task: sql<string | null>`split_part(coalesce(${shareUpdate.share}, ${milestone.share}), '/', 1)`.as(
				'record_task'
			),
			/** An update that a newer confirmed one has overtaken: nobody will confirm it any more. */
			overtaken: sql<boolean>`coalesce(${shareUpdate.version} <= ${share.confirmedVersion},
				${safeguardUpdate.version} <= ${safeguardState.confirmedVersion}, false)`.as('record_overtaken'),
			reversalWaits:
				sql<boolean>`coalesce(${reversal.needsConfirmation} and ${reversal.confirmedAt} is null, false)`.as(
					'record_reversal_waits'
				)
		})
		.from(entry)
		.leftJoin(reversal, eq(reversal.entry, entry.id))
		.leftJoin(fundMovement, eq(fundMovement.entry, entry.id))
		.leftJoin(budgetTransfer, eq(budgetTransfer.entry, entry.id))
		.leftJoin(fundOperation, eq(fundOperation.entry, entry.id))
		.leftJoin(performanceReview, eq(performanceReview.entry, entry.id))
		.leftJoin(deal, eq(deal.entry, entry.id))
		.leftJoin(caseClosure, eq(caseClosure.entry, entry.id))
		.leftJoin(caseReopening, eq(caseReopening.entry, entry.id))
		.leftJoin(caseFile, eq(caseFile.entry, caseOfEntry))
		.leftJoin(shareUpdate, eq(shareUpdate.entry, entry.id))
		.leftJoin(share, eq(share.id, shareUpdate.share))
		.leftJoin(safeguardUpdate, eq(safeguardUpdate.entry, entry.id))
		.leftJoin(safeguardState, eq(safeguardState.id, safeguardUpdate.safeguard))
		.leftJoin(observation, eq(observation.entry, entry.id))
		.leftJoin(milestoneReport, eq(milestoneReport.entry, entry.id))
		.leftJoin(milestone, eq(milestone.id, milestoneReport.milestone))
		.as('record');
}

export type Records = ReturnType<typeof records>;
