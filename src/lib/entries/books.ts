// The ledgers by name, and where records of each are entered.
import { m } from '#lib/paraglide/messages.js';
import type { Ledger } from './entry.ts';
import type { BookLedger } from './entry-filter.ts';

const names: Readonly<Record<Exclude<Ledger, 'tasks'>, () => string>> = {
	funds: () => m.ledgers_book_funds(),
	transactions: () => m.ledgers_book_transactions(),
	cases: () => m.ledgers_book_cases(),
	observations: () => m.ledgers_book_observations(),
	registers: () => m.ledgers_book_registers(),
	plan: () => m.ledgers_book_plan()
};

export interface EntryLink {
	readonly href: string;
	readonly label: string;
}

export function bookWord(ledger: Exclude<Ledger, 'tasks'>): string {
	return names[ledger]();
}

/** The forms of a ledger, the usual one first. */
export function entryLinks(ledger: BookLedger): readonly EntryLink[] {
	switch (ledger) {
		case 'funds':
			return [{ href: '/ledger/funds/new', label: m.funds_record_title() }];
		case 'transactions':
			return [{ href: '/ledger/transactions/new', label: m.transactions_record_title() }];
		case 'cases':
			return [
				{ href: '/ledger/cases/new', label: m.cases_accept_title() },
				{ href: '/ledger/cases/close', label: m.cases_close_title() },
				{ href: '/ledger/cases/reopen', label: m.cases_reopen_title() }
			];
		case 'observations':
			return [{ href: '/ledger/observations/new', label: m.observations_record_title() }];
	}
}
