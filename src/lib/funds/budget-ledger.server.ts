// Where the books of the budget stand, read under the locks of the nodes concerned: two writers on one budget wait for each other.
import { sql } from 'drizzle-orm';
import { budgetMoved, chainExceptions, fundsMoved, operationAmounts } from '#lib/figures/families/funds.ts';
import { keyPart, ofFamilies } from '#lib/figures/family-sql.server.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import { addTo, budgetName, sumKey, type BudgetKind } from './budget.ts';
import type { Source, Step } from './movement.ts';
import { noOperations, type FundOperation, type OperationSums } from './operation.ts';

/** Sums and changes that the caller may go on adding to, for what comes later in the same batch. */
export interface OpenBudget {
	readonly totals: Map<string, bigint>;
	readonly changes: Map<string, bigint>;
	/** Of the totals, what goes beyond the step before by approved exceptions (R38a). */
	readonly excused: Map<string, bigint>;
}

type Sum = { readonly node: string; readonly sum: string } & (
	| { readonly what: 'total' | 'excused'; readonly source: Source; readonly step: Step }
	| { readonly what: 'change'; readonly kind: BudgetKind }
);

/** Locks nodes of the budget until the end of the transaction, always in the same order. */
export async function lockNodes(tx: Tx, nodes: Iterable<string>): Promise<boolean> {
	const sorted = [...new Set(nodes)].sort();
	if (sorted.length === 0) return false;
	const list = sql.join(
		sorted.map((node) => sql`${node}`),
		sql`, `
	);
	await tx.execute(sql`select id from budget_node where id in (${list}) order by id for update`);
	return true;
}

/** Locks the nodes and reads what is recorded and what transfers have changed (reported layer, whole fen). */
export async function lockBudget(tx: Tx, plan: PlanIndex, nodes: Iterable<string>): Promise<OpenBudget> {
	const totals = new Map<string, bigint>();
	const changes = new Map<string, bigint>();
	const excused = new Map<string, bigint>();
	if (!(await lockNodes(tx, nodes))) return { totals, changes, excused };
	const sumsOf = (family: typeof fundsMoved | typeof chainExceptions, what: 'total' | 'excused') => sql`
		select ${what}::text as what, ${keyPart(family, 'line')} as node, null::text as kind, ${keyPart(family, 'source')} as source,
			${keyPart(family, 'step')} as step, sum(value) as sum
		from cell where layer = 'reported' and ${ofFamilies(family)} group by 2, 4, 5`;
	const sums = await tx.execute<Sum>(sql`
		${sumsOf(fundsMoved, 'total')} union all ${sumsOf(chainExceptions, 'excused')} union all
		select 'change'::text, ${keyPart(budgetMoved, 'node')}, ${keyPart(budgetMoved, 'kind')}, null, null, sum(value)
		from cell where layer = 'reported' and ${ofFamilies(budgetMoved)} group by 2, 3`);
	for (const sum of sums) {
		if (sum.what === 'change') addTo(changes, budgetName(sum.node, sum.kind), BigInt(sum.sum));
		else addTo(sum.what === 'total' ? totals : excused, sumKey(plan, sum.node, sum.source, sum.step), BigInt(sum.sum));
	}
	return { totals, changes, excused };
}

/** Locks the lines and reads what their funds have done so far (reported layer). */
export async function lockOperations(tx: Tx, lines: Iterable<string>): Promise<Map<string, OperationSums>> {
	const names = [...new Set(lines)];
	const sums = new Map<string, OperationSums>();
	if (!(await lockNodes(tx, names))) return sums;
	const rows = await tx.execute<{ line: string; operation: FundOperation; sum: string }>(sql`
		select ${keyPart(operationAmounts, 'line')} as line, ${keyPart(operationAmounts, 'operation')} as operation,
			sum(value) as sum
		from cell where layer = 'reported' and ${ofFamilies(operationAmounts)} group by 1, 2`);
	for (const { line, operation, sum } of rows)
		sums.set(line, { ...(sums.get(line) ?? noOperations), [operation]: BigInt(sum) });
	return sums;
}
