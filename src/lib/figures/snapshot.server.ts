// Reads the snapshot: heads, cells that are not zero and the newest feed lines in one REPEATABLE READ transaction, at the cost of the cells.
import { and, eq, ne, or, sql } from 'drizzle-orm';
import { cell } from '#lib/log/tables.server.ts';
import type { Layer, WireCell } from '#lib/protocol/cells.ts';
import type { Snapshot } from '#lib/protocol/snapshot.ts';
import { feedItemOf, eventsAfter } from '#lib/log/read-events.server.ts';
import { firstKeyPart, ofUnit } from './family-sql.server.ts';
import type { FoldState } from './fold.ts';
import { wireCellOf } from './known-families.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';

/** How many lines of the feed a snapshot brings. */
const feedLength = 30;

/**
 * @param streams the streams the reader may see; cells of others are left out
 * @param today the business day to read it as of
 * @returns without the verdict, for which all cells are needed (figures.server.ts)
 */
export function readSnapshot(db: Drizzle, streams: readonly string[], today: string): Promise<Snapshot> {
	const breakdown = streams.includes('breakdown');
	return db.transaction(
		async (tx) => {
			const [row] = await tx.execute<{ epoch: string; heads: Record<string, string | number> | null }>(sql`
				select (select epoch from meta) as epoch, (select jsonb_object_agg(stream, seq) from stream_head) as heads`);
			const heads = Object.fromEntries(streams.map((stream) => [stream, Number(row?.heads?.[stream] ?? 0)]));
			const rows = await tx.execute<{ key: string; layer: Layer; value: string }>(sql`
				select key, layer, value from cell
				where value <> 0 and ((stream = 'city' and ${streams.includes('city')}) or (stream = 'breakdown' and ${breakdown}))`);
			const cells: WireCell[] = rows.map(({ key, layer, value }) => wireCellOf(key, layer, BigInt(value)));
			const newest = await tx.execute<{ part: string; at: string }>(sql`
				select ${firstKeyPart} as part, max(at) as at from cell
				where (stream = 'city' and ${streams.includes('city')}) or (stream = 'breakdown' and ${breakdown}) group by 1`);
			const changed = Object.fromEntries(newest.map((part) => [part.part, new Date(part.at).toISOString()]));
			const feed = breakdown
				? (await eventsAfter(tx, 'breakdown', Math.max(0, (heads['breakdown'] ?? 0) - feedLength), feedLength)).map(
						feedItemOf
					)
				: [];
			return { epoch: row?.epoch ?? '', heads, today, changed, cells, feed, verdict: null };
		},
		{ isolationLevel: 'repeatable read', accessMode: 'read only' }
	);
}

/** The city's figures and a unit's own of the `breakdown`, for a reader of that unit who may not see those of others. */
export async function readUnitCells(db: Drizzle, unit: string): Promise<FoldState['cells']> {
	const rows = await db
		.select({ key: cell.key, layer: cell.layer, value: cell.value })
		.from(cell)
		.where(and(ne(cell.value, 0n), or(eq(cell.stream, 'city'), ofUnit(unit))));
	return new Map(rows.map(({ key, layer, value }) => [`${layer} ${key}`, value] as const));
}
