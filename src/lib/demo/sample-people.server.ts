// The demonstration's people as actors, for what is written in their names.
import { and, eq, isNull } from 'drizzle-orm';
import { isUnitRole, type Actor } from '#lib/access/roles.ts';
import { account, appointment } from '#lib/access/tables.server.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';

/** Sample accounts with an open appointment, by username. */
export async function samplePeople(db: Drizzle): Promise<ReadonlyMap<string, Actor>> {
	const rows = await db
		.select({ id: account.id, username: account.username, role: appointment.role, unit: appointment.unit })
		.from(account)
		.innerJoin(appointment, eq(appointment.account, account.id))
		.where(and(eq(account.sample, true), isNull(account.disabledAt), isNull(appointment.validTo)))
		.orderBy(account.username);
	return new Map(
		rows.flatMap(({ id, username, role, unit }): [string, Actor][] => {
			if (!isUnitRole(role)) return [[username, { id, via: 'system', role, unit: null }]];
			return unit === null ? [] : [[username, { id, via: 'system', role, unit }]];
		})
	);
}
