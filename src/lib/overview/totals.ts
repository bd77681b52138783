// Sums since the first record: what two days can be compared by across the turn of a year.
import { fen } from '#lib/kernel/money.ts';
import type { Cell, CellGroups } from '#lib/figures/cell-family.ts';
import { casesTurned } from '#lib/figures/families/cases.ts';
import { dealAmounts } from '#lib/figures/families/deals.ts';
import type { Totals } from './view-types.ts';
import type { Layered } from '#lib/figures/layered.ts';

const tradeKinds = ['transfer', 'licence', 'equity'];

export function totalsOf(groups: CellGroups): Totals {
	const amountOf = (kinds: readonly string[]) =>
		sumOf(dealAmounts.cells(groups), ({ kind }) => (kinds.includes(kind) ? 1n : 0n));
	const trade = amountOf(tradeKinds);
	const pledge = amountOf(['pledge']);
	const turned = casesTurned.cells(groups);
	const accepted = sumOf(turned, ({ turn }) => (turn === 'accepted' ? 1n : 0n));
	const closed = sumOf(turned, ({ turn }) => (turn === 'closed' ? 1n : turn === 'undone' ? -1n : 0n));
	return {
		trade: { reported: fen(trade.reported), confirmed: fen(trade.confirmed) },
		pledge: { reported: fen(pledge.reported), confirmed: fen(pledge.confirmed) },
		accepted: { reported: Number(accepted.reported), confirmed: Number(accepted.confirmed) },
		closed: { reported: Number(closed.reported), confirmed: Number(closed.confirmed) }
	};
}

function sumOf<Of extends object>(cells: readonly Cell<Of>[], counts: (parts: Of) => 1n | 0n | -1n): Layered<bigint> {
	const sum = { reported: 0n, confirmed: 0n };
	for (const { layer, parts, value } of cells) sum[layer] += counts(parts) * value;
	return sum;
}
