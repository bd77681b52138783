// Cases as a feature: the ledger of accepted, closed and reopened cases.
import { inTerritory, type Feature } from '#lib/entries/feature.ts';
import { territoryChoices } from '#lib/entries/territory-choices.ts';
import { m } from '#lib/paraglide/messages.js';
import { caseKind, closureKind, reopeningKind } from './case-entries.ts';
import { caseSchema, closureSchema, reopeningSchema } from './case.ts';

const subjectWords: Readonly<Record<string, () => string>> = {
	case: () => m.cases_record_case(),
	closure: () => m.cases_record_closure(),
	reopening: () => m.cases_record_reopening(),
	open: () => m.cases_is_open()
};

declare module '#lib/protocol/event.ts' {
	interface FeatureEvents {
		caseAccepted: true;
		caseClosed: true;
		caseReopened: true;
	}
}

export const cases: Feature = {
	ledger: {
		ledger: 'cases',
		word: () => m.ledgers_book_cases(),
		record: () => m.dashboard_feed_record_cases(),
		page: '/ledger/cases',
		book: {
			hasMoney: false,
			referenceWord: () => m.cases_number(),
			subjects: () => Object.keys(subjectWords),
			form: null,
			forms: () => [
				{ href: '/ledger/cases/new', label: m.cases_accept_title() },
				{ href: '/ledger/cases/close', label: m.cases_close_title() },
				{ href: '/ledger/cases/reopen', label: m.cases_reopen_title() }
			],
			mayEnter: (plan, actor) => territoryChoices(plan, actor, 'case').length > 0
		},
		subjectWord: (subject) => subjectWords[subject]?.() ?? subject
	},
	kinds: [caseKind, closureKind, reopeningKind],
	events: {
		caseAccepted: {
			word: () => m.audit_event_case_accepted(),
			line: (item, names) => inTerritory(m.dashboard_feed_case_accepted(), item, names)
		},
		caseClosed: {
			word: () => m.audit_event_case_closed(),
			line: (item, names) => inTerritory(m.dashboard_feed_case_closed(), item, names)
		},
		caseReopened: {
			word: () => m.audit_event_case_reopened(),
			line: (item, names) => inTerritory(m.dashboard_feed_case_reopened(), item, names)
		}
	},
	records: { case: { recorders: ['role', 'unit', 'territories', 'feed'], word: () => m.security_may_cases() } },
	acts: { case: (plan, actor) => territoryChoices(plan, actor, 'case').length > 0 },
	endpoints: [
		{
			...{ path: 'cases', schema: caseSchema, act: 'case', command: 'acceptCases' },
			...{ operationId: 'acceptCases', name: 'AcceptedCase', summary: 'Record accepted cases' }
		},
		{
			...{ path: 'case-closures', schema: closureSchema, act: 'case', command: 'closeCases' },
			...{ operationId: 'closeCases', name: 'CaseClosure', summary: 'Close cases by number' }
		},
		{
			...{ path: 'case-reopenings', schema: reopeningSchema, act: 'case', command: 'reopenCases' },
			...{ operationId: 'reopenCases', name: 'CaseReopening', summary: 'Reopen cases by number' }
		}
	]
};
