// Puts the bundled plan into a test database: units, budget, shares and milestones, which records refer to.
import { installPlan } from '#lib/plan/install-plan.server.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { Database } from '#lib/platform/database.server.ts';
import { insertShares } from '#lib/tasks/insert-shares.server.ts';
import { ningboPlan } from './ningbo-plan.ts';

export async function installPlanRows(database: Database): Promise<PlanIndex> {
	const plan = await ningboPlan();
	await database.db.transaction(async (tx) => {
		await installPlan(tx, plan.document);
		await insertShares(tx, plan);
	});
	return plan;
}
