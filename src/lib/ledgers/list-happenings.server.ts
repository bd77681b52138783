// What others did lately to the records of an actor's unit: confirmed, refused, reversed (R229).
import { and, desc, eq, gte, inArray, isNotNull, sql } from 'drizzle-orm';
import { unitsOf, type Actor } from '#lib/access/roles.ts';
import { dayAt, timeAt } from '#lib/kernel/day.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import type { Happening, HappeningKind } from '#lib/entries/entry-view.ts';
import type { LedgerPorts } from '#lib/entries/port.server.ts';
import { readEntries } from '#lib/entries/read-entries.server.ts';
import { entry, reversal } from '#lib/entries/tables.server.ts';

/** How many days back, and how many of them. */
const days = 14;
const shown = 8;

interface Row {
	readonly kind: HappeningKind;
	readonly at: Date;
	readonly by: string | null;
	readonly id: string;
	readonly count: number;
	readonly reason: string | null;
}

/** The newest first; what one confirmation did to many records of one ledger is one line. */
export async function listHappenings(db: Drizzle, ports: LedgerPorts, actor: Actor, now: Date): Promise<Happening[]> {
	const units = unitsOf(actor);
	if (units.length === 0) return [];
	const since = new Date(now.getTime() - days * 86_400_000);
	const rows = [...(await confirmed(db, units, since)), ...(await reversed(db, units, since))]
		.sort((a, b) => b.at.getTime() - a.at.getTime())
		.slice(0, shown);
	const views = new Map(
		(
			await readEntries(
				db,
				ports,
				rows.map(({ id }) => id)
			)
		).map((view) => [view.id, view])
	);
	return rows.flatMap(({ id, at, ...row }): Happening[] => {
		const view = views.get(id);
		return view ? [{ ...row, at: `${dayAt(at.getTime())} ${timeAt(at.getTime())}`, entry: view }] : [];
	});
}

async function confirmed(db: Drizzle, units: readonly string[], since: Date): Promise<Row[]> {
	const rows = await db
		.select({
			at: entry.confirmedAt,
			by: entry.confirmedUnit,
			id: sql<string>`(array_agg(${entry.id} order by ${entry.effectiveAt} desc, ${entry.id}))[1]`,
			count: sql<string>`count(*)`
		})
		.from(entry)
		.where(and(inArray(entry.unit, [...units]), isNotNull(entry.confirmedAt), gte(entry.confirmedAt, since)))
		.groupBy(entry.confirmedAt, entry.confirmedBy, entry.confirmedUnit, entry.unit, entry.ledger)
		.orderBy(desc(entry.confirmedAt))
		.limit(shown);
	return rows.flatMap(({ at, count, ...row }) =>
		at ? [{ ...row, at, kind: 'confirmed' as const, count: Number(count), reason: null }] : []
	);
}

/** Reversals that another unit made, and those of which a second person has confirmed that they leave the confirmed figures. */
async function reversed(db: Drizzle, units: readonly string[], since: Date): Promise<Row[]> {
	const own = inArray(entry.unit, [...units]);
	const of = { id: entry.id, reason: reversal.reason, needsConfirmation: reversal.needsConfirmation };
	const made = await db
		.select({ ...of, at: reversal.effectiveAt, by: reversal.unit })
		.from(reversal)
		.innerJoin(entry, eq(entry.id, reversal.entry))
		.where(and(own, sql`${reversal.unit} is distinct from ${entry.unit}`, gte(reversal.effectiveAt, since)))
		.orderBy(desc(reversal.effectiveAt))
		.limit(shown);
	const settled = await db
		.select({ ...of, at: reversal.confirmedAt, by: reversal.confirmedUnit })
		.from(reversal)
		.innerJoin(entry, eq(entry.id, reversal.entry))
		.where(and(own, isNotNull(reversal.confirmedAt), gte(reversal.confirmedAt, since)))
		.orderBy(desc(reversal.confirmedAt))
		.limit(shown);
	return [
		// What nobody had confirmed was refused; what was confirmed is reversed, and waits for a second person.
		...made.map(({ needsConfirmation, ...row }) => ({
			...row,
			kind: needsConfirmation ? ('reversed' as const) : ('refused' as const),
			count: 1
		})),
		...settled.flatMap(({ at, needsConfirmation: _, ...row }) =>
			at ? [{ ...row, at, kind: 'reversalConfirmed' as const, count: 1 }] : []
		)
	];
}
