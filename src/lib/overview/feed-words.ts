// A line of the feed as words: what was done, about what, and the figure that it moved.
import { fromYuan } from '#lib/kernel/money.ts';
import type { Catalogue } from '#lib/entries/catalogue.ts';
import { feedText, type LedgerAbout } from '#lib/entries/feature.ts';
import { m } from '#lib/paraglide/messages.js';
import { recordMoney } from '#lib/ui/money-words.ts';
import type { EventType } from '#lib/protocol/event.ts';
import type { FeedItem } from '#lib/protocol/messages.ts';
import type { Labels } from './labels.ts';

export interface FeedWords {
	/** Who did it. */
	readonly who: string;
	readonly what: string;
	/** The figure on the right: an amount, a percentage; null when there is none. */
	readonly figure: string | null;
	/** Where its records stand [R281]; null for what is no record. */
	readonly href: string | null;
}

/** Those of no feature. Accounts, sessions and the audit are no news of the board. */
const lines: Readonly<Partial<Record<EventType, (record: string) => string>>> = {
	entryConfirmed: (record) => m.dashboard_feed_entry_confirmed({ record }),
	entryReversed: (record) => m.dashboard_feed_entry_reversed({ record }),
	reversalConfirmed: (record) => m.dashboard_feed_reversal_confirmed({ record }),
	confirmationWithdrawn: (record) => m.dashboard_feed_confirmation_withdrawn({ record }),
	planAmended: () => m.dashboard_feed_plan_amended(),
	gateDecided: () => m.dashboard_feed_gate(),
	sampleActivitySwitched: () => m.dashboard_feed_activity_switched(),
	dayTurned: () => m.dashboard_feed_day_turned(),
	planLoaded: () => m.dashboard_feed_plan_loaded()
};

const pages: Readonly<Partial<Record<EventType, string>>> = {
	planAmended: '/plan',
	planLoaded: '/plan',
	gateDecided: '/stages'
};

/** @param opens ledgers with a page for each record that the reader may see: there a line leads to its own */
export function feedWords(item: FeedItem, labels: Labels, catalogue: Catalogue, opens: readonly string[]): FeedWords {
	const event = catalogue.eventOf(item.type);
	return {
		who: item.unit === null ? m.dashboard_feed_somebody() : labels.unit(item.unit),
		what: event ? (event.about.line?.(item, labels) ?? event.about.word()) : lineOf(item, labels, catalogue),
		figure: event?.about.figure?.(item) ?? figureOf(item),
		href: event?.about.href?.(item) ?? hrefOf(item, event?.ledger ?? recordLedger(item, catalogue), opens)
	};
}

/** A type that only a newer server knows has no words. */
function lineOf(item: FeedItem, labels: Labels, catalogue: Catalogue): string {
	return lines[item.type]?.(recordOf(item, labels, catalogue)) ?? m.dashboard_feed_other();
}

/** Of which ledger the record is that was confirmed or taken back. */
function recordLedger({ values }: FeedItem, catalogue: Catalogue): LedgerAbout | null {
	const name = feedText(values['ledger']);
	return catalogue.features.find(({ ledger }) => ledger.ledger === name)?.ledger ?? null;
}

function hrefOf({ type, ids }: FeedItem, ledger: LedgerAbout | null, opens: readonly string[]): string | null {
	if (!ledger) return pages[type] ?? null;
	// A reversal's own id comes before that of what it reverses.
	const record = ids.at(-1);
	return record !== undefined && opens.includes(ledger.ledger) ? `${ledger.page}/${record}` : ledger.page;
}

function figureOf({ values }: FeedItem): string | null {
	const { amount, progress, progressFrom } = values;
	if (typeof amount === 'string' && /^-?\d+\.\d{2}$/.test(amount)) return recordMoney(fromYuan(amount));
	if (typeof progress !== 'number') return null;
	return typeof progressFrom === 'number' && progressFrom !== progress
		? `${progressFrom} → ${progress}%`
		: `${progress}%`;
}

/** What was confirmed or taken back, and whose it was. */
function recordOf(item: FeedItem, labels: Labels, catalogue: Catalogue): string {
	const record = recordLedger(item, catalogue)?.record() ?? m.dashboard_feed_record();
	const of = feedText(item.values['of']);
	return of ? m.dashboard_feed_record_of({ unit: labels.unit(of), record }) : record;
}
