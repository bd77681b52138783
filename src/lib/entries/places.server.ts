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
 * @returns the entry that must leave first (its reversal waits), or whose change must come in first, for each that is barred
 */
export async function placesTaken(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
	if (ids.length === 0) return new Map();
	await lockPlaces(tx, ids);
	const rows = await tx.execute<{ id: string; holder: string }>(
		sql.join(
			places.flatMap(([table, ...columns]) => holders(table, columns, ids)),
			sql` union all `
		)
	);
	return new Map([...rows.map((row) => [row.id, row.holder] as const), ...(await namesTaken(tx, ids))]);
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

/** A register's name is that of the newest version of an entity that stands in the layer, until the entity leaves. */
async function namesTaken(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
	const asked = await tx.execute<{ entry: string }>(
		sql`select entry from entity_version where entry in (${list(ids)})`
	);
	if (asked.length === 0) return new Map();
	const versions = await tx.execute<NameRow>(sql`
		select own.entry as id, own.entity, home.register, own.version, own.name, own.retired, own.reversed,
			entry.confirmed_at is not null and (reversal.entry is null or reversal.confirmed_at is null) as stands
		from entity_version own
			join register_entity home on home.id = own.entity
			join entry on entry.id = own.entry
			left join reversal on reversal.entry = own.entry
		order by own.version`);
	const shown = new Map<string, NameRow>();
	for (const row of versions) if (row.stands && !ids.includes(row.id)) shown.set(row.entity, row);
	// Whatever their order in the list: what frees a name comes in first.
	let waiting = versions.filter((row) => ids.includes(row.id));
	for (let before = Infinity; waiting.length < before;) {
		before = waiting.length;
		waiting = waiting.filter((own) => {
			if ((shown.get(own.entity)?.version ?? 0) > own.version) return false;
			if (nameHolder(shown, own)) return true;
			shown.set(own.entity, own);
			return false;
		});
	}
	return new Map(
		waiting.flatMap((own): [string, string][] => {
			const holder = nameHolder(shown, own);
			return holder ? [[own.id, changeToCome(versions, holder)]] : [];
		})
	);
}

/** Another entity that the layer shows under the name that a version would bring in. */
function nameHolder(shown: ReadonlyMap<string, NameRow>, own: NameRow): NameRow | undefined {
	if (own.retired) return undefined;
	const key = numberKey(own.name);
	return [...shown.values()].find(
		(other) =>
			other.entity !== own.entity && other.register === own.register && !other.retired && numberKey(other.name) === key
	);
}

/** What frees a name: the reversal of the version that shows it, or a later change that waits. */
function changeToCome(versions: readonly NameRow[], holder: NameRow): string {
	const later = versions.find(
		(row) => row.entity === holder.entity && row.version > holder.version && !row.reversed && !row.stands
	);
	return holder.reversed ? holder.id : (later?.id ?? holder.id);
}

function list(ids: readonly string[]): SQL {
	return sql.join(
		ids.map((id) => sql`${id}::uuid`),
		sql`, `
	);
}
