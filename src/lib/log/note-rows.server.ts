// The database notes each row that a transaction changes, so that no command can forget one; the write that appends reads the notes.
import { sql, type SQL } from 'drizzle-orm';
import type { Tx } from '#lib/platform/database.server.ts';
import { checkedOtherwise, uncoveredColumns, uncoveredTables } from './covered-tables.ts';

export interface CoveredTable {
	readonly name: string;
	/** Columns of its primary key, in the key's order. */
	readonly key: readonly string[];
	/** Columns that its digests cover, as they stand in the table. */
	readonly columns: readonly string[];
}

/** Of this transaction; null when nothing was changed. As a part of a query, so that it takes no round trip of its own. */
export const notesOfTransaction: SQL = sql`nullif(current_setting('jindu.rows', true), '')`;

/** Does what changes more rows than notes should be taken of, and tells of them itself. */
export async function withoutNotes(tx: Tx, work: () => Promise<void>): Promise<void> {
	await tx.execute(sql`select set_config('jindu.rows', 'off', true)`);
	await work();
	await tx.execute(sql`select set_config('jindu.rows', '', true)`);
}

/** Every table that is not listed as uncovered: a new one is covered without a word. */
export async function coveredTables(tx: Tx): Promise<CoveredTable[]> {
	const rows = await tx.execute<{ name: string; key: string[] | null; columns: string[] }>(sql`
		select c.relname as name,
			(select array_agg(a.attname::text order by k.place)
				from pg_index i cross join lateral unnest(i.indkey::int2[]) with ordinality as k(attnum, place)
				join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
				where i.indrelid = c.oid and i.indisprimary) as key,
			(select array_agg(a.attname::text order by a.attnum) from pg_attribute a
				where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
		from pg_class c
		where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
		order by c.relname collate "C"`);
	return rows
		.filter(({ name }) => !Object.hasOwn(checkedOtherwise, name) && !Object.hasOwn(uncoveredTables, name))
		.map(({ name, key, columns }) => {
			if (!key) throw new Error(`a table without a primary key: ${name}`);
			const leftOut = Object.keys(uncoveredColumns[name] ?? {});
			return { name, key, columns: columns.filter((column) => !leftOut.includes(column)) };
		});
}

/** The id of a row and the SHA-256 of its text, by what stands in the database now. The session's time zone must be UTC. */
export function rowsOf(table: CoveredTable): SQL {
	return sql.raw(
		`select (${idOf(table)}) collate "C" as id, ${shaOfLine} as sha from (${linesOf(table, quoted(table.name))}) as line order by id`
	);
}

/**
 * Lays the triggers, at the start that migrates. A statement's rows are noted at once, in a setting that ends with the
 * transaction: nothing stays in a table, and neither a pool in between nor a role without rights is in the way.
 */
export async function noteRows(tx: Tx): Promise<void> {
	for (const table of await coveredTables(tx)) {
		const { name } = table;
		await tx.execute(sql.raw(noteFunction(table)));
		for (const [event, rows] of events) {
			await tx.execute(sql.raw(`drop trigger if exists note_${event} on ${quoted(name)}`));
			await tx.execute(
				sql.raw(`create trigger note_${event} after ${event} on ${quoted(name)} referencing ${rows}
				for each statement execute function ${quoted(`note_${name}`)}()`)
			);
		}
	}
}

const events = [
	['insert', 'new table as new_rows'],
	['update', 'old table as old_rows new table as new_rows'],
	['delete', 'old table as old_rows']
] as const;

/** One a table, because fixed columns are twice as quick as looked-up ones. With a time zone of its own: what the text of an instant is must not depend on who is connected. */
function noteFunction(table: CoveredTable): string {
	const notes = (rows: string) =>
		`select json_agg(json_build_array(${idOf(table)}, ${shaOfLine})) from (${linesOf(table, rows)}) as line`;
	return `
create or replace function ${quoted(`note_${table.name}`)}() returns trigger language plpgsql set timezone to 'UTC' as $$
declare
	noted text := current_setting('jindu.rows', true);
	gone json;
	come json;
begin
	if noted = 'off' then
		return null;
	end if;
	if tg_op <> 'INSERT' then
		gone := (${notes('old_rows')});
	end if;
	if tg_op <> 'DELETE' then
		come := (${notes('new_rows')});
	end if;
	if gone is not null or come is not null then
		perform set_config('jindu.rows', concat(noted, json_build_array(tg_table_name, gone, come), E'\\n'), true);
	end if;
	return null;
end $$`;
}

/** The text of JSON is the same everywhere: members in the order of the columns, one way to write each value. */
const shaOfLine = `encode(sha256(convert_to(row_to_json(line.*)::text, 'UTF8')), 'hex')`;

/** Of a key of one column its text, of several a JSON array. */
function idOf({ key }: CoveredTable): string {
	const parts = key.map((column) => `line.${quoted(column)}`);
	return parts.length === 1 ? `${parts.join('')}::text` : `jsonb_build_array(${parts.join(', ')})::text`;
}

function linesOf({ columns }: CoveredTable, rows: string): string {
	return `select ${columns.map(quoted).join(', ')} from ${rows}`;
}

function quoted(name: string): string {
	return `"${name.replaceAll('"', '""')}"`;
}
