// The installation key of databases that no server runs on.
import { keyOf } from '#lib/access/installation-key.server.ts';
import { keepDigests } from '#lib/log/keep-digests.server.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';

export const testKey = keyOf(Buffer.alloc(32, 7));

/** Tells the log of rows that a test put in by itself, as a start with a new key does. */
export async function tellOfRows(db: Drizzle): Promise<void> {
	await db.transaction((tx) => keepDigests(tx, testKey, () => undefined, null));
}
