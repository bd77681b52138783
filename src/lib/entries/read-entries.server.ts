// Reads records one by one with what they say, who did what, and how far confirmation and reversal have come.
import { eq, inArray, sql } from 'drizzle-orm';
import { account } from '#lib/access/tables.server.ts';
import { dayAt, timeAt } from '#lib/kernel/day.ts';
import { toYuan } from '#lib/kernel/money.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import type { Doer, EntryView, RecordDetails, ReversalView } from './entry-view.ts';
import type { LedgerPorts } from './port.server.ts';
import { entry, reversal } from './tables.server.ts';

/** In the order of the ids; ids that are no records are left out. */
export async function readEntries(db: Drizzle, ports: LedgerPorts, ids: readonly string[]): Promise<EntryView[]> {
	if (ids.length === 0) return [];
	const rows = await db
		.select({ entry, reversal })
		.from(entry)
		.leftJoin(reversal, eq(reversal.entry, entry.id))
		.where(inArray(entry.id, [...ids]));
	const [names, details] = await Promise.all([
		namesOf(
			db,
			rows.flatMap((row) => [row.entry.actor, row.entry.confirmedBy, row.reversal?.actor, row.reversal?.confirmedBy])
		),
		detailsOf(
			db,
			ports,
			rows.map((row) => row.entry)
		)
	]);
	const views = new Map(
		rows.map((row) => {
			const said = details.get(row.entry.id);
			if (!said) throw new Error(`entry without details: ${row.entry.id}`);
			return [row.entry.id, viewOf(row, names, said)];
		})
	);
	return ids.flatMap((id) => views.get(id) ?? []);
}

interface Row {
	readonly entry: typeof entry.$inferSelect;
	readonly reversal: typeof reversal.$inferSelect | null;
}
type Names = ReadonlyMap<string, string>;

/** Each ledger reads its own. */
async function detailsOf(
	db: Drizzle,
	ports: LedgerPorts,
	rows: readonly Row['entry'][]
): Promise<ReadonlyMap<string, RecordDetails>> {
	const read = await Promise.all(
		[...ports].map(async ([ledger, port]): Promise<Iterable<readonly [string, RecordDetails]>> => {
			const own = rows.filter((row) => row.ledger === ledger);
			return own.length === 0 ? [] : port.details(db, own);
		})
	);
	return new Map(read.flatMap((details) => [...details]));
}

/** Names of the people among the actors; tokens and the product itself have none. */
async function namesOf(db: Drizzle, actors: readonly (string | null | undefined)[]): Promise<Names> {
	const people = [...new Set(actors)].flatMap((actor) => (actor && !actor.includes(':') ? [actor] : []));
	if (people.length === 0) return new Map();
	const rows = await db
		.select({ id: account.id, name: account.name })
		.from(account)
		.where(inArray(sql`${account.id}::text`, people));
	return new Map(rows.map((row) => [row.id, row.name]));
}

function viewOf({ entry: own, reversal: undo }: Row, names: Names, details: RecordDetails): EntryView {
	return {
		id: own.id,
		ledger: own.ledger,
		day: own.day,
		territory: own.territory,
		state: own.state,
		entered: { ...doer(names, own.actor, own.unit, own.effectiveAt), unit: own.unit, feed: own.feed },
		confirmed: secondPerson(names, own),
		reversal: undo && reversalOf(names, undo),
		amount: own.amount === null ? null : toYuan(own.amount),
		details
	};
}

function reversalOf(names: Names, undo: typeof reversal.$inferSelect): ReversalView {
	return {
		...doer(names, undo.actor, undo.unit, undo.effectiveAt),
		id: undo.id,
		reason: undo.reason,
		needsConfirmation: undo.needsConfirmation,
		confirmed: secondPerson(names, undo)
	};
}

function secondPerson(
	names: Names,
	row: { readonly confirmedAt: Date | null; readonly confirmedBy: string | null; readonly confirmedUnit: string | null }
): Doer | null {
	return row.confirmedAt && row.confirmedBy ? doer(names, row.confirmedBy, row.confirmedUnit, row.confirmedAt) : null;
}

function doer(names: Names, actor: string, unit: string | null, at: Date): Doer {
	const via = actor.startsWith('token:') ? 'token' : actor.startsWith('system:') ? 'system' : 'person';
	return { via, name: names.get(actor) ?? null, unit, at: `${dayAt(at.getTime())} ${timeAt(at.getTime())}` };
}
