// Reported figures as a feature: the ledger of observations and bases.
import type { Feature } from '#lib/entries/feature.ts';
import { m } from '#lib/paraglide/messages.js';
import { observationChoices } from './observation-choices.ts';
import { baseKind, observationKind } from './observation-entries.ts';
import { mayGiveBase } from '#lib/access/rights.ts';
import { baseFigureSchema } from './base-figure.ts';
import { baseFreezeSchema } from './base-freeze.ts';
import { observationSchema } from './observation.ts';

declare module '#lib/protocol/event.ts' {
	interface FeatureEvents {
		observationRecorded: true;
		baseFigureGiven: true;
	}
}

export const observations: Feature = {
	ledger: {
		ledger: 'observations',
		word: () => m.ledgers_book_observations(),
		record: () => m.dashboard_feed_record_observations(),
		page: '/ledger/observations',
		book: {
			hasMoney: false,
			referenceWord: () => m.observations_figure(),
			subjects: (indicators) => [...indicators, 'base'],
			form: null,
			forms: () => [{ href: '/ledger/observations/new', label: m.observations_record_title() }],
			mayEnter: (plan, actor) => observationChoices(plan, actor).length > 0
		},
		subjectWord: (subject, names) =>
			subject === 'base' ? m.observations_record_base() : (names.indicators[subject]?.name ?? subject)
	},
	kinds: [observationKind, baseKind],
	events: {
		observationRecorded: {
			word: () => m.audit_event_observation_recorded(),
			line: () => m.dashboard_feed_observation()
		},
		baseFigureGiven: { word: () => m.audit_event_base_figure_given(), line: () => m.dashboard_feed_base_figure() }
	},
	records: {
		observation: {
			recorders: ['role', 'unit', 'territories', 'feed', 'owner'],
			word: () => m.security_may_figures()
		}
	},
	acts: {
		observation: (plan, actor) => observationChoices(plan, actor).length > 0,
		base: (_, actor) => mayGiveBase(actor)
	},
	endpoints: [
		{
			...{ path: 'observations', schema: observationSchema, act: 'observation', command: 'recordObservations' },
			...{ operationId: 'reportObservations', name: 'Observation', summary: 'Report figures of indicators' }
		},
		{
			...{ path: 'base-figures', schema: baseFigureSchema, act: 'base', command: 'giveBaseFigures', byOffice: true },
			...{ operationId: 'giveBaseFigures', name: 'BaseFigure' },
			summary: 'Give opening stocks and base years; in force when confirmed'
		},
		{
			...{ path: 'base-freezes', schema: baseFreezeSchema, act: 'base', command: 'freezeBases', byOffice: true },
			...{ operationId: 'freezeBases', name: 'BaseFreeze' },
			summary: 'Freeze the bases that confirmed records of the base year come to; in force when confirmed'
		}
	]
};
