// A fund movement 资金变动: its terms, its form and the cells it moves.
import * as v from 'valibot';
import {
	budgetExceptions,
	chainExceptions,
	fundsMoved,
	fundsMovedBy,
	sourcesInKeys,
	stepsInKeys
} from '#lib/figures/families/funds.ts';
import { monthOf, type Day } from '#lib/kernel/day.ts';
import { toYuan, type Fen } from '#lib/kernel/money.ts';
import type { CellDelta, Layer } from '#lib/protocol/cells.ts';
import {
	againField,
	amountField,
	dayField,
	longText,
	optionalLine,
	optionalText,
	shortText,
	codeField,
	idField
} from '#lib/kernel/fields.ts';

export const sources = sourcesInKeys;
export type Source = (typeof sources)[number];

/** The chain below the budget, in order. */
export const steps = stepsInKeys;
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
	/** Why the budget or the step before is to be exceeded: the movement then waits until a person of another unit has approved it. */
	exception: optionalText(300),
	/** That the same is meant to stand once more (R233). */
	again: againField,
	/** A movement that leaves the reported layer in the same write (R291), and why. */
	replaces: v.optional(v.nullable(idField)),
	reason: v.optional(v.nullable(shortText(200)))
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
	/** What it goes beyond as an exception, and so waits for its approval; null within both. */
	readonly exceeds?: Exceeds | null;
}

/** The budget (R38), the step before (R38a), or both. */
export type Exceeds = 'budget' | 'chain' | 'both';

/** The cells a movement adds to (`sign` 1) or leaves (`sign` -1) in one layer. */
export function movementDeltas(movement: Movement, layer: Layer, sign: 1n | -1n): CellDelta[] {
	const { line, source, step } = movement;
	const moved = { line, source, step, month: monthOf(movement.date) };
	const delta = sign * movement.amount;
	return [
		fundsMoved.delta(moved, layer, delta),
		fundsMovedBy.delta({ unit: movement.territory ?? movement.unit, ...moved }, layer, delta),
		...exceptionFamilies(movement.exceeds ?? null).map((family) => family.delta({ line, source, step }, layer, delta))
	];
}

/** Exceptions to the budget and to the chain are summed apart: neither excuses the other. */
/** What movements beyond the budget or the step before are counted by until they are approved. */
export const exceptionSubject = 'exception';

function exceptionFamilies(exceeds: Exceeds | null): readonly (typeof budgetExceptions)[] {
	if (exceeds === null) return [];
	if (exceeds === 'both') return [budgetExceptions, chainExceptions];
	return [exceeds === 'budget' ? budgetExceptions : chainExceptions];
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
		...(movement.exceeds ? { exception: 1 } : {})
	};
}
