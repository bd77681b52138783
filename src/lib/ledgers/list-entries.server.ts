// Lists a ledger's records: filtered, paged, and what they come to.
import { and, desc, eq, gte, inArray, isNotNull, isNull, lte, or, sql, type SQL } from 'drizzle-orm';
import { seesEverything } from '#lib/access/rights.ts';
import { unitsOf, type Actor } from '#lib/access/roles.ts';
import { lastDayOfMonth, type Month } from '#lib/kernel/day.ts';
import { toYuan } from '#lib/kernel/money.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import { pageSize, type BookLedger, type EntryFilter } from '#lib/entries/entry-filter.ts';
import type { EntryPage, EntryView, KindSum } from '#lib/entries/entry-view.ts';
import { readEntries } from './read-entries.server.ts';
import { records, type Records } from './records.server.ts';
import { entry } from '../entries/tables.server.ts';

/** One page of a ledger, newest first, as far as the actor may see its records. */
export async function listEntries(db: Drizzle, actor: Actor, filter: EntryFilter): Promise<EntryPage> {
	const record = records(db);
	const where = conditions(record, actor, filter);
	const rows = await newest(db, record, where, pageSize, (filter.page - 1) * pageSize);
	const sums = await sumsOf(db, record, where);
	return {
		rows,
		count: sums.reduce((count, sum) => count + sum.rows, 0),
		sums: sums.map(({ rows: _, ...sum }) => sum)
	};
}

/** The newest records of a ledger, without looking at all the others. */
export function newestEntries(db: Drizzle, actor: Actor, filter: EntryFilter, limit: number): Promise<EntryView[]> {
	const record = records(db);
	return newest(db, record, conditions(record, actor, filter), limit, 0);
}

/** One record of a ledger; null when there is none that the actor may see. */
export async function findEntry(
	db: Drizzle,
	actor: Actor,
	ledger: EntryFilter['ledger'],
	id: string
): Promise<EntryView | null> {
	const record = records(db);
	const [found] = await db
		.select({ id: record.id })
		.from(record)
		.where(and(eq(record.ledger, ledger), visible(record, actor), eq(sql`${record.id}::text`, id)));
	const [view] = found ? await readEntries(db, [found.id]) : [];
	return view ?? null;
}

/** How many of a unit's own records wait for confirmation, by ledger. */
export async function countWaiting(
	db: Drizzle,
	unit: string,
	ledgers: readonly BookLedger[]
): Promise<{ readonly ledger: BookLedger; readonly count: number }[]> {
	if (ledgers.length === 0) return [];
	const rows = await db
		.select({ ledger: entry.ledger, count: sql<string>`count(*)` })
		.from(entry)
		.where(and(eq(entry.unit, unit), isNull(entry.confirmedAt), eq(entry.reversed, false)))
		.groupBy(entry.ledger);
	return ledgers.map((ledger) => ({ ledger, count: Number(rows.find((row) => row.ledger === ledger)?.count ?? 0) }));
}

async function newest(
	db: Drizzle,
	record: Records,
	where: SQL | undefined,
	limit: number,
	offset: number
): Promise<EntryView[]> {
	const ids = await db
		.select({ id: record.id })
		.from(record)
		.where(where)
		.orderBy(desc(record.effectiveAt), desc(record.id))
		.limit(limit)
		.offset(offset);
	return readEntries(
		db,
		ids.map(({ id }) => id)
	);
}

function conditions(record: Records, actor: Actor, filter: EntryFilter): SQL | undefined {
	const { unit, period, kind, state } = filter;
	return and(
		eq(record.ledger, filter.ledger),
		visible(record, actor),
		unit === null ? undefined : or(eq(record.unit, unit), eq(record.territory, unit)),
		period === null ? undefined : and(gte(record.day, firstDayOf(period)), lte(record.day, lastDayOf(period))),
		kind === null ? undefined : kind === 'open' ? sql`${record.openCase}` : eq(record.kind, kind),
		state === null ? undefined : inState(record, state),
		filter.nodes === undefined
			? undefined
			: or(inArray(record.line, [...filter.nodes]), inArray(record.toLine, [...filter.nodes])),
		filter.source ? eq(record.source, filter.source) : undefined,
		filter.only === undefined
			? undefined
			: filter.only === 'movements'
				? isNotNull(record.source)
				: sql`${record.exception}`
	);
}

/** Leaders and the office see all records; a feed its own; others those of their unit, of their territory, and cases in their hands. */
function visible(record: Records, actor: Actor): SQL | undefined {
	if (seesEverything(actor)) return undefined;
	if (actor.role === 'feed') return eq(record.feed, actor.feed);
	const units = [...unitsOf(actor)];
	if (units.length === 0) return sql`false`;
	return or(inArray(record.unit, units), inArray(record.territory, units), inArray(record.department, units));
}

function inState(record: Records, state: NonNullable<EntryFilter['state']>): SQL {
	switch (state) {
		case 'reported':
			return sql`not ${record.reversed} and ${record.confirmedAt} is null`;
		case 'confirmed':
			return sql`not ${record.reversed} and ${record.confirmedAt} is not null`;
		case 'reversal_waits':
			return sql`${record.reversed} and ${record.reversalWaits}`;
		case 'reversed':
			return sql`${record.reversed} and not ${record.reversalWaits}`;
	}
}

/** By kind; a confirmed record stays in the confirmed layer until its reversal is confirmed. */
async function sumsOf(db: Drizzle, record: Records, where: SQL | undefined): Promise<(KindSum & { rows: number })[]> {
	const reported = sql`filter (where not ${record.reversed})`;
	const confirmed = sql`filter (where ${record.confirmedAt} is not null and (not ${record.reversed} or ${record.reversalWaits}))`;
	const rows = await db
		.select({
			kind: record.kind,
			rows: sql<string>`count(*)`,
			count: sql<string>`count(*) ${reported}`,
			confirmedCount: sql<string>`count(*) ${confirmed}`,
			hasMoney: sql<boolean>`bool_or(${record.amount} is not null)`,
			amount: sql<string | null>`sum(${record.amount}) ${reported}`,
			confirmedAmount: sql<string | null>`sum(${record.amount}) ${confirmed}`
		})
		.from(record)
		.where(where)
		.groupBy(record.kind);
	return rows.map((row) => ({
		kind: row.kind,
		rows: Number(row.rows),
		count: Number(row.count),
		confirmedCount: Number(row.confirmedCount),
		amount: row.hasMoney ? toYuan(BigInt(row.amount ?? 0)) : null,
		confirmedAmount: row.hasMoney ? toYuan(BigInt(row.confirmedAmount ?? 0)) : null
	}));
}

/** Of '2019' or '2019-09'. */
function firstDayOf(period: string): string {
	return period.length === 4 ? `${period}-01-01` : `${period}-01`;
}

function lastDayOf(period: string): string {
	return period.length === 4 ? `${period}-12-31` : lastDayOfMonth(period as Month);
}
