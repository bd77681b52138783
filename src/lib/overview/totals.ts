// Sums since the first record: what two days can be compared by across the turn of a year.
import { fen } from '#lib/kernel/money.ts';
import type { Cell, CellGroups } from '#lib/figures/fold.ts';
import type { Totals } from './view-types.ts';
import type { Layered } from '#lib/figures/layered.ts';

const tradeKinds = ['transfer', 'licence', 'equity'];

export function totalsOf(groups: CellGroups): Totals {
	const amountOf = (kinds: readonly string[]) =>
		sumOf(groups.get('deals'), ([kind = '', what]) => (what === 'amount' && kinds.includes(kind) ? 1n : 0n));
	const trade = amountOf(tradeKinds);
	const pledge = amountOf(['pledge']);
	const accepted = sumOf(groups.get('cases'), ([turn]) => (turn === 'accepted' ? 1n : 0n));
	const closed = sumOf(groups.get('cases'), ([turn]) => (turn === 'closed' ? 1n : turn === 'undone' ? -1n : 0n));
	return {
		trade: { reported: fen(trade.reported), confirmed: fen(trade.confirmed) },
		pledge: { reported: fen(pledge.reported), confirmed: fen(pledge.confirmed) },
		accepted: { reported: Number(accepted.reported), confirmed: Number(accepted.confirmed) },
		closed: { reported: Number(closed.reported), confirmed: Number(closed.confirmed) }
	};
}

function sumOf(cells: readonly Cell[] = [], counts: (parts: Cell['parts']) => 1n | 0n | -1n): Layered<bigint> {
	const sum = { reported: 0n, confirmed: 0n };
	for (const { layer, parts, value } of cells) sum[layer] += counts(parts) * value;
	return sum;
}
