// The budget that limits money: the plan's amounts where the document puts them, as approved transfers have changed them.
import { budgetKindsInKeys } from '#lib/figures/families/funds.ts';
import type { BudgetNode, PlanIndex } from '#lib/plan/plan-index.ts';
import type { Source, Step } from './movement.ts';

export const budgetKinds = budgetKindsInKeys;
/** Central money, or that of city and districts together. */
export type BudgetKind = (typeof budgetKinds)[number];

/** What transfers in force have added to budgets or taken from them (whole fen) by `budgetName`. */
export type BudgetChanges = ReadonlyMap<string, bigint>;

export const noChanges: BudgetChanges = new Map();

/** Sums already recorded (reported layer, whole fen) by `sumKey`. */
export type Totals = ReadonlyMap<string, bigint>;

/** Where the books stand: what is recorded, and what transfers have changed. */
export interface BudgetState {
	readonly totals: Totals;
	readonly changes: BudgetChanges;
	/** Only of a write that replaces records (R291): where the books stood before, when `totals` are without those. */
	readonly stood?: Stood | undefined;
}

/** Where the books stood before a write took records out. To come to no more than that draws nothing further. */
export interface Stood {
	readonly totals: Totals;
	/** The same without the exceptions that leave: what they let stand above goes with them. */
	readonly kept: Totals;
}

/** The node whose amount limits a movement, and that amount in whole fen. */
export interface Limit {
	readonly node: string;
	readonly kind: BudgetKind;
	readonly amount: bigint;
}

export function budgetName(node: string, kind: BudgetKind): string {
	return `${node} ${kind}`;
}

/**
 * What limits a movement: central money line by line, local money (city and district) where the document puts the amount;
 * null for social money, which the plan does not limit.
 */
export function limitOf(
	plan: PlanIndex,
	line: string,
	source: Source,
	changes: BudgetChanges = noChanges
): Limit | null {
	if (source === 'social') return null;
	const node = plan.nodes.get(line);
	if (!node) return null;
	const kind: BudgetKind = source === 'central' ? 'central' : 'local';
	const holder = kind === 'central' || node.local !== null ? node : (plan.nodes.get(node.group) ?? node);
	const amount = (holder[kind] ?? 0n) + (changes.get(budgetName(holder.id, kind)) ?? 0n);
	return { node: holder.id, kind, amount };
}

/** Where money is followed down its chain (R38a): where its budget stands; social money, which has none, on its line. */
export function chainPlace(
	plan: PlanIndex,
	line: string,
	source: Source
): { node: string; purse: BudgetKind | Source } {
	const limited = limitOf(plan, line, source);
	return limited ? { node: limited.node, purse: limited.kind } : { node: line, purse: source };
}

/** The name under which a movement is summed at its place. */
export function sumKey(plan: PlanIndex, line: string, source: Source, step: Step): string {
	const { node, purse } = chainPlace(plan, line, source);
	return `${node} ${purse} ${step}`;
}

/** The name under which a movement is summed against its limit; null where nothing limits it. */
export function totalKey(plan: PlanIndex, line: string, source: Source, step: Step): string | null {
	return limitOf(plan, line, source) ? sumKey(plan, line, source, step) : null;
}

/** Adds to a sum in place. */
export function addTo(sums: Map<string, bigint>, key: string, amount: bigint): void {
	sums.set(key, (sums.get(key) ?? 0n) + amount);
}

/** Whether the document puts an amount of this kind on the node: only such nodes give and take. */
export function holds(node: BudgetNode, kind: BudgetKind): boolean {
	return node[kind] !== null;
}
