// A transfer of budget 预算调剂 between two nodes of the plan: its form, its rules and the cells it moves once it is approved.
import * as v from 'valibot';
import type { Actor } from '#lib/access/roles.ts';
import { budgetMoved } from '#lib/figures/families/funds.ts';
import { amountField, codeField, optionalLine, shortText } from '#lib/kernel/fields.ts';
import { toYuan, type Fen } from '#lib/kernel/money.ts';
import { invalid, ok, refuse, type Fault, type Result } from '#lib/kernel/result.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { CellDelta, Layer } from '#lib/protocol/cells.ts';
import { budgetKinds, budgetName, holds, type BudgetKind, type BudgetState } from './budget.ts';
import { steps } from './movement.ts';

export const transferSchema = v.strictObject({
	from: codeField,
	to: codeField,
	kind: v.picklist(budgetKinds, 'bad_choice'),
	amount: amountField,
	reason: shortText(300),
	/** Number of the document that decides it. */
	reference: optionalLine(80)
});
export type TransferInput = v.InferOutput<typeof transferSchema>;

/** What of a transfer its figures depend on. */
export interface Transfer {
	readonly from: string;
	readonly to: string;
	readonly kind: BudgetKind;
	readonly amount: Fen;
}

/** The office proposes; who approves it is the four-eyes rule's question. */
export function mayProposeTransfer(actor: Actor): boolean {
	return actor.role === 'office' && actor.via !== 'token';
}

/** Decides on a proposal; nothing of it counts before it is approved. */
export function decideTransfer(
	plan: PlanIndex,
	state: BudgetState,
	actor: Actor,
	input: TransferInput
): Result<Transfer> {
	if (!mayProposeTransfer(actor)) return refuse('forbidden', 'not_allowed', '/from');
	const faults: Fault[] = [];
	for (const end of ['from', 'to'] as const) {
		const node = plan.nodes.get(input[end]);
		if (!node) faults.push({ pointer: `/${end}`, code: 'unknown_line', params: { line: input[end] } });
		else if (!holds(node, input.kind))
			faults.push({ pointer: `/${end}`, code: 'no_budget_here', params: { node: node.id } });
	}
	if (input.from === input.to) faults.push({ pointer: '/to', code: 'same_node' });
	if (faults.length > 0) return invalid(faults);
	const { from, to, kind, amount } = input;
	const room = roomOf(plan, state, from, kind);
	if (amount > room.left)
		return refuse('conflict', 'transfer_below_recorded', '/amount', {
			node: from,
			budget: toYuan(room.budget),
			recorded: toYuan(room.recorded),
			left: toYuan(room.left)
		});
	return ok({ from, to, kind, amount });
}

/** What a node can give: its budget as it stands, less the step of which most is recorded. Whole fen. */
export function roomOf(
	plan: PlanIndex,
	{ totals, changes }: BudgetState,
	node: string,
	kind: BudgetKind
): { readonly budget: bigint; readonly recorded: bigint; readonly left: bigint } {
	const budget = (plan.nodes.get(node)?.[kind] ?? 0n) + (changes.get(budgetName(node, kind)) ?? 0n);
	const recorded = steps
		.map((step) => totals.get(`${budgetName(node, kind)} ${step}`) ?? 0n)
		.reduce((most, one) => (one > most ? one : most), 0n);
	return { budget, recorded, left: budget > recorded ? budget - recorded : 0n };
}

/** The cells that an approved transfer moves (`sign` 1) or gives back (`sign` -1) in one layer. */
export function transferDeltas({ from, to, kind, amount }: Transfer, layer: Layer, sign: 1n | -1n): CellDelta[] {
	return [
		budgetMoved.delta({ node: from, kind }, layer, -sign * amount),
		budgetMoved.delta({ node: to, kind }, layer, sign * amount)
	];
}

/** The figures of a transfer for one line of the feed. */
export function transferValues({ from, to, kind, amount }: Transfer): Record<string, string | number | null> {
	return { ledger: 'funds', kind: 'transfer', from, to, budget: kind, amount: toYuan(amount) };
}
