// A fund movement 资金变动: its terms, its form and the cells it moves.
import * as v from 'valibot';
import { monthOf, type Day } from '#lib/kernel/day.ts';
import { toYuan, type Fen } from '#lib/kernel/money.ts';
import type { CellDelta, Layer } from '#lib/protocol/cells.ts';
import {
	amountField,
	dayField,
	longText,
	optionalLine,
	optionalText,
	shortText,
	codeField
} from '#lib/kernel/fields.ts';

export const sources = ['central', 'city', 'district', 'social'] as const;
export type Source = (typeof sources)[number];

/** The chain below the budget, in order. */
export const steps = ['allocated', 'received', 'committed', 'disbursed', 'spent'] as const;
export type Step = (typeof steps)[number];

export const disbursementSchema = v.strictObject({
	line: codeField,
	source: v.picklist(sources, 'bad_choice'),
	step: v.picklist(steps, 'bad_choice'),
	amount: amountField,
	date: dayField,
	territory: v.optional(v.nullable(codeField), null),
	payee: optionalLine(120),
	reference: shortText(80),
	note: v.optional(v.nullable(longText(500)), null),
	/** Why the budget is to be overdrawn: the movement then waits until a person of another unit has approved it. */
	exception: optionalText(300)
});
export type DisbursementInput = v.InferOutput<typeof disbursementSchema>;

/** What of a movement its figures depend on. */
export interface Movement {
	readonly line: string;
	readonly source: Source;
	readonly step: Step;
	readonly amount: Fen;
	readonly date: Day;
	readonly territory: string | null;
	readonly unit: string;
	/** Whether it overdraws the budget and so waits for its approval. */
	readonly exception?: boolean;
}

/** The cells a movement adds to (`sign` 1) or leaves (`sign` -1) in one layer. */
export function movementDeltas(movement: Movement, layer: Layer, sign: 1n | -1n): CellDelta[] {
	const month = monthOf(movement.date);
	const delta = sign * movement.amount;
	return [
		{ stream: 'city', key: `funds/${movement.line}/${movement.source}/${movement.step}/${month}`, layer, delta },
		{
			stream: 'breakdown',
			key: `funds-by/${movement.territory ?? movement.unit}/${movement.line}/${movement.source}/${movement.step}/${month}`,
			layer,
			delta
		},
		...(movement.exception
			? [
					{
						stream: 'city' as const,
						key: `funds-exceptions/${movement.line}/${movement.source}/${movement.step}`,
						layer,
						delta
					}
				]
			: [])
	];
}

/** The figures of a movement for one line of the feed. */
export function movementValues(movement: Movement): Record<string, string | number | null> {
	return {
		ledger: 'funds',
		kind: 'movement',
		line: movement.line,
		source: movement.source,
		step: movement.step,
		amount: toYuan(movement.amount),
		date: movement.date,
		territory: movement.territory,
		...(movement.exception ? { exception: 1 } : {})
	};
}
