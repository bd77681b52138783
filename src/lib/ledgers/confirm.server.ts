// Confirms entries and reversals: a second person, of another unit, makes reported figures confirmed ones.
import { and, asc, eq, gte, inArray, isNull, lte } from 'drizzle-orm';
import { actsFor, confirmationBar, seesRecordsOf, type ConfirmedThing } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import { lastDayOfMonth, type Month } from '#lib/kernel/day.ts';
import { invalid, ok, refuse, type Fault, type FaultCode, type Result } from '#lib/kernel/result.ts';
import { write, type Decided, type WriteTx, type Written } from '#lib/live/event-log.server.ts';
import type { Fact } from '#lib/live/fact.ts';
import { unitStream } from '#lib/protocol/streams.ts';
import type { Tx } from '#lib/server/database.server.ts';
import type { ConfirmationInput } from './confirmation.ts';
import type { EntryDetails, EntryRow, LedgerPorts } from './port.server.ts';
import { batchLimit } from './limits.ts';
import { operationOf, type Call, type Recording } from './recording.server.ts';
import { entry, reversal } from './tables.server.ts';

interface UndoneEntry {
	readonly reversal: typeof reversal.$inferSelect;
	readonly entry: EntryRow;
}

/**
 * Confirms by ids (all of them or none), or what a unit has entered for a month and may be confirmed by this actor.
 * Answers the ids that are confirmed now.
 */
export function confirm(
	recording: Recording,
	ports: LedgerPorts,
	actor: Actor,
	call: Call,
	input: ConfirmationInput
): Promise<Result<Written>> {
	return write(recording.log, operationOf(actor, call, { kind: 'confirmation', input }), (writing) =>
		'ids' in input
			? confirmIds(writing, ports, actor, input.ids)
			: confirmMonth(writing, ports, actor, input.unit, input.month)
	);
}

async function confirmIds(
	writing: WriteTx,
	ports: LedgerPorts,
	actor: Actor,
	given: readonly string[]
): Promise<Result<Decided>> {
	const ids = [...new Set(given)];
	const entries = await lockEntries(writing.tx, ids);
	const reversals = await lockReversals(writing.tx, ids);
	const details = await loadDetails(writing.tx, ports, entries);
	const faults: Fault[] = [];
	let kind: 'invalid' | 'not_found' | 'forbidden' | 'conflict' = 'invalid';
	ids.forEach((id, index) => {
		const row = entries.find((candidate) => candidate.id === id);
		const undo = reversals.find((candidate) => candidate.reversal.id === id);
		const bar = row ? entryBar(actor, row, details.get(id)) : undo ? reversalBar(actor, undo) : 'unknown_record';
		if (!bar) return;
		kind = bar === 'unknown_record' ? 'not_found' : forbidding.has(bar) ? 'forbidden' : 'conflict';
		faults.push({ pointer: `/ids/${index}`, code: bar });
	});
	if (faults.length > 0) return { ...invalid(faults), kind };
	return ok({
		ids,
		facts: [
			...(await confirmEntries(writing, ports, actor, entries, details)),
			...(await confirmReversals(writing, ports, actor, reversals))
		]
	});
}

async function confirmMonth(
	writing: WriteTx,
	ports: LedgerPorts,
	actor: Actor,
	unit: string,
	month: Month
): Promise<Result<Decided>> {
	// Confirming is for people: a token hears that, and not what waits.
	if (actor.via === 'token') return refuse('forbidden', 'not_allowed', '/unit');
	const candidates = await writing.tx
		.select()
		.from(entry)
		.where(
			and(
				eq(entry.unit, unit),
				gte(entry.day, `${month}-01`),
				lte(entry.day, lastDayOfMonth(month)),
				isNull(entry.confirmedAt),
				eq(entry.reversed, false)
			)
		)
		.orderBy(asc(entry.effectiveAt), asc(entry.id))
		.limit(batchLimit)
		.for('update');
	let allowed = candidates;
	let details: ReadonlyMap<string, EntryDetails> = new Map();
	let reason: FaultCode | null = null;
	let proposals = false;
	// What an entry moves depends on those confirmed before it: whenever one is left out, the rest is looked at again.
	for (let barred = -1; barred !== 0;) {
		details = await loadDetails(writing.tx, ports, allowed);
		const bars = allowed.map((row) => {
			const own = details.get(row.id);
			return entryBar(actor, row, own) ?? (own?.proposal ? 'one_by_one' : null);
		});
		proposals ||= bars.includes('one_by_one');
		reason ??= bars.find((bar) => bar !== null && forbidding.has(bar)) ?? null;
		barred = bars.filter((bar) => bar !== null).length;
		allowed = allowed.filter((_, index) => bars[index] === null);
	}
	if (allowed.length === 0)
		return reason
			? refuse('forbidden', reason, '/unit')
			: refuse('conflict', proposals ? 'one_by_one' : 'nothing_to_confirm', '/month');
	return ok({
		ids: allowed.map((row) => row.id),
		facts: await confirmEntries(writing, ports, actor, allowed, details)
	});
}

const forbidding: ReadonlySet<FaultCode> = new Set(['own_entry', 'own_unit_entry', 'not_allowed']);

/** A record that one may not see does not exist; a task's lead department sees what was reported on its shares. */
function seesEntry(actor: Actor, row: EntryRow, details: EntryDetails | undefined): boolean {
	return seesRecordsOf(actor, [row.unit, row.territory], row.feed) || actsFor(actor, details?.leadUnit ?? null);
}

function entryBar(actor: Actor, row: EntryRow, details: EntryDetails | undefined): FaultCode | null {
	if (!seesEntry(actor, row, details)) return 'unknown_record';
	const who: ConfirmedThing = { actor: row.actor, unit: row.unit, leadUnit: details?.leadUnit ?? null };
	if (row.reversed) return 'reversed';
	if (row.confirmedAt) return 'already_confirmed';
	const bar = confirmationBar(actor, who);
	if (bar) return bar;
	return typeof details?.confirm === 'string' ? details.confirm : null;
}

function reversalBar(actor: Actor, { reversal: row, entry: undone }: UndoneEntry): FaultCode | null {
	if (!seesRecordsOf(actor, [undone.unit, undone.territory], undone.feed)) return 'unknown_record';
	if (!row.needsConfirmation) return 'nothing_to_confirm';
	if (row.confirmedAt) return 'already_confirmed';
	return confirmationBar(actor, { actor: row.actor, unit: row.unit, leadUnit: null });
}

async function confirmEntries(
	writing: WriteTx,
	ports: LedgerPorts,
	actor: Actor,
	rows: readonly EntryRow[],
	details: ReadonlyMap<string, EntryDetails>
): Promise<Fact[]> {
	if (rows.length === 0) return [];
	await writing.tx
		.update(entry)
		.set({ confirmedAt: writing.effectiveAt, confirmedBy: actor.id, confirmedUnit: actor.unit })
		.where(
			inArray(
				entry.id,
				rows.map((row) => row.id)
			)
		);
	for (const [ledger, port] of ports) {
		const ids = rows.filter((row) => row.ledger === ledger).map((row) => row.id);
		if (ids.length > 0) await port.confirmed?.(writing.tx, ids);
	}
	return rows.flatMap((row) => {
		const detail = details.get(row.id);
		return detail && typeof detail.confirm !== 'string'
			? [fact('entryConfirmed', row.id, row, actor, detail, detail.confirm)]
			: [];
	});
}

async function confirmReversals(
	writing: WriteTx,
	ports: LedgerPorts,
	actor: Actor,
	rows: readonly UndoneEntry[]
): Promise<Fact[]> {
	if (rows.length === 0) return [];
	await writing.tx
		.update(reversal)
		.set({ confirmedAt: writing.effectiveAt, confirmedBy: actor.id, confirmedUnit: actor.unit })
		.where(
			inArray(
				reversal.id,
				rows.map((row) => row.reversal.id)
			)
		);
	const details = await loadDetails(
		writing.tx,
		ports,
		rows.map((row) => row.entry)
	);
	return rows.flatMap((row) => {
		const detail = details.get(row.entry.id);
		const deltas = typeof detail?.reverse === 'string' ? [] : (detail?.reverse.confirmed ?? []);
		return detail ? [fact('reversalConfirmed', row.reversal.id, row.entry, actor, detail, deltas)] : [];
	});
}

function fact(
	type: 'entryConfirmed' | 'reversalConfirmed',
	id: string,
	row: EntryRow,
	actor: Actor,
	details: EntryDetails,
	deltas: Fact['deltas']
): Fact {
	return {
		type,
		ids: [id],
		unit: actor.unit,
		before: null,
		after: `entry:${row.id}@confirmed`,
		values: { ...details.values, ...(row.feed === null ? {} : { feed: row.feed }), of: row.unit },
		deltas,
		touches: ['review', `ledger:${row.ledger}`, `unit:${row.unit}`, ...details.touches],
		streams: [...new Set([unitStream(row.unit), ...details.streams])],
		feed: true
	};
}

function lockEntries(tx: Tx, ids: readonly string[]): Promise<EntryRow[]> {
	return tx
		.select()
		.from(entry)
		.where(inArray(entry.id, [...ids]))
		.orderBy(asc(entry.effectiveAt), asc(entry.id))
		.for('update');
}

function lockReversals(tx: Tx, ids: readonly string[]) {
	return tx
		.select({ reversal, entry })
		.from(reversal)
		.innerJoin(entry, eq(entry.id, reversal.entry))
		.where(inArray(reversal.id, [...ids]))
		.orderBy(asc(reversal.id))
		.for('update');
}

/** Details of entries over all ledgers, in the order given. */
export async function loadDetails(
	tx: Tx,
	ports: LedgerPorts,
	rows: readonly EntryRow[]
): Promise<ReadonlyMap<string, EntryDetails>> {
	const all = new Map<string, EntryDetails>();
	for (const [ledger, port] of ports) {
		const own = rows.filter((row) => row.ledger === ledger);
		if (own.length === 0) continue;
		for (const [id, details] of await port.load(tx, own)) all.set(id, details);
	}
	return all;
}
