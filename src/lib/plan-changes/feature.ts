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

export const planChanges: Feature = {
	ledger: {
		ledger: 'plan',
		word: () => m.ledgers_book_plan(),
		book: null,
		subjectWord: (subject) => words[subject]?.() ?? subject,
		hrefOf: () => '/plan'
	},
	kinds: [readingKind, safeguardKind, amendmentKind],
	acts: { plan: (_, actor) => keepsPlan(actor) },
	endpoints: []
};
