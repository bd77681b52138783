// The records about the plan itself, newest first: readings, safeguards, amendments.
import { and, desc, eq, isNotNull } from 'drizzle-orm';
import { confirmationBar, seesEverything } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import type { WaitingEntry } from '#lib/entries/entry-view.ts';
import type { LedgerPorts } from '#lib/entries/port.server.ts';
import { readEntries } from '#lib/entries/read-entries.server.ts';
import { entry } from '../entries/tables.server.ts';

/** Leaders and the office see all of them, everybody else what is in force; each with why the reader may not confirm it. */
export async function planEntries(db: Drizzle, ports: LedgerPorts, actor: Actor): Promise<WaitingEntry[]> {
	const all = seesEverything(actor);
	const rows = await db
		.select({ id: entry.id, actor: entry.actor })
		.from(entry)
		.where(and(eq(entry.ledger, 'plan'), all ? undefined : isNotNull(entry.confirmedAt)))
		.orderBy(desc(entry.effectiveAt), desc(entry.id))
		.limit(500);
	const views = await readEntries(
		db,
		ports,
		rows.map(({ id }) => id)
	);
	return views.map((view, index) => ({
		entry: all
			? view
			: {
					...view,
					entered: { ...view.entered, name: null },
					confirmed: view.confirmed && { ...view.confirmed, name: null }
				},
		bar: confirmationBar(actor, { actor: rows[index]?.actor ?? '', unit: view.entered.unit, leadUnit: null })
	}));
}
