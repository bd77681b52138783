// R47, places: a number, period, milestone or name is one record's in each layer. A reversal frees it at once as reported; as
// confirmed the place stays taken until the reversal is confirmed. This is the one rule for every kind of record.
import { sql, type SQL } from 'drizzle-orm';
import type { Tx } from '#lib/platform/database.server.ts';
import { lockNames } from '#lib/platform/named-locks.server.ts';
import { numberKey } from './number-key.ts';

/** Tables whose rows hold a place, and what two rows on one place have in common. The flag `reversed` mirrors the entry's. */
const places = [
	['deal', 'kind', 'registration_key'],
	['case_file', 'number_key'],
	// The first closure of a case, or the one after a reopening.
	['case_closure', 'case_entry', 'follows'],
	['case_reopening', 'closure'],
	['milestone_report', 'milestone'],
	['observation', 'indicator', 'unit', 'period'],
	['base_figure', 'target'],
	['performance_review', 'line', 'year']
] as const;

/** Rows that hold no place: a frozen base gives way to the next freeze. */
const placeless: ReadonlyMap<string, string> = new Map([['base_figure', 'frozen']]);

/** Columns in which nothing stands for a place of its own, not for none. */
const nullIsPlace: ReadonlySet<string> = new Set(['follows']);

/**
 * Which records cannot be confirmed yet, because another confirmed record holds their place. The places are locked until the end
 * of the transaction: other writers of the same place wait, and then see what was done.
 * @param ids of entries that come into the layer together
 * @param gone entries that leave it with them: behind one of these a name may show again that is another's
 * @returns the entry that must leave first (its reversal waits), or whose change must come in first, for each that is barred
 */
export async function placesTaken(
	tx: Tx,
	ids: readonly string[],
	gone: readonly string[] = []
): Promise<ReadonlyMap<string, string>> {
	return new Map([...(await heldByOthers(tx, ids)), ...(await namesTaken(tx, ids, gone))]);
}

/**
 * Whether another has the place of something that comes back, when confirmations are taken back.
 * @param undone entries whose reversals wait again
 * @param withdrawn entries that are not confirmed any more: what stood before them shows again
 */
export async function placesGiven(tx: Tx, undone: readonly string[], withdrawn: readonly string[]): Promise<boolean> {
	return (await heldByOthers(tx, undone)).length > 0 || (await namesGiven(tx, [...undone, ...withdrawn]));
}

async function heldByOthers(tx: Tx, ids: readonly string[]): Promise<(readonly [id: string, holder: string])[]> {
	if (ids.length === 0) return [];
	await lockPlaces(tx, ids);
	const rows = await tx.execute<{ id: string; holder: string }>(
		sql.join(
			places.flatMap(([table, ...columns]) => holders(table, columns, ids)),
			sql` union all `
		)
	);
	return rows.map(({ id, holder }) => [id, holder]);
}

/**
 * Two who bring different records into one place have no row in common: they meet here. Taken after the rows of entries and what
 * ledgers lock, before cells and streams. Names of registers have their ledger's own lock.
 */
async function lockPlaces(tx: Tx, ids: readonly string[]): Promise<void> {
	const rows = await tx.execute<{ place: string }>(
		sql.join(
			places.map(([table, ...columns]) => {
				const own = (column: string) => sql`own.${sql.identifier(column)}`;
				const without = placeless.get(table);
				const given = columns.filter((column) => !nullIsPlace.has(column));
				const conditions = [
					sql`own.entry in (${list(ids)})`,
					...given.map((column) => sql`${own(column)} is not null`),
					...(without === undefined ? [] : [sql`${own(without)} is null`])
				];
				return sql`
					select jsonb_build_array(${table}::text, ${sql.join(columns.map(own), sql`, `)})::text as place
					from ${sql.identifier(table)} own where ${sql.join(conditions, sql` and `)}`;
			}),
			sql` union all `
		)
	);
	await lockNames(
		tx,
		rows.map(({ place }) => place)
	);
}

/** Others on the same place that stand in the confirmed layer: those that wait to leave it, and those that nobody reverses. */
function holders(table: string, columns: readonly string[], ids: readonly string[]): SQL[] {
	const name = sql.identifier(table);
	const same = sql.join(
		columns.map((column) => {
			const own = sql`own.${sql.identifier(column)}`;
			const other = sql`other.${sql.identifier(column)}`;
			return nullIsPlace.has(column) ? sql`${other} is not distinct from ${own}` : sql`${other} = ${own}`;
		}),
		sql` and `
	);
	const without = placeless.get(table);
	const holds = (row: 'own' | 'other') =>
		without === undefined ? sql`true` : sql`${sql.identifier(row)}.${sql.identifier(without)} is null`;
	const both = sql`${same} and ${holds('own')} and ${holds('other')}`;
	const waiting = sql`
		select own.entry as id, other.entry as holder
		from ${name} own
			join ${name} other on ${both} and other.reversed and other.entry <> own.entry
			join reversal on reversal.entry = other.entry and reversal.needs_confirmation and reversal.confirmed_at is null
		where own.entry in (${list(ids)})`;
	const standing = sql`
		select own.entry as id, other.entry as holder
		from ${name} own
			join ${name} other on ${both} and not other.reversed and other.entry <> own.entry
			join entry on entry.id = other.entry and entry.confirmed_at is not null
		where own.entry in (${list(ids)})`;
	return [waiting, standing];
}

interface NameRow extends Record<string, unknown> {
	readonly id: string;
	readonly entity: string;
	readonly register: string;
	readonly version: number;
	readonly name: string;
	readonly retired: boolean;
	readonly reversed: boolean;
	/** Whether it stands in the confirmed layer. */
	readonly stands: boolean;
}

/** A version of an entity with its name as it is compared. */
interface NamedVersion extends NameRow {
	readonly key: string;
}

/** The versions of each entity that stand in the confirmed layer, the oldest first. */
type Names = Map<string, readonly NamedVersion[]>;

/**
 * Names that others hold, of versions that come into the confirmed layer, and of those that show again because a reversal in the
 * list takes out what stood above them.
 */
async function namesTaken(
	tx: Tx,
	ids: readonly string[],
	gone: readonly string[]
): Promise<ReadonlyMap<string, string>> {
	const versions = await versionsBeside(tx, [...ids, ...gone]);
	const names = namesOf(versions.filter((row) => row.stands && !ids.includes(row.id)));
	// Whatever their order in the list: what frees a name comes in first.
	let waiting = versions.filter((row) => ids.includes(row.id));
	for (let before = Infinity; waiting.length < before;) {
		before = waiting.length;
		waiting = waiting.filter((own) => {
			const next = [...(names.get(own.entity) ?? []), own].sort((a, b) => a.version - b.version);
			if (heldBy(next).includes(own) && nameHolder(names, own)) return true;
			names.set(own.entity, next);
			return false;
		});
	}
	const taken = waiting.flatMap((own): [string, string][] => {
		const holder = nameHolder(names, own);
		return holder ? [[own.id, changeToCome(versions, own, holder)]] : [];
	});
	for (const [entity, left] of names) {
		const back = left.at(-1);
		const above = versions.find(
			(row) => row.entity === entity && gone.includes(row.id) && back && row.version > back.version
		);
		const holder = back && above && nameHolder(names, back);
		if (holder) taken.push([above.id, changeToCome(versions, back, holder)]);
	}
	return new Map(taken);
}

/** Whether names that come back when confirmations are taken back show as another's by now. */
async function namesGiven(tx: Tx, ids: readonly string[]): Promise<boolean> {
	const versions = await versionsBeside(tx, ids);
	const names = namesOf(versions.filter((row) => row.stands));
	const shown: Names = new Map([...names].map(([entity, left]) => [entity, left.slice(-1)]));
	const touched = new Set(versions.flatMap((row) => (ids.includes(row.id) ? [row.entity] : [])));
	return [...touched].some((entity) => heldBy(names.get(entity) ?? []).some((own) => nameHolder(shown, own)));
}

/** All versions of all entities, where one of these entries is a version. Names have their ledger's own lock, taken by then. */
async function versionsBeside(tx: Tx, ids: readonly string[]): Promise<readonly NamedVersion[]> {
	if (ids.length === 0) return [];
	const asked = await tx.execute<{ entry: string }>(
		sql`select entry from entity_version where entry in (${list(ids)}) limit 1`
	);
	if (asked.length === 0) return [];
	const rows = await tx.execute<NameRow>(sql`
		select own.entry as id, own.entity, home.register, own.version, own.name, own.retired, own.reversed,
			entry.confirmed_at is not null and (reversal.entry is null or reversal.confirmed_at is null) as stands
		from entity_version own
			join register_entity home on home.id = own.entity
			join entry on entry.id = own.entry
			left join reversal on reversal.entry = own.entry
		order by own.version`);
	return rows.map((row) => ({ ...row, key: numberKey(row.name) }));
}

function namesOf(versions: readonly NamedVersion[]): Names {
	return Map.groupBy(versions, (row) => row.entity);
}

/**
 * What an entity is called in the confirmed layer: by the newest version that stands, and, while the reversal of that one waits,
 * by what shows again when it is confirmed.
 */
function heldBy(standing: readonly NamedVersion[]): readonly NamedVersion[] {
	return standing.slice(
		Math.max(
			standing.findLastIndex((row) => !row.reversed),
			0
		)
	);
}

/** The version under which another entity holds the name of this one; none for an entity that has left. */
function nameHolder(names: Names, own: NamedVersion): NamedVersion | undefined {
	if (own.retired) return undefined;
	for (const [entity, standing] of names) {
		if (entity === own.entity || standing[0]?.register !== own.register) continue;
		const holder = heldBy(standing).findLast((row) => !row.retired && row.key === own.key);
		if (holder) return holder;
	}
	return undefined;
}

/** What frees a name that two would have: a reversal that waits, or a later change that waits, of who has it or of who wants it. */
function changeToCome(versions: readonly NamedVersion[], own: NamedVersion, holder: NamedVersion): string {
	const freedBy = (row: NamedVersion): string | undefined =>
		row.reversed
			? row.id
			: versions.find(
					(later) =>
						later.entity === row.entity &&
						later.version > row.version &&
						!later.reversed &&
						!later.stands &&
						(later.retired || later.key !== row.key)
				)?.id;
	return freedBy(holder) ?? freedBy(own) ?? holder.id;
}

function list(ids: readonly string[]): SQL {
	return sql.join(
		ids.map((id) => sql`${id}::uuid`),
		sql`, `
	);
}
