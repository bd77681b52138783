// Steps and sources of funds in the reader's words.
import { m } from '#lib/paraglide/messages.js';
import type { Source, Step } from './movement.ts';
import type { FundOperation, LineKind } from './operation.ts';
import type { Grade } from './review.ts';

const stepWords: Readonly<Record<Step, () => string>> = {
	allocated: () => m.funds_step_allocated(),
	received: () => m.funds_step_received(),
	committed: () => m.funds_step_committed(),
	disbursed: () => m.funds_step_disbursed(),
	spent: () => m.funds_step_spent()
};

const sourceWords: Readonly<Record<Source, () => string>> = {
	central: () => m.funds_source_central(),
	city: () => m.funds_source_city(),
	district: () => m.funds_source_district(),
	social: () => m.funds_source_social()
};

export function stepWord(step: Step): string {
	return stepWords[step]();
}

/** Of a step's name as text; another text stays as it is. */
export function stepText(step: string): string {
	return step in stepWords ? stepWord(step as Step) : step;
}

export function sourceWord(source: Source): string {
	return sourceWords[source]();
}

const operationWords: Readonly<Record<FundOperation, () => string>> = {
	paid_in: () => m.funds_operation_paid_in(),
	invested: () => m.funds_operation_invested(),
	recovered: () => m.funds_operation_recovered(),
	backed: () => m.funds_operation_backed(),
	compensated: () => m.funds_operation_compensated(),
	reclaimed: () => m.funds_operation_reclaimed()
};

export function operationWord(operation: FundOperation): string {
	return operationWords[operation]();
}

const gradeWords: Readonly<Record<Grade, () => string>> = {
	excellent: () => m.funds_grade_excellent(),
	good: () => m.funds_grade_good(),
	fair: () => m.funds_grade_fair(),
	poor: () => m.funds_grade_poor()
};

export function gradeWord(grade: Grade): string {
	return gradeWords[grade]();
}

const recordWords: Readonly<Record<string, () => string>> = {
	exception: () => m.funds_kind_exception(),
	transfer: () => m.funds_kind_transfer(),
	operation: () => m.funds_kind_operation(),
	review: () => m.funds_kind_review()
};

/** The word of a kind of record beside the steps of movements. */
export function recordWord(kind: string): string {
	return recordWords[kind]?.() ?? kind;
}

const kindWords: Readonly<Record<LineKind, () => string>> = {
	'equity-fund': () => m.funds_kind_equity_fund(),
	'risk-pool': () => m.funds_kind_risk_pool(),
	subsidy: () => m.funds_kind_subsidy()
};

export function kindWord(kind: LineKind): string {
	return kindWords[kind]();
}
