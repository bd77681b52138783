// The databases that every integration test runs on; `JINDU_TEST_DATABASES=embedded` leaves Postgres out where there is none.
export type DatabaseKind = 'embedded' | 'postgres';

const ALL: readonly DatabaseKind[] = ['embedded', 'postgres'];
const wanted = process.env['JINDU_TEST_DATABASES']?.split(',');

/** For `describe.each(databaseKinds)('…, on %s', (kind) => …)`. */
export const databaseKinds: readonly DatabaseKind[] = ALL.filter((kind) => wanted?.includes(kind) ?? true);
