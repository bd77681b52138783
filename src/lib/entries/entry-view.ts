// A record as lists show it: the common part, what it says, and how far confirmation and reversal have come.
import type { CaseType, Channel, Outcome } from '#lib/cases/case.ts';
import type { BudgetKind } from '#lib/funds/budget.ts';
import type { Source, Step } from '#lib/funds/movement.ts';
import type { FundOperation } from '#lib/funds/operation.ts';
import type { FaultCode } from '#lib/kernel/result.ts';
import type { Register } from '#lib/registers/register.ts';
import type { ShareStatus } from '#lib/tasks/share.ts';
import type { DealKind } from '#lib/transactions/deal.ts';
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

export interface EntryView {
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
	readonly says: EntrySays;
}

export interface ReversalView extends Doer {
	readonly id: string;
	readonly reason: string;
	readonly needsConfirmation: boolean;
	readonly confirmed: Doer | null;
}

export type EntrySays =
	| {
			readonly kind: 'movement';
			readonly line: string;
			readonly source: Source;
			readonly step: Step;
			readonly payee: string | null;
			readonly reference: string;
			readonly note: string | null;
			/** Why it overdraws the budget; null for one within it. */
			readonly exception: string | null;
	  }
	| {
			readonly kind: 'transfer';
			readonly from: string;
			readonly to: string;
			readonly budget: BudgetKind;
			readonly reason: string;
			readonly reference: string | null;
	  }
	| {
			readonly kind: 'operation';
			readonly line: string;
			readonly operation: FundOperation;
			readonly count: number;
			readonly counterpart: string | null;
			readonly reference: string;
			readonly note: string | null;
	  }
	| {
			readonly kind: 'review';
			readonly line: string;
			readonly year: number;
			readonly score: number;
			readonly reviewer: string;
			readonly evidence: string;
	  }
	| {
			readonly kind: 'deal';
			readonly deal: DealKind;
			readonly count: number;
			readonly registration: string | null;
			readonly parties: string | null;
			readonly bank: string | null;
			readonly reference: string;
	  }
	| ({ readonly kind: 'case'; readonly opening: boolean; readonly isOpen: boolean } & CaseSays)
	| ({ readonly kind: 'closure'; readonly outcome: Outcome | null } & CaseSays)
	| ({ readonly kind: 'reopening'; readonly reason: string } & CaseSays)
	| {
			readonly kind: 'update';
			readonly task: string;
			readonly status: ShareStatus;
			readonly progress: number;
			readonly narrative: string;
			readonly nextStep: string;
			readonly changed: readonly string[];
	  }
	| {
			readonly kind: 'milestone';
			readonly task: string;
			readonly milestone: string;
			readonly planned: string;
			readonly note: string | null;
	  }
	| {
			readonly kind: 'observation';
			readonly indicator: string;
			/** Whose figure it is. */
			readonly of: string;
			readonly period: string;
			readonly value: string;
			readonly note: string | null;
	  }
	| {
			readonly kind: 'base';
			readonly target: string;
			readonly year: number;
			readonly value: string;
			/** 'derived' where it was frozen from records. */
			readonly source: string;
			/** Of what is frozen: how many records are in it. */
			readonly records: number | null;
			/** Why it is frozen anew. */
			readonly reason: string | null;
	  }
	| {
			readonly kind: 'entity';
			readonly register: Register;
			/** The entity's id. */
			readonly entity: string;
			readonly name: string;
			readonly change: 'added' | 'changed' | 'retired';
			readonly changed: readonly string[];
	  }
	| { readonly kind: 'reading'; readonly reading: string; readonly option: string; readonly reason: string }
	| {
			readonly kind: 'safeguard';
			readonly safeguard: string;
			readonly status: ShareStatus;
			readonly progress: number;
			readonly narrative: string;
			readonly nextStep: string;
			readonly changed: readonly string[];
	  }
	| {
			readonly kind: 'amendment';
			/** The version that it was written on. */
			readonly basedOn: number;
			readonly effectiveFrom: string;
			/** How many places of the plan it changes. */
			readonly changes: number;
			readonly reason: string;
	  };

interface CaseSays {
	readonly number: string;
	readonly type: CaseType;
	readonly department: string | null;
	readonly channel: Channel | null;
	readonly acceptedAt: string;
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
