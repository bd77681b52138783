// Transactions as a feature: the ledger of deals and pledge loans.
import { inTerritory, type Feature } from '#lib/entries/feature.ts';
import { enteredBy, type RecordForm } from '#lib/entries/record-form.ts';
import { territoryChoices } from '#lib/entries/territory-choices.ts';
import { m } from '#lib/paraglide/messages.js';
import { dealKind } from './deal-entries.ts';
import { dealWord } from './deal-words.ts';
import { dealKinds, transactionSchema, type DealKind } from './deal.ts';

const dealForm: RecordForm = {
	title: () => m.transactions_record_title(),
	notes: () => [
		m.transactions_note_kinds(),
		m.transactions_note_territory(),
		m.ledgers_note_layers(),
		m.ledgers_note_correct()
	],
	choices: (plan, actor) => {
		const territories = territoryChoices(plan, actor, 'transaction');
		return territories.length > 0 ? territories : null;
	},
	...{ schema: transactionSchema, act: 'transaction', command: 'recordTransactions' }
};
const entering = enteredBy(dealForm, 'transactions');

/** As the middle of a sentence has them. */
const feedKinds: Readonly<Record<DealKind, () => string>> = {
	transfer: () => m.dashboard_feed_kind_transfer(),
	licence: () => m.dashboard_feed_kind_licence(),
	equity: () => m.dashboard_feed_kind_equity(),
	pledge: () => m.dashboard_feed_kind_pledge()
};

declare module '#lib/protocol/event.ts' {
	interface FeatureEvents {
		transactionRecorded: true;
	}
}

export const transactions: Feature = {
	ledger: {
		ledger: 'transactions',
		word: () => m.ledgers_book_transactions(),
		record: () => m.dashboard_feed_record_transactions(),
		page: '/ledger/transactions',
		book: {
			hasMoney: true,
			referenceWord: () => m.ledgers_col_reference(),
			subjects: () => dealKinds,
			...entering
		},
		subjectWord(subject) {
			const kind = dealKinds.find((one) => one === subject);
			return kind ? dealWord(kind) : subject;
		}
	},
	kinds: [dealKind],
	events: {
		transactionRecorded: {
			word: () => m.audit_event_transaction_recorded(),
			line: (item, names) => inTerritory(dealLine(item.values['deal']), item, names)
		}
	},
	records: {
		transaction: { recorders: ['role', 'unit', 'territories', 'feed'], word: () => m.security_may_transactions() }
	},
	acts: { transaction: entering.mayEnter },
	endpoints: [
		{
			...{ path: 'transactions', schema: transactionSchema, act: 'transaction', command: 'recordTransactions' },
			...{ operationId: 'recordTransactions', name: 'Transaction', summary: 'Record deals and pledge loans' }
		}
	]
};

function dealLine(deal: unknown): string {
	const kind = dealKinds.find((one) => one === deal);
	return kind ? m.dashboard_feed_transaction_kind({ kind: feedKinds[kind]() }) : m.dashboard_feed_transaction();
}
