// Digests of rows, as the log keeps them: for each row that a write changed a link from what stood there to what stands now.

/** What digests are made with: half of the installation's key. */
export interface DigestKey {
	/** Tells digests by this key from those by another. */
	readonly id: string;
	/** Keyed, so that nobody without the key can make the digest of another row. */
	readonly digest: (text: string) => string;
}

/** What an event says of rows: by which key, and by table and id a link. */
export interface RowDigests {
	readonly by: string;
	readonly of: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A row that a write changed: the SHA-256 of its text before and after; null where there was or is none. */
export interface RowChange {
	readonly table: string;
	readonly id: string;
	readonly before: string | null;
	readonly after: string | null;
}

/** The same with digests in the place of hashes. */
export interface RowLink {
	readonly before: string | null;
	readonly after: string | null;
}

/** What the links of one row come to: what should stand there, or that something is missing between them. */
export type LoggedRow = { readonly whole: true; readonly stands: string | null } | { readonly whole: false };

type Noted = readonly (readonly [id: string, sha: string])[] | null;

/** What the triggers noted in one transaction, a line for each statement: of each row its first before and its last after. */
export function changesOf(notes: string | null): RowChange[] {
	const changes = new Map<string, RowChange>();
	for (const line of (notes ?? '').split('\n')) {
		if (line === '') continue;
		const [table, gone, come] = JSON.parse(line) as [string, Noted, Noted];
		const name = (id: string) => JSON.stringify([table, id]);
		for (const [id, sha] of gone ?? []) {
			const known = changes.get(name(id));
			changes.set(name(id), { table, id, before: known ? known.before : sha, after: null });
		}
		for (const [id, sha] of come ?? []) {
			const known = changes.get(name(id));
			changes.set(name(id), { table, id, before: known ? known.before : null, after: sha });
		}
	}
	return [...changes.values()].filter(({ before, after }) => before !== after);
}

/** The digest of a row by the hash of its text: names the row, so that none can stand in the place of another. */
export function digestOf(key: DigestKey, table: string, id: string, sha: string): string {
	return key.digest(JSON.stringify([table, id, sha]));
}

/** What the log keeps of changes; null of none. */
export function rowDigests(key: DigestKey, changes: readonly RowChange[]): RowDigests | null {
	return gatherLinks(
		key,
		changes.map(({ table, id, before, after }) => ({
			table,
			id,
			before: before === null ? null : digestOf(key, table, id, before),
			after: after === null ? null : digestOf(key, table, id, after)
		}))
	);
}

/** Links by table and id; null of none. */
export function gatherLinks(
	key: DigestKey,
	links: readonly ({ readonly table: string; readonly id: string } & RowLink)[]
): RowDigests | null {
	if (links.length === 0) return null;
	const of = new Map<string, [string, string][]>();
	for (const { table, id, ...link } of links) {
		const known = of.get(table) ?? [];
		known.push([id, writeLink(link)]);
		of.set(table, known);
	}
	return {
		by: key.id,
		of: Object.fromEntries([...of].map(([table, rows]) => [table, Object.fromEntries(rows)]))
	};
}

/** `after` of a row that was put in, `before>after` of one that was changed, `before>` of one that was taken away. */
function writeLink({ before, after }: RowLink): string {
	return before === null ? (after ?? '') : `${before}>${after ?? ''}`;
}

export function readLink(text: string): RowLink {
	const [first = '', second] = text.split('>');
	return second === undefined
		? { before: null, after: first || null }
		: { before: first || null, after: second || null };
}

/**
 * All links of one row, in any order: each must begin where another ended. Who changes a row behind the log's back leaves an
 * end that nothing begins at, even when the product writes the row again afterwards.
 */
export function standingOf(links: readonly RowLink[]): LoggedRow {
	const ends = new Map<string | null, number>([[null, 1]]);
	const count = (end: string | null, by: number) => ends.set(end, (ends.get(end) ?? 0) + by);
	for (const { before, after } of links) {
		count(before, -1);
		count(after, 1);
	}
	const open = [...ends].filter(([, n]) => n !== 0);
	const [only] = open;
	return open.length === 1 && only?.[1] === 1 ? { whole: true, stands: only[0] } : { whole: false };
}
