// A record as lists show it: the common part, what it says, and how far confirmation and reversal have come.
import type { FaultCode } from '#lib/kernel/result.ts';
import type { EntryState, Ledger } from './entry.ts';

/** Who did something: a person by name, a program by its token, or the product itself. */
export interface Doer {
	readonly via: 'person' | 'token' | 'system';
	readonly name: string | null;
	/** Null for the leading group. */
	readonly unit: string | null;
	/** Business time, '2019-09-16 09:30'. */
	readonly at: string;
}

export interface EntryView<Details extends RecordDetails = RecordDetails> {
	readonly id: string;
	readonly ledger: Ledger;
	/** The record's own date. */
	readonly day: string;
	readonly territory: string | null;
	readonly state: EntryState;
	/** With the feed of the plan that brought it, where one did. */
	readonly entered: Doer & { readonly unit: string; readonly feed: string | null };
	readonly confirmed: Doer | null;
	readonly reversal: ReversalView | null;
	/** Decimal yuan; null for records without money. */
	readonly amount: string | null;
	readonly details: Details;
}

export interface ReversalView extends Doer {
	readonly id: string;
	readonly reason: string;
	readonly needsConfirmation: boolean;
	readonly confirmed: Doer | null;
}

/** What a record says of itself; its feature knows the rest by the kind. */
export interface RecordDetails {
	readonly kind: string;
}

/** What the records of a list come to, by kind: steps of funds, kinds of deals, kinds of case records. */
export interface KindSum {
	readonly kind: string;
	/** Reported layer: without what is reversed. */
	readonly count: number;
	readonly confirmedCount: number;
	/** Decimal yuan; null for records without money. */
	readonly amount: string | null;
	readonly confirmedAmount: string | null;
}

export interface EntryPage {
	readonly rows: readonly EntryView[];
	/** Of all pages. */
	readonly count: number;
	readonly sums: readonly KindSum[];
	/** Places to go on from (see `cursorOf`); null at the ends of the list. */
	readonly previous: string | null;
	readonly next: string | null;
}

/** What waits for confirmation. */
export interface WaitingGroup {
	readonly unit: string;
	readonly month: string;
	/** The records of the group, and how many more the unit has in that month on the other side of the four-eyes rule. */
	readonly count: number;
	readonly others: number;
	readonly parts: readonly WaitingPart[];
}

export interface WaitingPart {
	readonly ledger: Ledger;
	/** As in `KindSum`. */
	readonly kind: string;
	readonly count: number;
	readonly amount: string | null;
}

export interface WaitingEntry {
	readonly entry: EntryView;
	/** Why this reader may not confirm it; null when it may. */
	readonly bar: FaultCode | null;
}

/** `refused`: reversed by another unit before anybody confirmed it. */
export type HappeningKind = 'confirmed' | 'refused' | 'reversed' | 'reversalConfirmed';

/** What others did to records of a unit. */
export interface Happening {
	readonly kind: HappeningKind;
	/** Business time, '2019-09-16 09:30'. */
	readonly at: string;
	/** The unit that did it; null for the leading group. */
	readonly by: string | null;
	/** The record, or the newest of several that were confirmed at once. */
	readonly entry: EntryView;
	readonly count: number;
	readonly reason: string | null;
}

/** A record that confirming its month leaves out, and why. */
export interface LeftOutEntry {
	readonly entry: EntryView;
	readonly code: FaultCode;
	/** What must be confirmed first, or whose reversal must; null when the reason lies in the record itself. */
	readonly waitsFor: EntryView | null;
}

/** What confirming a month would do. */
export interface MonthPreview {
	readonly count: number;
	readonly parts: readonly WaitingPart[];
	/** The first of them. */
	readonly leftOut: readonly LeftOutEntry[];
	readonly leftOutCount: number;
}

export interface Waiting {
	/** Those with something to confirm, the newest month first, then units in official order. */
	readonly groups: readonly WaitingGroup[];
	/** Those that somebody else must confirm. */
	readonly barred: readonly WaitingGroup[];
	readonly reversals: readonly WaitingEntry[];
}
