// Reads what entries say of themselves kind by kind: a query for each kind that is asked for.
import type { RecordDetails } from './entry-view.ts';
import type { EntryRow } from './port.server.ts';

/** Reads the details of entries of one kind; they come in any order. */
export type DetailsReader = (
	ids: string[],
	rows: ReadonlyMap<string, EntryRow>
) => Promise<readonly (RecordDetails & { readonly entry: string })[]>;

/**
 * @param readers by kind
 * @returns details by the entry's id
 */
export async function detailsByKind(
	entries: readonly EntryRow[],
	readers: Readonly<Record<string, DetailsReader>>
): Promise<ReadonlyMap<string, RecordDetails>> {
	const rows = new Map(entries.map((row) => [row.id, row]));
	const found = await Promise.all(
		Object.entries(readers).map(async ([kind, read]) => {
			const ids = entries.filter((row) => row.kind === kind).map(({ id }) => id);
			return ids.length === 0 ? [] : read(ids, rows);
		})
	);
	return new Map(found.flat().map(({ entry, ...details }) => [entry, details]));
}
