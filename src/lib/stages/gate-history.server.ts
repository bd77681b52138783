// The decisions at the gates, newest first, with who took them and what blocked then.
import { desc, eq, sql } from 'drizzle-orm';
import { account } from '#lib/access/tables.server.ts';
import { dayAt, timeAt } from '#lib/kernel/day.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import type { PastDecision } from './stages-view.ts';
import { gateDecision } from './tables.server.ts';

export async function gateHistory(db: Drizzle): Promise<PastDecision[]> {
	const rows = await db
		.select({ decision: gateDecision, name: account.name })
		.from(gateDecision)
		.leftJoin(account, eq(sql`${account.id}::text`, gateDecision.actor))
		.orderBy(gateDecision.phase, desc(gateDecision.number));
	return rows.map(({ decision: row, name }) => ({
		id: row.id,
		phase: row.phase,
		decision: row.decision,
		reason: row.reason,
		exceptions: row.exceptions,
		blockers: row.blockers,
		planVersion: row.planVersion,
		by: name,
		at: `${dayAt(row.effectiveAt.getTime())} ${timeAt(row.effectiveAt.getTime())}`
	}));
}
