// Transactions as lists and pages show them.
import { joined, type RecordKind } from '#lib/entries/feature.ts';
import { m } from '#lib/paraglide/messages.js';
import type { DealKind } from './deal.ts';
import { dealWord } from './deal-words.ts';

export interface DealDetails {
	readonly kind: 'deal';
	readonly deal: DealKind;
	readonly count: number;
	readonly registration: string | null;
	readonly parties: string | null;
	readonly bank: string | null;
	readonly reference: string;
}

/** A deal or a pledge loan, or several of one kind. */
export const dealKind: RecordKind<DealDetails> = {
	kind: 'deal',
	words(details) {
		return {
			title:
				details.count === 1
					? dealWord(details.deal)
					: m.ledgers_deal_many({ kind: dealWord(details.deal), count: details.count }),
			sub: joined([details.parties, details.bank]),
			reference: details.registration ?? details.reference
		};
	},
	lines(details) {
		return [
			[m.transactions_kind(), dealWord(details.deal)],
			[m.transactions_count(), String(details.count)],
			[m.transactions_registration(), details.registration],
			[m.transactions_parties(), details.parties],
			[m.transactions_bank(), details.bank],
			[m.ledgers_reference(), details.reference]
		];
	}
};
