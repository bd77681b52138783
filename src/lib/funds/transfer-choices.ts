// Between which nodes budget can be transferred, and how much each can give.
import { groupCells, type FoldState } from '#lib/figures/fold.ts';
import { fen, type Fen } from '#lib/kernel/money.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { budgetKinds, budgetName, holds, totalKey, type BudgetKind } from './budget.ts';
import type { Source, Step } from './movement.ts';
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
	for (const { layer, parts, value } of groups.get('funds') ?? [])
		if (layer === 'reported') add(totals, totalKey(plan, parts[0] ?? '', parts[1] as Source, parts[2] as Step), value);
	for (const { layer, parts, value } of groups.get('funds-budget') ?? [])
		if (layer === 'reported') add(changes, budgetName(parts[0] ?? '', parts[1] as BudgetKind), value);
	return [...plan.nodes.values()].flatMap((node) =>
		budgetKinds
			.filter((kind) => holds(node, kind))
			.map((kind) => ({ node: node.id, kind, left: fen(roomOf(plan, { totals, changes }, node.id, kind).left) }))
	);
}
