// Puts a checked plan into an empty database: its document, its units and the budget rows that writes lock.
import { firstDayOfYear } from '#lib/kernel/day.ts';
import type { Tx } from '#lib/server/database.server.ts';
import { indexPlan } from './plan-index.ts';
import type { PlanDocument } from './plan-document.ts';
import { budgetNode, planVersion, unit } from './tables.server.ts';

export async function installPlan(tx: Tx, document: PlanDocument): Promise<void> {
	const plan = indexPlan(document);
	await tx.insert(planVersion).values({
		plan: document.id,
		version: document.version,
		document,
		effectiveFrom: firstDayOfYear(document.baseYear)
	});
	await tx.insert(unit).values(
		document.units.map((row) => ({
			code: row.code,
			kind: row.kind,
			ord: row.order,
			nameZh: row.name.zh,
			nameEn: row.name.en,
			shortZh: row.short.zh,
			shortEn: row.short.en,
			validFrom: row.validFrom,
			validTo: row.validTo,
			successor: row.successor,
			within: row.within
		}))
	);
	await tx.insert(budgetNode).values([...plan.nodes.values()]);
}
