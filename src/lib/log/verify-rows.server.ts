// Checks every row against its digests in the log: what stands in the table must be what the newest event says of it.
import { sql } from 'drizzle-orm';
import type { Tx } from '#lib/platform/database.server.ts';
import { coveredTables, rowsOf } from './note-rows.server.ts';
import { inBytes, readByCursor } from './read-by-cursor.server.ts';
import { digestOf, readLink, standingOf, type DigestKey, type LoggedRow, type RowLink } from './row-digests.ts';
import type { BadRow } from './verify-cells.server.ts';

/** A row as the log tells of it and as it stands. */
export interface RowState {
	readonly table: string;
	readonly id: string;
	/** Null where no event tells of it. */
	readonly logged: LoggedRow | null;
	/** Its digest; null where it is gone. */
	readonly now: string | null;
}

interface Told extends Record<string, unknown> {
	readonly table: string;
	readonly id: string;
	readonly link: string;
}

/** The pseudo-table of what was not hashed in the events of before digests: which of them the audit does not show. */
export const shownOfBefore = 'event';

/** The first bad row, and how many were looked at. */
export async function checkRows(
	tx: Tx,
	key: DigestKey
): Promise<{ readonly broken: BadRow | null; readonly rows: number }> {
	let rows = 0;
	for await (const state of rowStates(tx, key)) {
		const fault = faultOfRow(state);
		if (fault) return { broken: { table: state.table, id: state.id, fault }, rows };
		if (state.table !== shownOfBefore && state.now !== null) rows++;
	}
	return { broken: null, rows };
}

export function faultOfRow({ logged, now }: RowState): BadRow['fault'] | null {
	if (logged === null) return 'unknown';
	if (!logged.whole) return 'unlinked';
	if (logged.stands === now) return null;
	return now === null ? 'missing' : logged.stands === null ? 'unknown' : 'changed';
}

/** Whether the log holds any digests by this key. */
export async function hasDigests(tx: Tx, key: DigestKey): Promise<boolean> {
	const [column] = await tx.execute(sql`
		select 1 from pg_attribute where attrelid = to_regclass('event') and attname = 'rows' and not attisdropped`);
	if (!column) return false;
	const found = await tx.execute(sql`select 1 from event where rows ->> 'by' = ${key.id} limit 1`);
	return found.length > 0;
}

/** Every row that stands in a covered table or of which the log tells, by table and id. Both sides are read side by side. */
export async function* rowStates(tx: Tx, key: DigestKey): AsyncGenerator<RowState, void, undefined> {
	await tx.execute(sql`set local timezone to 'UTC'`);
	const told = toldRows(tx, key);
	const tables = await coveredTables(tx);
	let next = await told.next();
	for (const table of [...tables, null]) {
		while (!next.done && (table === null || inBytes(next.value.table, table.name) < 0)) {
			yield await withoutTable(tx, key, next.value);
			next = await told.next();
		}
		if (table === null) continue;
		for await (const row of readByCursor<{ id: string; sha: string }>(tx, 'stored_rows', rowsOf(table))) {
			while (!next.done && next.value.table === table.name && inBytes(next.value.id, row.id) < 0) {
				yield { ...next.value, now: null };
				next = await told.next();
			}
			const logged =
				!next.done && next.value.table === table.name && next.value.id === row.id ? next.value.logged : null;
			yield { table: table.name, id: row.id, logged, now: digestOf(key, table.name, row.id, row.sha) };
			if (logged) next = await told.next();
		}
		while (!next.done && next.value.table === table.name) {
			yield { ...next.value, now: null };
			next = await told.next();
		}
	}
}

/** The SHA-256 of which events of a stream, up to a number, the audit does not show. */
export async function hiddenSha(tx: Tx, stream: string, through: number): Promise<string> {
	const [row] = await tx.execute<{ sha: string }>(sql`
		select encode(sha256(convert_to(coalesce(string_agg(seq::text, ',' order by seq), ''), 'UTF8')), 'hex') as sha
		from event where stream = ${stream} and seq <= ${through} and not shown`);
	return row?.sha ?? '';
}

/** What all links of each row come to. */
async function* toldRows(tx: Tx, key: DigestKey): AsyncGenerator<Omit<RowState, 'now'>, void, undefined> {
	const links = readByCursor<Told>(
		tx,
		'told_rows',
		sql`select t.key as "table", r.key as id, r.value as link
			from event e cross join lateral jsonb_each(e.rows -> 'of') as t cross join lateral jsonb_each_text(t.value) as r
			where e.rows ->> 'by' = ${sql.raw(`'${key.id}'`)} order by t.key collate "C", r.key collate "C"`
	);
	let row = { table: '', id: '' };
	let of: RowLink[] = [];
	for await (const { table, id, link } of links) {
		if (of.length > 0 && (row.table !== table || row.id !== id)) {
			yield { ...row, logged: standingOf(of) };
			of = [];
		}
		row = { table, id };
		of.push(readLink(link));
	}
	if (of.length > 0) yield { ...row, logged: standingOf(of) };
}

/** Of a table that is gone or covered no longer, and of what was not hashed before there were digests. */
async function withoutTable(tx: Tx, key: DigestKey, row: Omit<RowState, 'now'>): Promise<RowState> {
	if (row.table !== shownOfBefore) return { ...row, now: null };
	const [stream, through] = JSON.parse(row.id) as [string, number];
	return { ...row, now: digestOf(key, row.table, row.id, await hiddenSha(tx, stream, through)) };
}
