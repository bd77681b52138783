// Another reading of what the document leaves open: proposed with a reason, in force when a second person confirms it.
import * as v from 'valibot';
import type { Actor } from '#lib/access/roles.ts';
import { readingsChosen } from '#lib/figures/families/plan.ts';
import { codeField, shortText } from '#lib/kernel/fields.ts';
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { layers, type CellDelta } from '#lib/protocol/cells.ts';

export const readingSchema = v.strictObject({ reading: codeField, option: codeField, reason: shortText(500) });
export type ReadingInput = v.InferOutput<typeof readingSchema>;

/** @param inForce the option in force */
export function decideReading(
	plan: PlanIndex,
	inForce: string | null,
	actor: Actor,
	input: ReadingInput
): Result<ReadingInput> {
	if (!keepsPlan(actor)) return refuse('forbidden', 'not_allowed');
	const reading = plan.document.readings.find(({ id }) => id === input.reading);
	if (!reading) return refuse('not_found', 'unknown_reading', '/reading');
	if (!reading.options.some(({ id }) => id === input.option)) return refuse('invalid', 'bad_choice', '/option');
	if ((inForce ?? reading.default) === input.option) return refuse('conflict', 'already_in_force', '/option');
	return ok(input);
}

/** People of the office keep the plan; feeds never do. */
export function keepsPlan(actor: Actor): boolean {
	return actor.role === 'office' && actor.via !== 'token';
}

/** A choice as the cells know it. */
export interface ShownChoice {
	readonly option: string;
	/** Whether it holds a cell: the plan's default needs none. */
	readonly shown: boolean;
}

/** Cells that move when a choice takes the place of another; in both layers, because it counts only once it is confirmed. */
export function readingDeltas(reading: string, before: ShownChoice | null, after: ShownChoice): CellDelta[] {
	const cells = (option: string, delta: bigint): CellDelta[] =>
		layers.map((layer) => readingsChosen.delta({ reading, option }, layer, delta));
	return [...(before?.shown ? cells(before.option, -1n) : []), ...(after.shown ? cells(after.option, 1n) : [])];
}
