// Reported figures as a feature: the ledger of observations and bases.
import type { Feature } from '#lib/entries/feature.ts';
import { m } from '#lib/paraglide/messages.js';
import { observationChoices } from './observation-choices.ts';
import { baseKind, observationKind } from './observation-entries.ts';

export const observations: Feature = {
	ledger: {
		ledger: 'observations',
		word: () => m.ledgers_book_observations(),
		book: {
			hasMoney: false,
			referenceWord: () => m.observations_figure(),
			subjects: (indicators) => [...indicators, 'base'],
			forms: () => [{ href: '/ledger/observations/new', label: m.observations_record_title() }],
			mayEnter: (plan, actor) => observationChoices(plan, actor).length > 0
		},
		subjectWord: (subject, names) =>
			subject === 'base' ? m.observations_record_base() : (names.indicators[subject]?.name ?? subject)
	},
	kinds: [observationKind, baseKind]
};
