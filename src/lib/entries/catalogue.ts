// Every ledger and kind of record by name, as the features bring them; what a record is in words, whatever its kind.
import type { OfUnits } from '#lib/access/roles.ts';
import type { PlanNames } from '#lib/plan/plan-names.ts';
import type { EventType } from '#lib/protocol/event.ts';
import type { EntryView } from './entry-view.ts';
import type {
	Book,
	EntryLink,
	EventAbout,
	EntryWords,
	Feature,
	LedgerAbout,
	DetailLine,
	MilestoneTitles,
	RecordAbout,
	RecordKind
} from './feature.ts';
import type { RecordForm } from './record-form.ts';

export interface Catalogue {
	readonly features: readonly Feature[];
	/** The ledgers with lists of their own, in the order of the features. */
	readonly books: readonly string[];
	/** @throws for a ledger that no feature brings */
	readonly ledgerOf: (ledger: string) => LedgerAbout;
	/** @throws for a ledger without a list of its own */
	readonly bookOf: (ledger: string) => Book;
	/** The one form for records of a ledger; null where it has none, and for what is no ledger. */
	readonly formOf: (ledger: string) => RecordForm | null;
	readonly words: (entry: EntryView, names: PlanNames, milestones?: MilestoneTitles) => EntryWords;
	readonly lines: (entry: EntryView, names: PlanNames) => readonly DetailLine[];
	readonly links: (entry: EntryView) => readonly EntryLink[];
	/** The form that puts a record right in one write; null where the actor may not. */
	readonly correctionHref: (entry: EntryView, actor: OfUnits) => string | null;
	/** A type of event that a feature writes, with the ledger of its records; null for any other. */
	readonly eventOf: (type: string) => { readonly about: EventAbout; readonly ledger: LedgerAbout } | null;
	/** What the plan's recording rules may speak of, in the order of the features. */
	readonly records: ReadonlyMap<string, RecordAbout>;
	/** The types that features write, in their order. */
	readonly eventTypes: readonly EventType[];
	/** Which ledger a record is of, or its kind where that says more. */
	readonly recordWord: (entry: EntryView) => string;
	/** Where a record stands on a page of its own, or the list that it stands in. */
	readonly hrefOf: (entry: EntryView, which: 'one' | 'list') => string;
}

export function catalogueOf(features: readonly Feature[]): Catalogue {
	const ledgers = new Map(features.map(({ ledger }) => [ledger.ledger, ledger]));
	const kinds = new Map(features.flatMap((feature) => feature.kinds.map((kind) => [kind.kind, kind] as const)));
	const events = new Map(
		features.flatMap(({ events, ledger }) =>
			Object.entries(events).map(([type, about]) => [type, { about, ledger }] as const)
		)
	);
	const ledgerOf = (name: string): LedgerAbout => {
		const ledger = ledgers.get(name);
		if (!ledger) throw new Error(`no feature brings the ledger ${name}`);
		return ledger;
	};
	const kindOf = ({ details }: EntryView): RecordKind => {
		const kind = kinds.get(details.kind);
		if (!kind) throw new Error(`no feature brings records of the kind ${details.kind}`);
		return kind;
	};
	return {
		features,
		books: features.flatMap(({ ledger }) => (ledger.book ? [ledger.ledger] : [])),
		ledgerOf,
		bookOf: (name) => {
			const { book } = ledgerOf(name);
			if (!book) throw new Error(`${name} has no list of its own`);
			return book;
		},
		formOf: (name) => ledgers.get(name)?.book?.form ?? null,
		words: (entry, names, milestones = {}) => kindOf(entry).words(entry.details, names, milestones),
		lines: (entry, names) => kindOf(entry).lines(entry.details, names),
		links: (entry) => kindOf(entry).links?.(entry) ?? [],
		records: new Map(features.flatMap(({ records }) => Object.entries(records))),
		eventOf: (type) => events.get(type) ?? null,
		eventTypes: [...events.keys()] as EventType[],
		correctionHref: (entry, actor) => kindOf(entry).correctionHref?.(entry, actor) ?? null,
		recordWord: (entry) => {
			const ledger = ledgerOf(entry.ledger);
			return ledger.recordWord?.(entry) ?? ledger.word();
		},
		hrefOf: (entry, which) => {
			const ledger = ledgerOf(entry.ledger);
			return (
				ledger.hrefOf?.(entry, which) ??
				(which === 'one' ? `/ledger/${entry.ledger}/${entry.id}` : `/ledger/${entry.ledger}?unit=${entry.entered.unit}`)
			);
		}
	};
}
