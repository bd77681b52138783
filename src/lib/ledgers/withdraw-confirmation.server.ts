// Takes confirmations back: the same person, within ten seconds of the database's clock, as long as nothing rests on them (R227).
import { lockListed } from '#lib/entries/lock-entries.server.ts';
import { lockDetails } from '#lib/entries/confirmation-bars.server.ts';
import { placesGiven } from '#lib/entries/places.server.ts';
import { and, eq, gte, inArray, sql } from 'drizzle-orm';
import type { Actor } from '#lib/access/roles.ts';
import { invalid, ok, type Fault, type FaultCode, type Result } from '#lib/kernel/result.ts';
import { write, type Decided, type WriteTx, type Written } from '#lib/log/event-log.server.ts';
import type { Fact } from '#lib/log/fact.ts';
import { event } from '#lib/log/tables.server.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import { takeBackSeconds, type WithdrawalInput } from '#lib/entries/confirmation.ts';
import { confirmationFact } from '#lib/entries/confirm.server.ts';
import { barsAfter, loadDetails, seesEntry } from '#lib/entries/confirmation-bars.server.ts';

import type { EntryDetails, EntryRow, LedgerPorts } from '#lib/entries/port.server.ts';
import { operationOf, type Call, type Recording } from '#lib/commands/recording.server.ts';
import { entry, reversal } from '../entries/tables.server.ts';

/** Takes back the actor's own confirmations of entries and of reversals, all of them or none; what was confirmed waits again. */
export function withdrawConfirmations(
	recording: Recording,
	ports: LedgerPorts,
	actor: Actor,
	call: Call,
	input: WithdrawalInput
): Promise<Result<Written>> {
	return write(recording.log, operationOf(actor, call, { kind: 'confirmation-withdrawal', input }), (writing) =>
		withdraw(writing, ports, actor, [...new Set(input.ids)])
	);
}

async function withdraw(
	writing: WriteTx,
	ports: LedgerPorts,
	actor: Actor,
	ids: readonly string[]
): Promise<Result<Decided>> {
	const { tx } = writing;
	const { entries, reversals } = await lockListed(tx, ids);
	await lockDetails(tx, ports, entries, reversals);
	const undone = reversals.map((row) => row.entry);
	const fresh = await confirmedJustNow(writing, actor);
	const bars = new Map<string, FaultCode | null>();
	const common = (id: string, row: { confirmedAt: Date | null; confirmedBy: string | null }): FaultCode | null => {
		if (row.confirmedAt === null) return 'not_confirmed';
		if (row.confirmedBy !== actor.id) return 'not_your_confirmation';
		return fresh.has(id) ? null : 'too_late_to_take_back';
	};
	const leaving = await loadDetails(tx, ports, entries);
	for (const row of entries) {
		const own = leaving.get(row.id);
		if (!own || !seesEntry(actor, row, own)) continue;
		const rests = row.reversed || (own.carries ?? null) !== null ? 'confirmation_rested_on' : null;
		bars.set(row.id, common(row.id, row) ?? rests ?? (typeof own.withdraw === 'string' ? own.withdraw : null));
	}
	const free = () => entries.filter((row) => bars.get(row.id) === null);
	// A proposal leaves both layers: what was recorded since may rest on it.
	const proposals = free().filter((row) => leaving.get(row.id)?.proposal);
	for (const [id, { code }] of await barsAfter(tx, ports, proposals))
		bars.set(id, code === 'transfer_in_use' ? code : 'confirmation_rested_on');
	// Entries first, as confirming takes reversals first: what comes back finds the layer without them. A refusal leaves no trace.
	await letEntriesGo(tx, ports, free());
	const returning = await loadDetails(tx, ports, undone);
	for (const { reversal: row, entry: of } of reversals) {
		const own = returning.get(of.id);
		if (!own || !seesEntry(actor, of, own)) continue;
		const rests = (own.waitsFor ?? null) !== null ? 'confirmation_rested_on' : null;
		bars.set(row.id, common(row.id, row) ?? rests);
	}
	const refusal = refusalOf(ids, bars);
	if (refusal) return refusal;
	await tx
		.update(reversal)
		.set(nobody)
		.where(inArray(reversal.id, [...ids]));
	if (undone.length > 0)
		await tx
			.update(entry)
			.set({ state: 'reversal_waits' })
			.where(
				inArray(
					entry.id,
					undone.map((row) => row.id)
				)
			);
	// Back in the confirmed layer: what a reversal had freed, and what an entity was called before, may be another's by now.
	const idsOf = (rows: readonly EntryRow[]) => rows.map((row) => row.id);
	if (await placesGiven(tx, idsOf(undone), idsOf(entries))) {
		for (const id of ids) bars.set(id, 'confirmation_rested_on');
		return refusalOf(ids, bars) as Result<Decided>;
	}
	const factOf = (
		id: string,
		of: EntryRow,
		own: EntryDetails | undefined,
		deltas: Fact['deltas'],
		more: Fact['values'] = {}
	): Fact[] => {
		if (!own) return [];
		const values = { ...own.values, ...more };
		return [confirmationFact('confirmationWithdrawn', id, of, actor, { ...own, values }, deltas)];
	};
	return ok({
		ids,
		facts: [
			...entries.flatMap((row) => {
				const own = leaving.get(row.id);
				return factOf(row.id, row, own, withdrawn(own));
			}),
			...reversals.flatMap((row) => {
				const own = returning.get(row.entry.id);
				return factOf(row.reversal.id, row.entry, own, returned(own), { reversal: 1 });
			})
		]
	});
}

function withdrawn(details: EntryDetails | undefined): Fact['deltas'] {
	return details && typeof details.withdraw !== 'string' ? details.withdraw : [];
}

/** What the confirmation of a reversal had taken out comes back. */
function returned(details: EntryDetails | undefined): Fact['deltas'] {
	if (!details || typeof details.reverse === 'string') return [];
	return details.reverse.confirmed.map((cell) => ({ ...cell, delta: -cell.delta }));
}

function refusalOf(ids: readonly string[], bars: ReadonlyMap<string, FaultCode | null>): Result<Decided> | null {
	const faults: Fault[] = [];
	let kind: 'not_found' | 'forbidden' | 'conflict' = 'conflict';
	ids.forEach((id, index) => {
		const code = bars.has(id) ? bars.get(id) : 'unknown_record';
		if (!code) return;
		kind = code === 'unknown_record' ? 'not_found' : code === 'not_your_confirmation' ? 'forbidden' : 'conflict';
		faults.push({
			pointer: `/ids/${index}`,
			code,
			...(code === 'too_late_to_take_back' ? { params: { seconds: takeBackSeconds } } : {})
		});
	});
	return faults.length === 0 ? null : { ...invalid(faults), kind };
}

/** What this actor confirmed within the last seconds, by the instants that the database gave confirmation and withdrawal. */
async function confirmedJustNow({ tx, recordedAt }: WriteTx, actor: Actor): Promise<ReadonlySet<string>> {
	const rows = await tx
		.select({ ids: sql<string[]>`${event.body} -> 'ids'` })
		.from(event)
		.where(
			and(
				eq(event.shown, true),
				inArray(event.type, ['entryConfirmed', 'reversalConfirmed']),
				eq(event.actor, actor.id),
				gte(event.recordedAt, new Date(recordedAt.getTime() - takeBackSeconds * 1000))
			)
		);
	return new Set(rows.flatMap((row) => row.ids));
}

const nobody = { confirmedAt: null, confirmedBy: null, confirmedUnit: null };

async function letEntriesGo(tx: Tx, ports: LedgerPorts, rows: readonly EntryRow[]): Promise<void> {
	if (rows.length === 0) return;
	await tx
		.update(entry)
		.set({ ...nobody, state: 'reported' })
		.where(
			inArray(
				entry.id,
				rows.map((row) => row.id)
			)
		);
	for (const [ledger, port] of ports) {
		const own = rows.filter((row) => row.ledger === ledger).map((row) => row.id);
		if (own.length > 0) await port.withdrawn?.(tx, own);
	}
}
