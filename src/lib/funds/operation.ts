// What a fund does with its money: an equity fund invests and recovers, a risk pool backs loans, compensates and reclaims.
import * as v from 'valibot';
import type { Actor } from '#lib/access/roles.ts';
import { operationAmounts, operationCounts, operationsInKeys } from '#lib/figures/families/funds.ts';
import { monthOf, type Day } from '#lib/kernel/day.ts';
import {
	againField,
	amountField,
	codeField,
	countField,
	dayField,
	optionalLine,
	optionalText,
	shortText
} from '#lib/kernel/fields.ts';
import { toYuan, type Fen } from '#lib/kernel/money.ts';
import { ok, refuse, type FaultCode, type Result } from '#lib/kernel/result.ts';
import { dateFault } from '#lib/entries/dates.ts';
import type { PlanBudget } from '#lib/plan/plan-document.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { CellDelta, Layer } from '#lib/protocol/cells.ts';
import { rightToRecord } from './decide.ts';

export const fundOperations = operationsInKeys;
export type FundOperation = (typeof fundOperations)[number];

export type LineKind = PlanBudget['lines'][number]['kind'];

const operationsByKind: Readonly<Record<LineKind, readonly FundOperation[]>> = {
	'equity-fund': ['paid_in', 'invested', 'recovered'],
	'risk-pool': ['paid_in', 'backed', 'compensated', 'reclaimed'],
	subsidy: []
};

export const operationSchema = v.strictObject({
	line: codeField,
	operation: v.picklist(fundOperations, 'bad_choice'),
	amount: amountField,
	/** Projects, loans or payments that the amount is made of. */
	count: v.optional(countField, 1),
	date: dayField,
	counterpart: optionalLine(120),
	reference: shortText(80),
	note: optionalText(500),
	/** That the same is meant to stand once more (R233). */
	again: againField
});
export type OperationInput = v.InferOutput<typeof operationSchema>;

/** What of an operation its figures depend on. */
export interface Operation {
	readonly line: string;
	readonly operation: FundOperation;
	readonly amount: Fen;
	readonly count: number;
	readonly date: Day;
}

/** Whole fen by operation, of one line. */
export type OperationSums = Readonly<Record<FundOperation, bigint>>;

export const noOperations: OperationSums = {
	paid_in: 0n,
	invested: 0n,
	recovered: 0n,
	backed: 0n,
	compensated: 0n,
	reclaimed: 0n
};

export function operationsOf(kind: LineKind): readonly FundOperation[] {
	return operationsByKind[kind];
}

/**
 * Decides on one operation.
 * @param sums of its line so far (reported layer), with those before it in the same batch
 */
export function decideOperation(
	plan: PlanIndex,
	sums: OperationSums,
	actor: Actor,
	today: Day,
	input: OperationInput
): Result<Operation & { readonly unit: string }> {
	const line = plan.document.budget.lines.find(({ id }) => id === input.line);
	const node = plan.nodes.get(input.line);
	if (!line || !node) return refuse('invalid', 'unknown_line', '/line', { line: input.line });
	if (!operationsOf(line.kind).includes(input.operation))
		return refuse('invalid', 'operation_not_of_line', '/operation', { line: line.id });
	const late = dateFault(input.date, today, plan.document.baseYear, '/date');
	if (late) return { ok: false, kind: 'invalid', faults: [late] };
	const right = rightToRecord(plan, node, actor, null, null);
	if (right) return right;
	const short = shortfall(withOperation(sums, input.operation, input.amount), sums);
	if (short) {
		const before = sums[input.operation];
		return refuse('conflict', short.code, '/amount', {
			line: line.id,
			recorded: toYuan(before),
			left: toYuan(short.most > before ? short.most - before : 0n)
		});
	}
	const { operation, amount, count, date } = input;
	return ok({ line: line.id, operation, amount, count, date, unit: actor.unit ?? plan.document.coordinatingOffice });
}

export function withOperation(sums: OperationSums, operation: FundOperation, amount: bigint): OperationSums {
	return { ...sums, [operation]: sums[operation] + amount };
}

/**
 * What does not add up: more invested than was paid in and came back, more compensated than the pool had, more reclaimed
 * than was compensated. `most` is what the sum concerned may come to.
 * @param before the sums that stood: what did not add up then and is no further from it is not held against what follows
 */
export function shortfall(
	sums: OperationSums,
	before: OperationSums = noOperations
): { readonly code: FaultCode; readonly most: bigint } | null {
	return (
		limitsOf(sums).find(({ sum, most }, index) => {
			const stood = limitsOf(before)[index];
			return sum > most && (!stood || sum - most > stood.sum - stood.most);
		}) ?? null
	);
}

function limitsOf({ paid_in, invested, recovered, compensated, reclaimed }: OperationSums) {
	return [
		{ code: 'fund_overinvested', sum: invested, most: paid_in + recovered },
		{ code: 'pool_exhausted', sum: compensated, most: paid_in + reclaimed },
		{ code: 'reclaimed_too_much', sum: reclaimed, most: compensated }
	] as const;
}

/** The cells an operation adds to (`sign` 1) or leaves (`sign` -1) in one layer. */
export function operationDeltas(one: Operation, layer: Layer, sign: 1n | -1n): CellDelta[] {
	const parts = { line: one.line, operation: one.operation, month: monthOf(one.date) };
	return [
		operationAmounts.delta(parts, layer, sign * one.amount),
		operationCounts.delta(parts, layer, sign * BigInt(one.count))
	];
}

/** The figures of an operation for one line of the feed. */
export function operationValues(one: Operation): Record<string, string | number | null> {
	const { line, operation, amount, count, date } = one;
	return { ledger: 'funds', kind: 'operation', line, operation, amount: toYuan(amount), count, date };
}
