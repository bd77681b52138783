// Records that hold one number, registration or name twice, for the office to settle (R211).
import { seesEverything } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import type { EntryView } from '#lib/entries/entry-view.ts';
import type { LedgerPorts } from '#lib/entries/port.server.ts';
import { readEntries } from '#lib/entries/read-entries.server.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';

/** Leaders and the office see all of them; each is a list of records that hold one number, the one that keeps it first. */
export async function listDoubled(db: Drizzle, ports: LedgerPorts, actor: Actor): Promise<EntryView[][]> {
	if (!seesEverything(actor)) return [];
	const found = await Promise.all([...ports.values()].map(async (port) => (await port.doubled?.(db)) ?? []));
	const groups = found.flat();
	const views = new Map((await readEntries(db, ports, groups.flat())).map((view) => [view.id, view]));
	return groups.map((ids) => ids.flatMap((id) => views.get(id) ?? []));
}
