// Reads what a query finds page by page, so that memory does not grow with the database.
import { sql, type SQL } from 'drizzle-orm';
import type { Tx } from '#lib/platform/database.server.ts';

/** How many rows are read at a time. */
const pageSize = 2000;

/**
 * @param name of the cursor: one of its kind at a time in a transaction
 * @param query without parameters
 */
export async function* readByCursor<Row extends Record<string, unknown>>(
	tx: Tx,
	name: string,
	query: SQL
): AsyncGenerator<Row, void, undefined> {
	const cursor = sql.identifier(name);
	await tx.execute(sql`declare ${cursor} no scroll cursor for ${query}`);
	for (;;) {
		const rows = await tx.execute<Row>(sql`fetch ${sql.raw(String(pageSize))} from ${cursor}`);
		yield* rows as unknown as Row[];
		if (rows.length < pageSize) break;
	}
	await tx.execute(sql`close ${cursor}`);
}

/** As Postgres sorts by `collate "C"`: by the bytes of UTF-8. */
export function inBytes(a: string, b: string): number {
	return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}
