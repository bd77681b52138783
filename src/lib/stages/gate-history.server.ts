// The decisions at the gates, newest first, with who took them and what blocked then.
import { desc, eq, sql } from 'drizzle-orm';
import { account } from '#lib/access/tables.server.ts';
import { dayAt, timeAt } from '#lib/kernel/day.ts';
import type { Drizzle } from '#lib/server/database.server.ts';
import type { GateDecisionKind } from './gate.ts';
import type { Blocker } from './stages-view.ts';
import { gateDecision } from './tables.server.ts';

export interface PastDecision {
	readonly id: string;
	readonly phase: string;
	readonly decision: GateDecisionKind;
	readonly reason: string | null;
	readonly exceptions: readonly { readonly blocker: string; readonly reason: string }[];
	readonly blockers: readonly Blocker[];
	readonly planVersion: number;
	/** The person's name. */
	readonly by: string | null;
	/** Business time, '2019-09-16 09:30'. */
	readonly at: string;
}

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
