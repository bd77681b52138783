// Reads the snapshot: heads, cells that are not zero and the newest feed lines in one REPEATABLE READ transaction, at the cost of the cells.
import { sql } from 'drizzle-orm';
import { toWireCell, type Layer, type WireCell } from '#lib/protocol/cells.ts';
import type { Snapshot } from '#lib/protocol/snapshot.ts';
import { feedItemOf, eventsAfter } from '#lib/log/read-events.server.ts';
import type { FoldState } from './fold.ts';
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
			const cells: WireCell[] = rows.map((cell) => toWireCell(cell.key, cell.layer, BigInt(cell.value)));
			const newest = await tx.execute<{ part: string; at: string }>(sql`
				select split_part(key, '/', 1) as part, max(at) as at from cell
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
	const rows = await db.execute<{ key: string; layer: Layer; value: string }>(sql`
		select key, layer, value from cell
		where value <> 0 and (stream = 'city' or
			(stream = 'breakdown' and split_part(key, '/', 2) = ${unit} and split_part(key, '/', 1) like '%-by'))`);
	return new Map(rows.map(({ key, layer, value }) => [`${layer} ${key}`, BigInt(value)] as const));
}
