// What confirming a unit's month confirms, and what it leaves out and why: asked before it is done, and by the act itself.
import { and, asc, eq, gte, isNull, lte } from 'drizzle-orm';
import type { Actor } from '#lib/access/roles.ts';
import { lastDayOfMonth, type Month } from '#lib/kernel/day.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import { entryBar, loadDetails, type Bar } from './confirmation-bars.server.ts';
import { batchLimit } from '#lib/commands/limits.ts';
import { placesTaken } from './places.server.ts';
import type { EntryDetails, EntryRow, LedgerPorts } from './port.server.ts';
import { entry } from './tables.server.ts';

export interface MonthToConfirm {
	readonly rows: readonly EntryRow[];
	readonly details: ReadonlyMap<string, EntryDetails>;
	/** What the actor sees and does not confirm with the month. */
	readonly leftOut: readonly (Bar & { readonly id: string })[];
}

/** Up to 500 records of a month, locked until the end of the transaction. */
export async function monthToConfirm(
	tx: Tx,
	ports: LedgerPorts,
	actor: Actor,
	unit: string,
	month: Month
): Promise<MonthToConfirm> {
	let rows: readonly EntryRow[] = await tx
		.select()
		.from(entry)
		.where(
			and(
				eq(entry.unit, unit),
				gte(entry.day, `${month}-01`),
				lte(entry.day, lastDayOfMonth(month)),
				isNull(entry.confirmedAt),
				eq(entry.reversed, false)
			)
		)
		.orderBy(asc(entry.effectiveAt), asc(entry.id))
		.limit(batchLimit)
		.for('update');
	const leftOut: (Bar & { readonly id: string })[] = [];
	// What an entry moves depends on those confirmed before it: whenever one is left out, the rest is looked at again.
	for (;;) {
		const details = await loadDetails(tx, ports, rows);
		const taken = await placesTaken(
			tx,
			rows.map(({ id }) => id)
		);
		const bars = rows.flatMap((row): (Bar & { readonly id: string })[] => {
			const own = details.get(row.id);
			const bar = entryBar(actor, row, own, taken);
			if (bar) return [{ id: row.id, ...bar }];
			return own?.proposal ? [{ id: row.id, code: 'one_by_one', waitsFor: null }] : [];
		});
		if (bars.length === 0) return { rows, details, leftOut };
		// What a newer confirmed update has overtaken does not wait for anybody any more.
		leftOut.push(...bars.filter(({ code }) => code !== 'unknown_record' && code !== 'already_confirmed'));
		rows = rows.filter((row) => !bars.some(({ id }) => id === row.id));
	}
}
