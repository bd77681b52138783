// Puts the shares of a plan's tasks and their milestones into the database, and lets them follow a later version of it.
import { sql } from 'drizzle-orm';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import { milestone, share } from './tables.server.ts';

/**
 * After the plan's units: shares refer to them. What stands already follows the plan in role and planned day; what was
 * reported on it stays.
 */
export async function insertShares(tx: Tx, plan: PlanIndex): Promise<void> {
	const shares = [...plan.shares.values()];
	if (shares.length === 0) return;
	await tx
		.insert(share)
		.values(shares.map(({ id, task, unit, role }) => ({ id, task, unit, role })))
		.onConflictDoUpdate({ target: share.id, set: { role: sql`excluded.role` } });
	await tx
		.insert(milestone)
		.values(
			shares.flatMap(({ id, milestones }) =>
				milestones.map((one, index) => ({ id: one.id, share: id, n: index + 1, planned: one.planned }))
			)
		)
		.onConflictDoUpdate({ target: milestone.id, set: { planned: sql`excluded.planned` } });
}
