// Reads units with how many people and tokens they have, and what was said of each.
import { and, desc, eq, gte, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import { account, apiToken, appointment, reasonText } from '#lib/access/tables.server.ts';
import type { Day } from '#lib/kernel/day.ts';
import { event } from '#lib/log/tables.server.ts';
import { unitTerm } from '#lib/plan/tables.server.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import type { TermView, UnitView } from './unit-view.ts';

/** In official order. */
export async function listUnits(db: Drizzle, { units, document }: PlanIndex, today: Day): Promise<readonly UnitView[]> {
	const people = await db
		.select({ unit: appointment.unit, count: sql<string>`count(*)` })
		.from(appointment)
		.innerJoin(account, eq(account.id, appointment.account))
		.where(
			and(
				isNull(account.disabledAt),
				isNotNull(appointment.unit),
				lte(appointment.validFrom, today),
				or(isNull(appointment.validTo), gte(appointment.validTo, today))
			)
		)
		.groupBy(appointment.unit);
	const tokens = await db
		.select({ unit: apiToken.unit, count: sql<string>`count(*)` })
		.from(apiToken)
		.where(and(isNull(apiToken.revokedAt), gte(apiToken.expiresAt, new Date())))
		.groupBy(apiToken.unit);
	const of = (rows: readonly { unit: string | null; count: string }[], code: string) =>
		Number(rows.find(({ unit }) => unit === code)?.count ?? 0);
	return [...units.values()].map(({ code, kind, validFrom, validTo, successor }) => ({
		code,
		kind,
		validFrom,
		validTo,
		successor,
		predecessors: [...units.values()].filter((one) => one.successor === code).map((one) => one.code),
		ofPlan: document.units.some((one) => one.code === code),
		people: of(people, code),
		tokens: of(tokens, code)
	}));
}

/** What was said of a unit, the newest first. */
export async function termsOf(db: Drizzle, code: string): Promise<readonly TermView[]> {
	const rows = await db
		.select({ term: unitTerm, by: account.name, reason: reasonText.text })
		.from(unitTerm)
		.leftJoin(account, sql`${account.id}::text = ${unitTerm.by}`)
		.leftJoin(
			event,
			and(
				eq(event.stream, 'access'),
				sql`${event.body}->>'after' = 'unit_term:' || ${unitTerm.code} || '@' || ${unitTerm.version}`
			)
		)
		.leftJoin(reasonText, sql`${reasonText.id}::text = ${event.body}->>'reason'`)
		.where(eq(unitTerm.code, code))
		.orderBy(desc(unitTerm.version));
	return rows.map(({ term: { version, validTo, successor, at, by: id }, by, reason }) => ({
		version,
		validTo,
		successor,
		at,
		by: by ?? id,
		reason
	}));
}
