// Between which nodes budget can be transferred, and how much each can give.
import { budgetMoved, fundsMoved } from '#lib/figures/families/funds.ts';
import { groupCells, inLayer, type FoldState } from '#lib/figures/fold.ts';
import { fen, type Fen } from '#lib/kernel/money.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { budgetKinds, budgetName, holds, totalKey, type BudgetKind } from './budget.ts';
import { roomOf } from './transfer.ts';

export interface TransferChoice {
	readonly node: string;
	readonly kind: BudgetKind;
	/** Whole fen that it can give: its budget less the step of which most is recorded. */
	readonly left: Fen;
}

/** In the order of the budget: each class, then its lines. */
export function transferChoices(plan: PlanIndex, cells: FoldState['cells']): TransferChoice[] {
	const groups = groupCells(cells);
	const totals = new Map<string, bigint>();
	const changes = new Map<string, bigint>();
	const add = (sums: Map<string, bigint>, key: string | null, value: bigint) => {
		if (key !== null) sums.set(key, (sums.get(key) ?? 0n) + value);
	};
	for (const { parts, value } of inLayer(fundsMoved.cells(groups), 'reported'))
		add(totals, totalKey(plan, parts.line, parts.source, parts.step), value);
	for (const { parts, value } of inLayer(budgetMoved.cells(groups), 'reported'))
		add(changes, budgetName(parts.node, parts.kind), value);
	return [...plan.nodes.values()].flatMap((node) =>
		budgetKinds
			.filter((kind) => holds(node, kind))
			.map((kind) => ({ node: node.id, kind, left: fen(roomOf(plan, { totals, changes }, node.id, kind).left) }))
	);
}
