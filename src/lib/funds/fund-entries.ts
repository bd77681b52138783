// The records of the funds as lists and pages show them.
import { joined, type RecordKind } from '#lib/entries/feature.ts';
import { m } from '#lib/paraglide/messages.js';
import type { PlanNames } from '#lib/plan/plan-names.ts';
import { correctionHref } from './correction.ts';
import type { BudgetKind } from './budget.ts';
import { gradeWord, operationWord, sourceWord, stepWord } from './fund-words.ts';
import type { Source, Step } from './movement.ts';
import type { FundOperation } from './operation.ts';
import { gradeOf } from './review.ts';

export interface MovementDetails {
	readonly kind: 'movement';
	readonly line: string;
	readonly source: Source;
	readonly step: Step;
	readonly payee: string | null;
	readonly reference: string;
	readonly note: string | null;
	/** Why it overdraws the budget; null for one within it. */
	readonly exception: string | null;
}

export interface TransferDetails {
	readonly kind: 'transfer';
	readonly from: string;
	readonly to: string;
	readonly budget: BudgetKind;
	readonly reason: string;
	readonly reference: string | null;
}

export interface OperationDetails {
	readonly kind: 'operation';
	readonly line: string;
	readonly operation: FundOperation;
	readonly count: number;
	readonly counterpart: string | null;
	readonly reference: string;
	readonly note: string | null;
}

export interface ReviewDetails {
	readonly kind: 'review';
	readonly line: string;
	readonly year: number;
	readonly score: number;
	readonly reviewer: string;
	readonly evidence: string;
}

/** Money on its way down the chain. */
export const movementKind: RecordKind<MovementDetails> = {
	kind: 'movement',
	words(details, names) {
		return {
			title: joined([stepWord(details.step), names.nodes[details.line]?.short ?? details.line]),
			sub: joined([
				details.exception === null ? null : m.funds_exception_mark(),
				sourceWord(details.source),
				details.payee,
				details.exception
			]),
			reference: details.reference
		};
	},
	lines(details, names) {
		return [
			[m.funds_line(), names.nodes[details.line]?.name ?? details.line],
			[m.funds_step(), stepWord(details.step)],
			[m.funds_source(), sourceWord(details.source)],
			[m.ledgers_reference(), details.reference],
			[m.funds_payee(), details.payee],
			[m.ledgers_note(), details.note],
			[m.funds_exception_reason(), details.exception]
		];
	},
	correctionHref(entry, actor) {
		return correctionHref(actor, entry);
	}
};

/** Budget that goes from one line or class to another. */
export const transferKind: RecordKind<TransferDetails> = {
	kind: 'transfer',
	words(details, names) {
		return {
			title: joined([
				m.funds_kind_transfer(),
				m.funds_transfer_ends({ from: nodeWord(details.from, names), to: nodeWord(details.to, names) })
			]),
			sub: joined([details.budget === 'central' ? m.funds_central() : m.funds_local(), details.reason]),
			reference: details.reference ?? ''
		};
	},
	lines(details, names) {
		return [
			[m.funds_transfer_from(), names.nodes[details.from]?.name ?? details.from],
			[m.funds_transfer_to(), names.nodes[details.to]?.name ?? details.to],
			[m.funds_source(), details.budget === 'central' ? m.funds_central() : m.funds_local()],
			[m.ledgers_reference(), details.reference],
			[m.funds_reason(), details.reason]
		];
	}
};

/** What a fund does with its money. */
export const operationKind: RecordKind<OperationDetails> = {
	kind: 'operation',
	words(details, names) {
		return {
			title: joined([operationWord(details.operation), nodeWord(details.line, names)]),
			sub: joined([details.counterpart, details.count === 1 ? null : m.funds_count_of({ count: details.count })]),
			reference: details.reference
		};
	},
	lines(details, names) {
		return [
			[m.funds_line(), names.nodes[details.line]?.name ?? details.line],
			[m.funds_operation(), operationWord(details.operation)],
			[m.funds_operation_count(), String(details.count)],
			[m.funds_counterpart(), details.counterpart],
			[m.ledgers_reference(), details.reference],
			[m.ledgers_note(), details.note]
		];
	}
};

/** A performance review of a budget line. */
export const reviewKind: RecordKind<ReviewDetails> = {
	kind: 'review',
	words(details, names) {
		return {
			title: joined([m.funds_kind_review(), nodeWord(details.line, names)]),
			sub: joined([
				m.funds_review_says({ year: details.year, score: details.score, grade: gradeWord(gradeOf(details.score)) }),
				details.reviewer,
				details.evidence
			]),
			reference: ''
		};
	},
	lines(details, names) {
		return [
			[m.funds_line(), names.nodes[details.line]?.name ?? details.line],
			[m.funds_review_year(), String(details.year)],
			[m.funds_review_score(), String(details.score)],
			[m.funds_review_grade(), gradeWord(gradeOf(details.score))],
			[m.funds_review_reviewer(), details.reviewer],
			[m.funds_review_evidence(), details.evidence]
		];
	}
};

function nodeWord(node: string, names: PlanNames): string {
	return names.nodes[node]?.short ?? node;
}
