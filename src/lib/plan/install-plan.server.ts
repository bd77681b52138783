// Puts a checked plan into an empty database, and lets units and budget follow a later version of it.
import { sql } from 'drizzle-orm';
import { firstDayOfYear } from '#lib/kernel/day.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import { indexPlan, type PlanIndex } from './plan-index.ts';
import type { PlanDocument, PlanUnit } from './plan-document.ts';
import { budgetNode, planVersion, unit } from './tables.server.ts';

/** Its document, its units and the budget rows that writes lock. */
export async function installPlan(tx: Tx, document: PlanDocument): Promise<void> {
	const plan = indexPlan(document);
	await tx.insert(planVersion).values({
		plan: document.id,
		version: document.version,
		document,
		effectiveFrom: firstDayOfYear(document.baseYear)
	});
	await tx.insert(unit).values(document.units.map(unitRow));
	await tx.insert(budgetNode).values([...plan.nodes.values()]);
}

/** Rows are added and changed, never taken away: records refer to them. */
export async function followPlan(tx: Tx, plan: PlanIndex): Promise<void> {
	await tx
		.insert(unit)
		.values([...plan.units.values()].map(unitRow))
		.onConflictDoUpdate({
			target: unit.code,
			set: {
				kind: sql`excluded.kind`,
				ord: sql`excluded.ord`,
				nameZh: sql`excluded.name_zh`,
				nameEn: sql`excluded.name_en`,
				shortZh: sql`excluded.short_zh`,
				shortEn: sql`excluded.short_en`,
				validFrom: sql`excluded.valid_from`,
				validTo: sql`excluded.valid_to`,
				successor: sql`excluded.successor`,
				within: sql`excluded.within`
			}
		});
	await tx
		.insert(budgetNode)
		.values([...plan.nodes.values()])
		.onConflictDoUpdate({
			target: budgetNode.id,
			set: { group: sql`excluded.budget_group`, central: sql`excluded.central`, local: sql`excluded.local` }
		});
}

function unitRow(row: PlanUnit): typeof unit.$inferInsert {
	return {
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
	};
}
