// Confirms entries and reversals: a second person, of another unit, makes reported figures confirmed ones.
import { inArray } from 'drizzle-orm';
import type { Actor } from '#lib/access/roles.ts';
import type { Month } from '#lib/kernel/day.ts';
import { invalid, ok, refuse, type Fault, type Result } from '#lib/kernel/result.ts';
import { write, type Decided, type WriteTx, type Written } from '#lib/log/event-log.server.ts';
import type { Fact } from '#lib/log/fact.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import { unitStream } from '#lib/protocol/streams.ts';

import type { ConfirmationInput } from './confirmation.ts';
import {
	entryBar,
	forbidding,
	loadDetails,
	lockDetails,
	reversalBar,
	waitingBar,
	type Bar,
	type UndoneEntry
} from './confirmation-bars.server.ts';
import { lockListed } from './lock-entries.server.ts';
import { monthToConfirm } from './month-to-confirm.server.ts';
import { placesTaken } from './places.server.ts';
import type { EntryDetails, EntryRow, LedgerPorts } from './port.server.ts';
import { operationOf, type Call, type Recording } from '#lib/commands/recording.server.ts';
import { entry, reversal } from './tables.server.ts';

/**
 * Confirms by ids (all of them or none), or what a unit has entered for a month and may be confirmed by this actor.
 * Answers the ids that are confirmed now, and of a month what was left out.
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
	const { tx } = writing;
	const ids = [...new Set(given)];
	const { entries, reversals } = await lockListed(tx, ids);
	await lockDetails(tx, ports, entries, reversals);
	const undone = await loadDetails(
		tx,
		ports,
		reversals.map((row) => row.entry)
	);
	const bars = new Map<string, Bar | null>();
	for (const row of reversals) bars.set(row.reversal.id, reversalBar(actor, row, undone.get(row.entry.id)));
	// Reversals first: what takes the place of a record may be confirmed together with its reversal. A refusal leaves no trace.
	const leaving = reversals.filter((row) => bars.get(row.reversal.id) === null);
	const facts = await confirmReversals(writing, actor, leaving, undone);
	const details = await loadDetails(tx, ports, entries);
	const taken = await placesTaken(
		tx,
		entries.map(({ id }) => id),
		leaving.map((row) => row.entry.id)
	);
	for (const row of entries) bars.set(row.id, entryBar(actor, row, details.get(row.id), taken));
	for (const row of leaving) bars.set(row.reversal.id, waitingBar(taken.get(row.entry.id) ?? null));
	const faults: Fault[] = [];
	let kind: 'invalid' | 'not_found' | 'forbidden' | 'conflict' = 'invalid';
	ids.forEach((id, index) => {
		const bar = bars.has(id) ? bars.get(id) : ({ code: 'unknown_record', waitsFor: null } satisfies Bar);
		if (!bar) return;
		kind = bar.code === 'unknown_record' ? 'not_found' : forbidding.has(bar.code) ? 'forbidden' : 'conflict';
		faults.push(faultOf(`/ids/${index}`, bar));
	});
	if (faults.length > 0) return { ...invalid(faults), kind };
	return ok({ ids, facts: [...facts, ...(await confirmEntries(writing, ports, actor, entries, details))] });
}

function faultOf(pointer: string, { code, waitsFor }: Bar): Fault {
	return waitsFor === null ? { pointer, code } : { pointer, code, params: { waitsFor } };
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
	const { rows, details, leftOut } = await monthToConfirm(writing.tx, ports, actor, unit, month);
	if (rows.length > 0)
		return ok({
			ids: rows.map((row) => row.id),
			facts: await confirmEntries(writing, ports, actor, rows, details),
			leftOut
		});
	// What waits for something else is named with it: the reader goes there next.
	const later = leftOut.filter(({ waitsFor }) => waitsFor !== null);
	if (later.length > 0)
		return {
			...invalid(
				later.map(({ id, code, waitsFor }) => ({
					pointer: '/month',
					code,
					params: { waitsFor: waitsFor ?? '' },
					ids: [id]
				}))
			),
			kind: 'conflict'
		};
	const reason = leftOut.find(({ code }) => forbidding.has(code));
	if (reason) return refuse('forbidden', reason.code, '/unit');
	return refuse('conflict', leftOut[0]?.code ?? 'nothing_to_confirm', '/month');
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
		.set({ confirmedAt: writing.effectiveAt, confirmedBy: actor.id, confirmedUnit: actor.unit, state: 'confirmed' })
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
			? [confirmationFact('entryConfirmed', row.id, row, actor, detail, detail.confirm)]
			: [];
	});
}

async function confirmReversals(
	writing: WriteTx,
	actor: Actor,
	rows: readonly UndoneEntry[],
	details: ReadonlyMap<string, EntryDetails>
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
	await writing.tx
		.update(entry)
		.set({ state: 'reversed' })
		.where(
			inArray(
				entry.id,
				rows.map((row) => row.entry.id)
			)
		);
	return rows.flatMap((row) => {
		const detail = details.get(row.entry.id);
		const deltas = typeof detail?.reverse === 'string' ? [] : (detail?.reverse.confirmed ?? []);
		return detail ? [confirmationFact('reversalConfirmed', row.reversal.id, row.entry, actor, detail, deltas)] : [];
	});
}

/** What the log says of a confirmation, or of one that is taken back. */
export function confirmationFact(
	type: 'entryConfirmed' | 'reversalConfirmed' | 'confirmationWithdrawn',
	id: string,
	row: EntryRow,
	actor: Actor,
	details: EntryDetails,
	deltas: Fact['deltas']
): Fact {
	const confirmed = `entry:${row.id}@confirmed`;
	return {
		type,
		ids: [id],
		unit: actor.unit,
		...(type === 'confirmationWithdrawn' ? { before: confirmed, after: null } : { before: null, after: confirmed }),
		values: { ...details.values, ...(row.feed === null ? {} : { feed: row.feed }), of: row.unit },
		deltas,
		touches: [invalidated.review, invalidated.ledger(row.ledger), invalidated.unit(row.unit), ...details.touches],
		streams: [...new Set([unitStream(row.unit), ...details.streams])],
		feed: true
	};
}
