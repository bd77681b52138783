// Transactions as a feature: the ledger of deals and pledge loans.
import type { Feature } from '#lib/entries/feature.ts';
import { territoryChoices } from '#lib/entries/territory-choices.ts';
import { m } from '#lib/paraglide/messages.js';
import { dealKind } from './deal-entries.ts';
import { dealWord } from './deal-words.ts';
import { dealKinds } from './deal.ts';
import { transactionSchema } from './deal.ts';

export const transactions: Feature = {
	ledger: {
		ledger: 'transactions',
		word: () => m.ledgers_book_transactions(),
		book: {
			hasMoney: true,
			referenceWord: () => m.ledgers_col_reference(),
			subjects: () => dealKinds,
			forms: () => [{ href: '/ledger/transactions/new', label: m.transactions_record_title() }],
			mayEnter: (plan, actor) => territoryChoices(plan, actor, 'transaction').length > 0
		},
		subjectWord(subject) {
			const kind = dealKinds.find((one) => one === subject);
			return kind ? dealWord(kind) : subject;
		}
	},
	kinds: [dealKind],
	acts: { transaction: (plan, actor) => territoryChoices(plan, actor, 'transaction').length > 0 },
	endpoints: [
		{
			...{ path: 'transactions', schema: transactionSchema, act: 'transaction', command: 'recordTransactions' },
			...{ operationId: 'recordTransactions', name: 'Transaction', summary: 'Record deals and pledge loans' }
		}
	]
};
