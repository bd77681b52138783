// Kinds of deals in the reader's words.
import { m } from '#lib/paraglide/messages.js';
import type { DealKind } from './deal.ts';

const kindWords: Readonly<Record<DealKind, () => string>> = {
	transfer: () => m.transactions_kind_transfer(),
	licence: () => m.transactions_kind_licence(),
	equity: () => m.transactions_kind_equity(),
	pledge: () => m.transactions_kind_pledge()
};

export function dealWord(kind: DealKind): string {
	return kindWords[kind]();
}
