// What a feature brings to the pages and endpoints that all records share. app/features.ts lists every feature once.
import type { Recorder } from '#lib/plan/plan-document.ts';
import type { GenericSchema } from 'valibot';
import type { Actor, OfUnits } from '#lib/access/roles.ts';
import { m } from '#lib/paraglide/messages.js';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { PlanNames } from '#lib/plan/plan-names.ts';
import type { FeatureEvents } from '#lib/protocol/event.ts';
import type { FeedItem } from '#lib/protocol/messages.ts';
import type { EntryView, RecordDetails } from './entry-view.ts';
import type { RecordForm } from './record-form.ts';

/** A record in the reader's words. */
export interface EntryWords {
	readonly title: string;
	/** The rest of it in a few words; '' where nothing is to add. */
	readonly sub: string;
	/** Registration, case or voucher number. */
	readonly reference: string;
}

/** A label and what stands behind it; null is left out. */
export type DetailLine = readonly [label: string, value: string | null];

export interface EntryLink {
	readonly href: string;
	readonly label: string;
}

/** Titles of milestones by id. */
export type MilestoneTitles = Readonly<Record<string, string>>;

/** One kind of record: what it is in words. Words are in the reader's language. */
export interface RecordKind<Details extends RecordDetails = RecordDetails> {
	readonly kind: Details['kind'];
	words(details: Details, names: PlanNames, milestones: MilestoneTitles): EntryWords;
	/** All that it says, line by line. */
	lines(details: Details, names: PlanNames): readonly DetailLine[];
	/** What may follow from it, for those who enter records of its ledger. */
	links?(entry: EntryView<Details>): readonly EntryLink[];
	/** The form that puts it right in one write; null where the actor may not. */
	correctionHref?(entry: EntryView<Details>, actor: OfUnits): string | null;
}

/** A ledger that has a list at /ledger/<name>, with forms to enter its records. */
export interface Book {
	/** Whether its records carry money. */
	readonly hasMoney: boolean;
	/** What its records are known by: a case number, a voucher. */
	referenceWord(): string;
	/**
	 * What its records are counted by (see `KindSum`), in the order of the list's filter.
	 * @param indicators codes of the plan's indicators
	 */
	subjects(indicators: readonly string[]): readonly string[];
	/** The forms that enter its records, the usual one first. */
	forms(): readonly EntryLink[];
	/** The form that enters any of its records; null where each kind has its own. */
	readonly form: RecordForm | null;
	/** Whether there is any record that an actor may enter. */
	mayEnter(plan: PlanIndex, actor: Actor): boolean;
}

/** A ledger: records of the kinds of one feature. */
export interface LedgerAbout {
	readonly ledger: string;
	word(): string;
	/** One record of it, in a line of the feed: 一笔资金记录. */
	record(): string;
	/** The page of its records. */
	readonly page: string;
	/** Null where its records stand on pages of the feature's own. */
	readonly book: Book | null;
	/** The word of what records are counted by. */
	subjectWord(subject: string, names: PlanNames): string;
	/** Where one record stands, or the list that it stands in; without it below /ledger. */
	hrefOf?(entry: EntryView, which: 'one' | 'list'): string;
	/** The word of one record's ledger, where its kinds have words of their own. */
	recordWord?(entry: EntryView): string;
}

/** A POST of the API: one record or an array of them through one command. */
export interface Endpoint {
	/** Below /api/v1. */
	readonly path: string;
	/** Of one record. */
	readonly schema: GenericSchema;
	/** What the description of the API says of it, where the schema is chosen by what is sent. */
	readonly describedAs?: GenericSchema;
	/** Whether there is any record that a caller may send is asked by this name first (see `Feature.acts`). */
	readonly act: string;
	/** Name of the command. */
	readonly command: string;
	/** In the description of the API: the operation, the name of what is sent, what it does. */
	readonly operationId: string;
	readonly name: string;
	readonly summary: string;
	/** An act of the office, which no token stands for. */
	readonly byOffice?: true;
}

/** Whether there is any record to which an actor may do it; to which, its command decides. */
export type MayAct = (plan: PlanIndex, actor: Actor) => boolean;

/** A kind of record that the plan's recording rules speak of. */
export interface RecordAbout {
	/** Who can be given it: by role, unit, territory, as owner of an indicator, as holder of a share, or as a feed. */
	readonly recorders: readonly Recorder['by'][];
	/** What is entered, in the plural: what a token may enter. */
	word(): string;
}

/** Names of the plan that lines of the feed say. */
export interface FeedNames {
	readonly unit: (code: string) => string;
	readonly task: (code: string) => string;
	readonly lineShort: (id: string) => string;
}

/** A type of event that a feature writes. */
export interface EventAbout {
	/** What happened, in the audit. */
	word(): string;
	/** What was done, in the feed behind the unit that did it; without it the word of the audit. */
	line?(item: FeedItem, names: FeedNames): string;
	/** The figure that it moved, where that is neither an amount nor progress in per cent. */
	figure?(item: FeedItem): string | null;
	/** Where its records stand, where that is not the page of the ledger [R281]. */
	href?(item: FeedItem): string;
}

export interface Feature {
	readonly ledger: LedgerAbout;
	readonly kinds: readonly RecordKind[];
	/** By the type, which the feature adds to `FeatureEvents`. */
	readonly events: Readonly<Partial<Record<keyof FeatureEvents, EventAbout>>>;
	/** By the code that the plan's `recording` has. */
	readonly records: Readonly<Record<string, RecordAbout>>;
	/** What forms and endpoints send, by name. */
	readonly acts: Readonly<Record<string, MayAct>>;
	readonly endpoints: readonly Endpoint[];
	/** How values are said in refusals, by the name of their parameter, where that is no plain figure. */
	readonly paramWords?: Readonly<Record<string, (value: string) => string>>;
}

/** Whether a record is of a kind. */
export function isOf<Details extends RecordDetails>(
	kind: RecordKind<Details>,
	entry: EntryView
): entry is EntryView<Details> {
	return entry.details.kind === kind.kind;
}

/** What a line of the feed says of a value; '' for none. */
export function feedText(value: string | number | null | undefined): string {
	return value === null || value === undefined ? '' : String(value);
}

/** The place is said only where somebody else than the place itself recorded it. */
export function inTerritory(text: string, item: FeedItem, names: FeedNames): string {
	const territory = feedText(item.values['territory']);
	return territory && territory !== item.unit
		? m.dashboard_feed_territory({ text, territory: names.unit(territory) })
		: text;
}

/** What is given of several words, in one line. */
export function joined(parts: readonly (string | null | undefined)[]): string {
	return parts.filter((part) => part !== null && part !== undefined && part !== '').join(' · ');
}
