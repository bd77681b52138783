// What a ledger must offer so that its entries can be confirmed and reversed; app.server.ts registers one for each.
import type { RecordInQuestion } from '#lib/access/rights.ts';
import type { Fault, FaultCode } from '#lib/kernel/result.ts';
import type { Fact } from '#lib/log/fact.ts';
import type { CellDelta } from '#lib/protocol/cells.ts';
import type { StreamName } from '#lib/protocol/streams.ts';
import type { SQL } from 'drizzle-orm';
import type { Drizzle, Tx } from '#lib/platform/database.server.ts';
import type { RecordDetails } from './entry-view.ts';
import type { Ledger } from './entry.ts';
import type { entry } from './tables.server.ts';

export type EntryRow = typeof entry.$inferSelect;

export interface EntryDetails {
	/** Cells of the confirmed layer that a confirmation moves, or why the entry cannot be confirmed now. */
	readonly confirm: readonly CellDelta[] | FaultCode;
	/** Cells that a confirmation moves back when it is taken back, or why it stays. */
	readonly withdraw: readonly CellDelta[] | FaultCode;
	/** The entry that it rests on, while that does not stand in the confirmed layer nor comes into it with this one. */
	readonly waitsFor?: string | null;
	/** An entry that rests on it and stands in the confirmed layer, unless that leaves it with this one. */
	readonly carries?: string | null;
	/** Cells that a reversal moves in each layer, or why the entry cannot be reversed now. */
	readonly reverse: { readonly reported: readonly CellDelta[]; readonly confirmed: readonly CellDelta[] } | FaultCode;
	readonly values: Fact['values'];
	readonly touches: Fact['touches'];
	readonly streams: readonly StreamName[];
	/** The lead unit of the entry's task, which may confirm beside the office; null elsewhere. */
	readonly leadUnit: string | null;
	/** What the recording rules ask of it: only people take back what has none. */
	readonly record?: RecordInQuestion | 'share';
	/** A proposal that takes effect when it is confirmed: it is looked at by itself, never confirmed with a whole month. */
	readonly proposal?: true;
}

export interface LedgerPort {
	readonly ledger: Ledger;
	/** What entries of the ledger say of themselves, by their ids. */
	readonly details: (db: Drizzle, entries: readonly EntryRow[]) => Promise<ReadonlyMap<string, RecordDetails>>;
	/** Entries that nobody will confirm any more although they wait, as a condition on rows of `entry`. */
	readonly overtaken?: SQL;
	/** What lists filter by beside what records are counted by, as conditions on rows of `entry`. */
	readonly filters?: Readonly<Record<string, SQL>>;
	/** Entries that hold one number or name twice, in groups, the one that keeps it first. */
	readonly doubled?: (db: Drizzle) => Promise<readonly (readonly string[])[]>;
	/** Details of locked entries, as they are when those before them in the list have been confirmed. */
	readonly load: (tx: Tx, entries: readonly EntryRow[]) => Promise<ReadonlyMap<string, EntryDetails>>;
	/** Locks what reversing entries looks at beyond what loading them locks, all of it in one order; before they are loaded. */
	readonly lock?: (tx: Tx, entries: readonly EntryRow[]) => Promise<unknown>;
	/** Carries a confirmation into the ledger's own rows. */
	readonly confirmed?: (tx: Tx, ids: readonly string[]) => Promise<void>;
	/**
	 * Entries of one write that cannot leave the reported layer for what would then stand, by their ids: looked at when all of
	 * them have left, so that what rests on each other goes together.
	 * @param entries as they were before the write
	 */
	readonly reversible?: (tx: Tx, entries: readonly EntryRow[]) => Promise<ReadonlyMap<string, Omit<Fault, 'pointer'>>>;
	/** Carries the taking back of a confirmation into the ledger's own rows. */
	readonly withdrawn?: (tx: Tx, ids: readonly string[]) => Promise<void>;
	/** Carries a reversal into the ledger's own rows. */
	readonly reversed: (tx: Tx, id: string) => Promise<void>;
}

export type LedgerPorts = ReadonlyMap<Ledger, LedgerPort>;
