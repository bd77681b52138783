// Locks on names: for what has no row that two writers could meet at.
import { sql } from 'drizzle-orm';
import type { Tx } from './database.server.ts';

/**
 * Locks names until the end of the transaction, all of them in one order. In a statement of its own: what is read after it has
 * waited is then what the other writer left.
 */
export async function lockNames(tx: Tx, names: readonly string[]): Promise<void> {
	if (names.length === 0) return;
	await tx.execute(sql`
		select pg_advisory_xact_lock(key) from (
			select distinct hashtextextended(name, 0) as key from jsonb_array_elements_text(${JSON.stringify(names)}::jsonb) as name
			order by key
		) as keys`);
}
