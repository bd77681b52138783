// The audit as a sheet: the rows of a filter, streamed page by page, names masked, noted before the first of them leaves.
import type { Catalogue } from '#lib/entries/catalogue.ts';
import { byteOrderMark, csvRow } from '#lib/kernel/csv.ts';
import { dayAt, timeAt } from '#lib/kernel/day.ts';
import { m } from '#lib/paraglide/messages.js';
import type { PlanNames } from '#lib/plan/plan-names.ts';
import type { Drizzle } from '#lib/platform/database.server.ts';
import { kindOf, type AuditFilter, type Place } from './audit-filter.ts';
import { describeEvents } from './describe-events.server.ts';
import { doerWord, eventWord, fieldWord, kindWord, standingWord, valueWord } from './event-words.ts';
import type { EventChange, EventView } from './event-view.ts';
import { maskName } from './mask.ts';
import { searchEvents } from './search-events.server.ts';

const mostRows = 50_000;
const pageSize = 1000;

/** Lines of the sheet, the first with the names of its columns; the last says where the limit cut it off. */
export async function* exportEvents(
	db: Drizzle,
	catalogue: Catalogue,
	filter: AuditFilter,
	units: PlanNames['units'],
	most: number = mostRows
): AsyncGenerator<string> {
	yield byteOrderMark + csvRow(columns());
	let behind: Place | null = null;
	for (let count = 0; count < most;) {
		const events = await searchEvents(db, filter, behind, Math.min(pageSize, most - count));
		const views = await describeEvents(db, events);
		if (views.length > 0)
			yield views.map((view, index) => csvRow(cellsOf(catalogue, view, units, events[index]?.hash ?? ''))).join('');
		const last = events.at(-1);
		if (!last) return;
		count += events.length;
		behind = { at: last.recordedAt, stream: last.stream, seq: last.seq };
	}
	if ((await searchEvents(db, filter, behind, 1)).length > 0) yield csvRow([m.audit_export_cut()]);
}

function columns(): string[] {
	return [
		m.audit_col_time(),
		m.audit_filter_kind(),
		m.audit_col_what(),
		m.audit_col_type_code(),
		m.audit_col_who(),
		m.audit_col_actor_id(),
		m.audit_col_standing(),
		m.audit_col_address(),
		m.audit_col_object(),
		m.audit_col_change(),
		m.audit_col_values(),
		m.audit_col_reason(),
		m.audit_col_stream(),
		m.audit_col_number(),
		m.audit_col_hash()
	];
}

function cellsOf(
	catalogue: Catalogue,
	event: EventView,
	units: PlanNames['units'],
	hash: string
): (string | number | null)[] {
	const at = Date.parse(event.recordedAt);
	const { by } = event;
	return [
		`${dayAt(at)} ${timeAt(at)}:${event.recordedAt.slice(17, 19)}`,
		kindWord(kindOf(event.stream)),
		eventWord(catalogue, event.type),
		event.type,
		by.via === 'person' && by.name !== null ? maskName(by.name) : doerWord(by),
		by.id,
		standingWord(by, units),
		event.address,
		event.things.map(({ id }) => id).join(' '),
		event.changes.length > 0
			? event.changes.map((change) => changeText(change, units)).join('; ')
			: [event.before, event.after].filter((version) => version !== null).join(' → '),
		Object.entries(event.values)
			.map(([field, value]) => `${fieldWord(field)}: ${value === null ? '' : valueWord(field, String(value), units)}`)
			.join('; '),
		event.reason,
		event.stream,
		event.seq,
		hash
	];
}

const personal: ReadonlySet<string> = new Set(['name', 'username']);

function changeText({ field, from, to }: EventChange, units: PlanNames['units']): string {
	const shown = (value: string | null) =>
		value === null ? m.audit_nothing() : personal.has(field) ? maskName(value) : valueWord(field, value, units);
	return `${fieldWord(field)}: ${shown(from)} → ${shown(to)}`;
}
