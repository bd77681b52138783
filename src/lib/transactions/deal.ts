// A deal 交易 (transfer, licence, equity contribution) or a pledge loan 质押贷款: terms, form and cells.
import * as v from 'valibot';
import { dealAmounts, dealAmountsBy, dealCounts, dealCountsBy, dealKindsInKeys } from '#lib/figures/families/deals.ts';
import { monthOf, type Day } from '#lib/kernel/day.ts';
import {
	amountField,
	codeField,
	countField,
	dayField,
	optionalLine,
	optionalNumber,
	shortText
} from '#lib/kernel/fields.ts';
import { toYuan, type Fen } from '#lib/kernel/money.ts';
import type { CellDelta, Layer } from '#lib/protocol/cells.ts';

export const dealKinds = dealKindsInKeys;
export type DealKind = (typeof dealKinds)[number];

export const transactionSchema = v.strictObject({
	kind: v.picklist(dealKinds, 'bad_choice'),
	amount: amountField,
	count: v.optional(countField, 1),
	date: dayField,
	territory: codeField,
	registration: optionalNumber(80),
	parties: optionalLine(200),
	bank: optionalLine(80),
	reference: shortText(80)
});
export type TransactionInput = v.InferOutput<typeof transactionSchema>;

export interface Deal {
	readonly kind: DealKind;
	readonly amount: Fen;
	readonly count: number;
	readonly date: Day;
	readonly territory: string;
}

export function dealDeltas(deal: Deal, layer: Layer, sign: 1n | -1n): CellDelta[] {
	const amount = sign * deal.amount;
	const count = sign * BigInt(deal.count);
	const { kind, territory, date } = deal;
	const month = monthOf(date);
	return [
		dealAmounts.delta({ kind, day: date }, layer, amount),
		dealCounts.delta({ kind, day: date }, layer, count),
		dealAmountsBy.delta({ territory, kind, month }, layer, amount),
		dealCountsBy.delta({ territory, kind, month }, layer, count)
	];
}

/** The figures of a deal for one line of the feed. */
export function dealValues(deal: Deal): Record<string, string | number | null> {
	return {
		ledger: 'transactions',
		kind: 'deal',
		deal: deal.kind,
		amount: toYuan(deal.amount),
		count: deal.count,
		date: deal.date,
		territory: deal.territory
	};
}
