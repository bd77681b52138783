// Where the books of the budget stand, read under the locks of the nodes concerned: two writers on one budget wait for each other.
import { sql } from 'drizzle-orm';
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
	const sums = await tx.execute<{ family: string; one: string; two: string; three: string; sum: string }>(sql`
		select split_part(key, '/', 1) as family, split_part(key, '/', 2) as one, split_part(key, '/', 3) as two,
			split_part(key, '/', 4) as three, sum(value) as sum
		from cell where stream = 'city' and layer = 'reported'
			and ((key >= 'funds/' and key < 'funds0') or (key >= 'funds-budget/' and key < 'funds-budget0')
				or (key >= 'funds-chain-exceptions/' and key < 'funds-chain-exceptions0'))
		group by 1, 2, 3, 4`);
	for (const { family, one, two, three, sum } of sums) {
		if (family === 'funds-budget') addTo(changes, budgetName(one, two as BudgetKind), BigInt(sum));
		else addTo(family === 'funds' ? totals : excused, sumKey(plan, one, two as Source, three as Step), BigInt(sum));
	}
	return { totals, changes, excused };
}

/** Locks the lines and reads what their funds have done so far (reported layer). */
export async function lockOperations(tx: Tx, lines: Iterable<string>): Promise<Map<string, OperationSums>> {
	const names = [...new Set(lines)];
	const sums = new Map<string, OperationSums>();
	if (!(await lockNodes(tx, names))) return sums;
	const rows = await tx.execute<{ line: string; operation: FundOperation; sum: string }>(sql`
		select split_part(key, '/', 2) as line, split_part(key, '/', 3) as operation, sum(value) as sum
		from cell where stream = 'city' and layer = 'reported' and split_part(key, '/', 4) = 'amount'
			and key >= 'fund-operations/' and key < 'fund-operations0'
		group by 1, 2`);
	for (const { line, operation, sum } of rows)
		sums.set(line, { ...(sums.get(line) ?? noOperations), [operation]: BigInt(sum) });
	return sums;
}
