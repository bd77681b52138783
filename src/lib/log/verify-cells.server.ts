// Checks the cells against the log: each must hold the newest value that an event of its stream gave it, and its latest instant.
import { sql } from 'drizzle-orm';
import { saysValue } from '#lib/protocol/cells.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import { inBytes, readByCursor } from './read-by-cursor.server.ts';

export interface BadRow {
	readonly table: string;
	/** The primary key: its text, or a JSON array where it has several columns. */
	readonly id: string;
	/**
	 * `changed`: it is not what was written; `missing`: it was written and is gone; `unknown`: no event tells of it;
	 * `unlinked`: the product wrote it after somebody else had changed it.
	 */
	readonly fault: 'changed' | 'missing' | 'unknown' | 'unlinked';
}

interface Stored extends Record<string, unknown> {
	readonly id: string;
	readonly value: string;
	readonly at: string;
}

interface Told extends Record<string, unknown> {
	readonly id: string;
	readonly value: string | number;
	readonly at: string;
}

/** The first bad cell, and how many were looked at. Both sides are sorted by the database and read side by side. */
export async function checkCells(tx: Tx): Promise<{ readonly broken: BadRow | null; readonly cells: number }> {
	const stored = readByCursor<Stored>(
		tx,
		'stored_cells',
		sql`select jsonb_build_array(stream, key, layer)::text collate "C" as id, value, at from cell order by id`
	);
	const told = readByCursor<Told>(
		tx,
		'told_cells',
		sql`select id, value, at from (
			select distinct on (id) id, value, max(effective_at) over (partition by id) as at from (
				select jsonb_build_array(e.stream, c.value -> 'key', c.value -> 'layer')::text collate "C" as id,
					c.value -> 'value' as value, e.effective_at, e.seq
				from event e cross join lateral jsonb_array_elements(e.body -> 'cells') as c(value)
				where e.stream in ('city', 'breakdown')
			) as told order by id, seq desc
		) as newest order by id`
	);
	let cells = 0;
	const found = (id: string, fault: BadRow['fault']) => ({ broken: { table: 'cell', id, fault }, cells });
	let event = await told.next();
	for await (const cell of stored) {
		cells++;
		if (event.done || inBytes(cell.id, event.value.id) < 0) return found(cell.id, 'unknown');
		if (event.value.id !== cell.id) return found(event.value.id, 'missing');
		if (!saysValue(event.value.value, BigInt(cell.value)) || instantOf(cell) !== instantOf(event.value))
			return found(cell.id, 'changed');
		event = await told.next();
	}
	return event.done ? { broken: null, cells } : found(event.value.id, 'missing');
}

function instantOf({ at }: { readonly at: string }): number {
	return new Date(at).getTime();
}
