// What confirming a month would do, before it is done: how many records of which kinds, and what is left out and why (R228).
import { inArray, sql } from 'drizzle-orm';
import type { Actor } from '#lib/access/roles.ts';
import type { Month } from '#lib/kernel/day.ts';
import { toYuan } from '#lib/kernel/money.ts';
import { tryAgain } from '#lib/platform/database-away.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import type { LeftOutEntry, MonthPreview } from '#lib/entries/entry-view.ts';
import { monthToConfirm } from '#lib/entries/month-to-confirm.server.ts';
import type { LedgerPorts } from '#lib/entries/port.server.ts';
import { readEntries } from '#lib/entries/read-entries.server.ts';
import { entry } from '#lib/entries/tables.server.ts';

/** How many of the records that are left out are named one by one. */
const named = 50;

/**
 * Nothing is confirmed: the very rule of the act is asked, and its locks are given back at once. It meets the locks of writers as
 * the act does, and tries again as it does.
 */
export async function previewMonth(
	db: Drizzle,
	ports: LedgerPorts,
	actor: Actor,
	unit: string,
	month: Month
): Promise<MonthPreview> {
	const { rows, leftOut } = await tryAgain(() => db.transaction((tx) => monthToConfirm(tx, ports, actor, unit, month)));
	const ids = rows.map(({ id }) => id);
	const shown = leftOut.slice(0, named);
	const views = await readEntries(db, ports, [
		...new Set(shown.flatMap(({ id, waitsFor }) => [id, ...(waitsFor ? [waitsFor] : [])]))
	]);
	const viewOf = new Map(views.map((view) => [view.id, view]));
	return {
		count: ids.length,
		parts: await partsOf(db, ids),
		leftOut: shown.flatMap(({ id, code, waitsFor }): LeftOutEntry[] => {
			const entry = viewOf.get(id);
			return entry ? [{ entry, code, waitsFor: waitsFor === null ? null : (viewOf.get(waitsFor) ?? null) }] : [];
		}),
		leftOutCount: leftOut.length
	};
}

async function partsOf(db: Drizzle, ids: readonly string[]): Promise<MonthPreview['parts']> {
	if (ids.length === 0) return [];
	const rows = await db
		.select({
			ledger: entry.ledger,
			kind: entry.subject,
			count: sql<string>`count(*)`,
			amount: sql<string | null>`sum(${entry.amount})`
		})
		.from(entry)
		.where(inArray(entry.id, [...ids]))
		.groupBy(entry.ledger, entry.subject)
		.orderBy(entry.ledger, entry.subject);
	return rows.map(({ count, amount, ...part }) => ({
		...part,
		count: Number(count),
		amount: amount === null ? null : toYuan(BigInt(amount))
	}));
}
