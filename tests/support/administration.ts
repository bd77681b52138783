// Accounts and units on a database of the test's own: people who are there already, and what the system administrator does.
import { firstRecordDay } from '#lib/entries/first-record.server.ts';
import { randomUUID } from 'node:crypto';
import { openAccounts } from '#lib/accounts/open-accounts.server.ts';
import { actorOn } from '#lib/access/people.server.ts';
import { branchOf, type Actor, type Role } from '#lib/access/roles.ts';
import { account, appointment, session } from '#lib/access/tables.server.ts';
import { day, dayAt } from '#lib/kernel/day.ts';
import type { Recording } from '#lib/commands/recording.server.ts';
import { holdPlan } from '#lib/plan/plan-in-force.server.ts';
import { followPlan } from '#lib/plan/install-plan.server.ts';
import { handOverShares, sharesInHandsOf } from '#lib/tasks/hand-over.server.ts';
import { openUnits } from '#lib/units/open-units.server.ts';
import type { DatabaseKind } from './database-kinds.ts';
import { openCommandDesk } from './commands.ts';

export type Office = Awaited<ReturnType<typeof openOffice>>;

export async function openOffice(kind: DatabaseKind) {
	const desk = await openCommandDesk(kind);
	const today = () => dayAt(desk.log.now().getTime());
	const inForce = await holdPlan(desk.log, today, firstRecordDay, ({ tx }, plan) => followPlan(tx, plan));
	const recording: Recording = {
		log: desk.log,
		get plan() {
			return inForce.plan;
		}
	};
	/** Sessions whose sockets were told to end. */
	const ended: string[] = [];
	const onSessionsEnded = (sessions: readonly string[]) => void ended.push(...sessions);
	const shares = { lookedAfterBy: sharesInHandsOf, handOver: handOverShares };
	return {
		...desk,
		recording,
		inForce,
		ended,
		today,
		accounts: openAccounts({ recording, shares, onSessionsEnded }),
		units: openUnits(recording, inForce.refresh, onSessionsEnded),
		/** Somebody with a password and an appointment since the year began. */
		async person(role: Role, unit: string | null = null): Promise<Actor & { readonly id: string }> {
			const id = randomUUID();
			await desk.db.insert(account).values({
				id,
				username: `${role.replaceAll('_', '-')}.${id.slice(0, 8)}`,
				name: `示例${id.slice(0, 4)}`,
				branch: branchOf(role),
				passwordHash: '$argon2id$',
				requestedRole: role,
				requestedUnit: unit
			});
			await desk.db
				.insert(appointment)
				.values({ id: randomUUID(), account: id, role, unit, validFrom: day('2019-01-01') });
			const actor = await actorOn(desk.db, id, today());
			if (!actor) throw new Error('the appointment holds today');
			return actor;
		},
		/** An open session of somebody. */
		async session(who: string): Promise<string> {
			const id = randomUUID();
			const end = new Date(Date.now() + 3_600_000);
			await desk.db.insert(session).values({ id, secretHash: 'x', account: who, expiresAt: end, endsAt: end });
			return id;
		}
	};
}
