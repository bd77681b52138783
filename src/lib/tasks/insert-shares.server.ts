// Puts the shares of a plan's tasks and their milestones into an empty database.
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { Tx } from '#lib/server/database.server.ts';
import { milestone, share } from './tables.server.ts';

/** After the plan's units: shares refer to them. */
export async function insertShares(tx: Tx, plan: PlanIndex): Promise<void> {
	const shares = [...plan.shares.values()];
	if (shares.length === 0) return;
	await tx.insert(share).values(shares.map(({ id, task, unit, role }) => ({ id, task, unit, role })));
	await tx
		.insert(milestone)
		.values(
			shares.flatMap(({ id, milestones }) =>
				milestones.map((one, index) => ({ id: one.id, share: id, n: index + 1, planned: one.planned }))
			)
		);
}
