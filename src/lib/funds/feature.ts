// The funds as a feature: the ledger of money and its kinds of record.
import type { Feature } from '#lib/entries/feature.ts';
import { m } from '#lib/paraglide/messages.js';
import { mayEnterMovements } from './fund-choices.ts';
import { movementKind, operationKind, reviewKind, transferKind } from './fund-entries.ts';
import { recordWord, stepWord } from './fund-words.ts';
import { steps } from './movement.ts';

export const funds: Feature = {
	ledger: {
		ledger: 'funds',
		word: () => m.ledgers_book_funds(),
		book: {
			hasMoney: true,
			referenceWord: () => m.ledgers_col_reference(),
			subjects: () => [...steps, 'exception', 'transfer', 'operation', 'review'],
			forms: () => [{ href: '/ledger/funds/new', label: m.funds_record_title() }],
			mayEnter: mayEnterMovements
		},
		subjectWord(subject) {
			const step = steps.find((one) => one === subject);
			return step ? stepWord(step) : recordWord(subject);
		}
	},
	kinds: [movementKind, transferKind, operationKind, reviewKind]
};
