// The bundled plan for tests that ask the rules about it.
import { catalogue } from '#lib/app/features.ts';
import { indexPlan, type PlanIndex } from '#lib/plan/plan-index.ts';
import { loadPlan } from '#lib/plan/load-plan.server.ts';

export async function ningboPlan(): Promise<PlanIndex> {
	const loaded = await loadPlan('plans/ningbo-2017', catalogue.records);
	if (!loaded.ok) throw new Error(loaded.lines.join('\n'));
	return indexPlan(loaded.plan);
}
