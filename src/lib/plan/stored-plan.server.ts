// Reads the plan that the database holds.
import { desc } from 'drizzle-orm';
import type { Drizzle } from '#lib/platform/database.server.ts';
import { withDefaults, type PlanDocument } from './plan-document.ts';
import { planVersion } from './tables.server.ts';

/** The newest version, or null in an empty database. */
export async function storedPlan(db: Drizzle): Promise<PlanDocument | null> {
	const [newest] = await db.select().from(planVersion).orderBy(desc(planVersion.version)).limit(1);
	return newest ? withDefaults(newest.document) : null;
}
