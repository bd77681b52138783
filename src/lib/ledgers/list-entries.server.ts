// Lists a ledger's records: filtered, page by page, and what they come to.
import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, lte, or, sql, type SQL } from 'drizzle-orm';
import { union } from 'drizzle-orm/pg-core';
import { seesEverything } from '#lib/access/rights.ts';
import { unitsOf, type Actor } from '#lib/access/roles.ts';
import { cursorOf, pageSize, readCursor, type EntryFilter } from '#lib/entries/entry-filter.ts';
import type { EntryPage, EntryView, KindSum } from '#lib/entries/entry-view.ts';
import type { LedgerPorts } from '#lib/entries/port.server.ts';
import { readEntries } from '#lib/entries/read-entries.server.ts';
import { entry, entrySum } from '#lib/entries/tables.server.ts';
import { lastDayOfMonth, type Month } from '#lib/kernel/day.ts';
import { toYuan } from '#lib/kernel/money.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';

/** One page of a ledger, newest first, as far as the actor may see its records. It costs what it shows, not what is stored. */
export async function listEntries(
	db: Drizzle,
	ports: LedgerPorts,
	actor: Actor,
	filter: EntryFilter
): Promise<EntryPage> {
	const [found, sums] = await Promise.all([
		placesOf(db, ports, actor, filter, pageSize),
		sumsOf(db, ports, actor, filter)
	]);
	const rows = await readEntries(
		db,
		ports,
		found.places.map(({ id }) => id)
	);
	const [first, last] = [found.places[0], found.places.at(-1)];
	return {
		rows,
		count: sums.reduce((count, sum) => count + sum.rows, 0),
		sums: sums.map(({ rows: _, ...sum }) => sum),
		previous: found.hasNewer && first ? cursorOf(first) : null,
		next: found.hasOlder && last ? cursorOf(last) : null
	};
}

/** The newest records of a ledger, without looking at all the others. */
export async function newestEntries(
	db: Drizzle,
	ports: LedgerPorts,
	actor: Actor,
	filter: EntryFilter,
	limit: number
): Promise<EntryView[]> {
	const { places } = await placesOf(db, ports, actor, filter, limit);
	return readEntries(
		db,
		ports,
		places.map(({ id }) => id)
	);
}

/** One record of a ledger; null when there is none that the actor may see. */
export async function findEntry(
	db: Drizzle,
	ports: LedgerPorts,
	actor: Actor,
	ledger: EntryFilter['ledger'],
	id: string
): Promise<EntryView | null> {
	const [found] = await db
		.select({ id: entry.id })
		.from(entry)
		.where(and(eq(entry.ledger, ledger), visible(entry, actor), eq(sql`${entry.id}::text`, id)));
	const [view] = found ? await readEntries(db, ports, [found.id]) : [];
	return view ?? null;
}

/** How many of a unit's own records wait for confirmation, by ledger. */
export async function countWaiting(
	db: Drizzle,
	unit: string,
	ledgers: readonly string[]
): Promise<{ readonly ledger: string; readonly count: number }[]> {
	if (ledgers.length === 0) return [];
	const rows = await db
		.select({ ledger: entry.ledger, count: sql<string>`count(*)` })
		.from(entry)
		.where(and(eq(entry.unit, unit), isNull(entry.confirmedAt), eq(entry.reversed, false)))
		.groupBy(entry.ledger);
	return ledgers.map((ledger) => ({ ledger, count: Number(rows.find((row) => row.ledger === ledger)?.count ?? 0) }));
}

/** Where a record stands in a list. */
interface Place {
	readonly id: string;
	readonly effectiveAt: Date;
}

interface Places {
	/** The newest first. */
	readonly places: readonly Place[];
	readonly hasNewer: boolean;
	readonly hasOlder: boolean;
}

/** The places of one page; one more is read, to know whether the list goes on. */
async function placesOf(
	db: Drizzle,
	ports: LedgerPorts,
	actor: Actor,
	filter: EntryFilter,
	limit: number
): Promise<Places> {
	const cursor = readCursor(filter.after ?? filter.before ?? '');
	const newer = cursor !== null && filter.after === null;
	const from =
		cursor === null
			? undefined
			: newer
				? sql`(${entry.effectiveAt}, ${entry.id}) > (${cursor.at}::timestamptz, ${cursor.id}::uuid)`
				: sql`(${entry.effectiveAt}, ${entry.id}) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`;
	const order = newer ? [asc(entry.effectiveAt), asc(entry.id)] : [desc(entry.effectiveAt), desc(entry.id)];
	// A page by its number alone, as old addresses have it, counts its way there.
	const offset = cursor === null ? (filter.page - 1) * limit : 0;
	const all = conditions(entry, actor, filter, ownFilter(ports, filter));
	const branches = branchesOf(actor, filter);
	const isOne = branches.length < 2;
	const branch = (condition: SQL | undefined) =>
		db
			.select({ id: entry.id, effectiveAt: entry.effectiveAt })
			.from(entry)
			.where(and(all, from, condition))
			.orderBy(...order)
			.limit(isOne ? limit + 1 : offset + limit + 1)
			.offset(isOne ? offset : 0);
	const [one = branch(undefined), two, ...more] = branches.map(branch);
	const found = two
		? await union(one, two, ...more)
				.orderBy(newer ? sql`2 asc, 1 asc` : sql`2 desc, 1 desc`)
				.limit(limit + 1)
				.offset(offset)
		: await one;
	const places = found.slice(0, limit);
	const goesOn = found.length > limit;
	if (newer) return { places: places.reverse(), hasNewer: goesOn, hasOlder: true };
	return { places, hasNewer: cursor !== null || filter.page > 1, hasOlder: goesOn };
}

/**
 * Conditions of which each is read from an index of its own, the newest first, and which together are all records of the list:
 * with an `or` between them the database would sort all that there is.
 */
function branchesOf(actor: Actor, filter: EntryFilter): (SQL | undefined)[] {
	if (filter.unit !== null) return [eq(entry.unit, filter.unit), eq(entry.territory, filter.unit)];
	if (filter.nodes) return filter.nodes.flatMap((node) => [eq(entry.line, node), eq(entry.toLine, node)]);
	if (seesEverything(actor) || actor.role === 'feed') return [undefined];
	return unitsOf(actor).flatMap((unit) => [
		eq(entry.unit, unit),
		eq(entry.territory, unit),
		eq(entry.department, unit)
	]);
}

function ownFilter(ports: LedgerPorts, { ledger, kind }: EntryFilter): SQL | undefined {
	return kind === null ? undefined : ports.get(ledger)?.filters?.[kind];
}

/** A row of records, or of their sums: both have what lists filter by. */
type Filtered = typeof entry | typeof entrySum;

/** @param own what the feature filters by, in the place of what records are counted by */
function conditions(row: Filtered, actor: Actor, filter: EntryFilter, own: SQL | undefined): SQL | undefined {
	const { unit, kind, state } = filter;
	return and(
		eq(row.ledger, filter.ledger),
		visible(row, actor),
		unit === null ? undefined : or(eq(row.unit, unit), eq(row.territory, unit)),
		within(row, filter.period),
		kind === null || own ? undefined : eq(row.subject, kind),
		own,
		state === null ? undefined : eq(row.state, state),
		filter.nodes === undefined
			? undefined
			: or(inArray(row.line, [...filter.nodes]), inArray(row.toLine, [...filter.nodes])),
		filter.source ? eq(row.source, filter.source) : undefined,
		filter.only === undefined
			? undefined
			: filter.only === 'exceptions'
				? eq(row.exception, true)
				: and(isNotNull(row.source), sql`${row.source} <> ''`)
	);
}

/** @param period '2019' or '2019-09' */
function within(row: Filtered, period: string | null): SQL | undefined {
	if (period === null) return undefined;
	const [first, last] = period.length === 4 ? [`${period}-01`, `${period}-12`] : [period, period];
	return 'month' in row
		? and(gte(row.month, first), lte(row.month, last))
		: and(gte(row.day, `${first}-01`), lte(row.day, lastDayOfMonth(last as Month)));
}

/** Leaders and the office see all records; a feed its own; others those of their unit, of their territory, and cases in their hands. */
function visible(row: Filtered, actor: Actor): SQL | undefined {
	if (seesEverything(actor)) return undefined;
	if (actor.role === 'feed') return eq(row.feed, actor.feed);
	const units = [...unitsOf(actor)];
	if (units.length === 0) return sql`false`;
	return or(inArray(row.unit, units), inArray(row.territory, units), inArray(row.department, units));
}

/** By what records are counted by; a confirmed record stays in the confirmed layer until its reversal is confirmed. */
async function sumsOf(
	db: Drizzle,
	ports: LedgerPorts,
	actor: Actor,
	filter: EntryFilter
): Promise<(KindSum & { rows: number })[]> {
	const own = ownFilter(ports, filter);
	// What a feature filters by itself is in no sum: those records are counted.
	const row = own ? entry : entrySum;
	const number = own ? sql`1` : sql`${entrySum.count}`;
	const reported = sql`filter (where ${row.state} in ('reported', 'confirmed'))`;
	const confirmed = sql`filter (where ${row.state} in ('confirmed', 'reversal_waits'))`;
	const rows = await db
		.select({
			kind: row.subject,
			rows: sql<string>`sum(${number})`,
			count: sql<string | null>`sum(${number}) ${reported}`,
			confirmedCount: sql<string | null>`sum(${number}) ${confirmed}`,
			hasMoney: sql<boolean>`bool_or(${row.amount} is not null)`,
			amount: sql<string | null>`sum(${row.amount}) ${reported}`,
			confirmedAmount: sql<string | null>`sum(${row.amount}) ${confirmed}`
		})
		.from(row)
		.where(conditions(row, actor, filter, own))
		.groupBy(row.subject)
		.having(sql`sum(${number}) > 0`);
	return rows.map((sum) => ({
		kind: sum.kind,
		rows: Number(sum.rows),
		count: Number(sum.count ?? 0),
		confirmedCount: Number(sum.confirmedCount ?? 0),
		amount: sum.hasMoney ? toYuan(BigInt(sum.amount ?? 0)) : null,
		confirmedAmount: sum.hasMoney ? toYuan(BigInt(sum.confirmedAmount ?? 0)) : null
	}));
}
