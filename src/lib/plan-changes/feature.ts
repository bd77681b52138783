// Changes of the plan as a feature: readings, safeguards and amendments.
import type { Feature } from '#lib/entries/feature.ts';
import { m } from '#lib/paraglide/messages.js';
import { amendmentKind, readingKind, safeguardKind } from './plan-entries.ts';
import { keepsPlan } from './reading.ts';

const words: Readonly<Record<string, () => string>> = {
	reading: () => m.plan_record_reading(),
	safeguard: () => m.plan_record_safeguard(),
	amendment: () => m.plan_record_amendment()
};

declare module '#lib/protocol/event.ts' {
	interface FeatureEvents {
		readingProposed: true;
		safeguardUpdated: true;
		amendmentProposed: true;
	}
}

export const planChanges: Feature = {
	ledger: {
		ledger: 'plan',
		word: () => m.ledgers_book_plan(),
		record: () => m.dashboard_feed_record_plan(),
		page: '/plan',
		book: null,
		subjectWord: (subject) => words[subject]?.() ?? subject,
		hrefOf: () => '/plan'
	},
	kinds: [readingKind, safeguardKind, amendmentKind],
	events: {
		readingProposed: { word: () => m.audit_event_reading_proposed(), line: () => m.dashboard_feed_reading() },
		safeguardUpdated: { word: () => m.audit_event_safeguard_updated(), line: () => m.dashboard_feed_safeguard() },
		amendmentProposed: { word: () => m.audit_event_amendment_proposed(), line: () => m.dashboard_feed_amendment() }
	},
	records: {},
	acts: { plan: (_, actor) => keepsPlan(actor) },
	endpoints: []
};
