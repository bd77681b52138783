// Who may confirm what, and what must come first: one rule for records and reversals, for lists and months (R45, R47, R49).
import { confirmationBar, actsFor, seesRecordsOf } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import type { Fault, FaultCode } from '#lib/kernel/result.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import type { EntryDetails, EntryRow, LedgerPorts } from './port.server.ts';
import type { reversal } from './tables.server.ts';

/** A reversal with the entry that it takes out. */
export interface UndoneEntry {
	readonly reversal: typeof reversal.$inferSelect;
	readonly entry: EntryRow;
}

/** Why something cannot be confirmed now, and the entry that must be confirmed first, or whose reversal must. */
export interface Bar {
	readonly code: FaultCode;
	readonly waitsFor: string | null;
}

/** Codes that say who may not, whatever comes first. */
export const forbidding: ReadonlySet<FaultCode> = new Set(['own_entry', 'own_unit_entry', 'not_allowed']);

/** A record that one may not see does not exist; a task's lead department sees what was reported on its shares. */
export function seesEntry(actor: Actor, row: EntryRow, details: EntryDetails | undefined): boolean {
	return seesRecordsOf(actor, [row.unit, row.territory], row.feed) || actsFor(actor, details?.leadUnit ?? null);
}

/** @param taken places that others hold in the confirmed layer; see `placesTaken` */
export function entryBar(
	actor: Actor,
	row: EntryRow,
	details: EntryDetails | undefined,
	taken: ReadonlyMap<string, string>
): Bar | null {
	const { leadUnit = null, confirm = null } = details ?? {};
	if (!seesEntry(actor, row, details)) return because('unknown_record');
	if (row.reversed) return because('reversed');
	if (row.confirmedAt) return because('already_confirmed');
	const bar = confirmationBar(actor, { actor: row.actor, unit: row.unit, leadUnit });
	if (bar) return because(bar);
	if (typeof confirm === 'string') return because(confirm);
	return waitingBar(taken.get(row.id) ?? details?.waitsFor ?? null);
}

/** As for the record itself, with who reversed it in the place of who entered it. */
export function reversalBar(
	actor: Actor,
	{ reversal: row, entry: undone }: UndoneEntry,
	details: EntryDetails | undefined
): Bar | null {
	if (!seesEntry(actor, undone, details)) return because('unknown_record');
	if (!row.needsConfirmation) return because('nothing_to_confirm');
	if (row.confirmedAt) return because('already_confirmed');
	const bar = confirmationBar(actor, { actor: row.actor, unit: row.unit, leadUnit: details?.leadUnit ?? null });
	if (bar) return because(bar);
	// What rested on it leaves the confirmed layer before it, or with it.
	return waitingBar(details?.carries ?? null);
}

/** @param first what must come before, if anything */
export function waitingBar(first: string | null): Bar | null {
	return first === null ? null : { code: 'not_confirmed_before', waitsFor: first };
}

function because(code: FaultCode): Bar {
	return { code, waitsFor: null };
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

/**
 * Locks what the details of a list look at, all of it at once: entries and reversals are loaded one after the other, and each
 * time the ledgers lock in their own order.
 */
export async function lockDetails(
	tx: Tx,
	ports: LedgerPorts,
	entries: readonly EntryRow[],
	reversals: readonly UndoneEntry[]
): Promise<void> {
	if (entries.length === 0 || reversals.length === 0) return;
	const rows = new Map([...entries, ...reversals.map((row) => row.entry)].map((row) => [row.id, row]));
	await loadDetails(tx, ports, [...rows.values()]);
}

/** What each ledger has against entries that leave the reported layer in one write, when all of them have left. */
export async function barsAfter(
	tx: Tx,
	ports: LedgerPorts,
	rows: readonly EntryRow[]
): Promise<ReadonlyMap<string, Omit<Fault, 'pointer'>>> {
	const bars = new Map<string, Omit<Fault, 'pointer'>>();
	for (const [ledger, port] of ports) {
		const own = rows.filter((row) => row.ledger === ledger);
		if (own.length === 0 || !port.reversible) continue;
		for (const [id, bar] of await port.reversible(tx, own)) bars.set(id, bar);
	}
	return bars;
}
