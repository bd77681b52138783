// Base figures 基数: the opening stock or the base year's figure that a target is measured from and the document does not give.
import * as v from 'valibot';
import { basesGiven, baseValues } from '#lib/figures/families/bases.ts';
import { codeField, shortText } from '#lib/kernel/fields.ts';
import { invalid, ok, refuse, type Result } from '#lib/kernel/result.ts';
import type { Actor } from '#lib/access/roles.ts';
import { mayGiveBase } from '#lib/access/rights.ts';
import type { PlanTarget } from '#lib/plan/plan-document.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { layers, type CellDelta, type Layer } from '#lib/protocol/cells.ts';
import { figureField } from '#lib/kernel/figure.ts';

export const baseFigureSchema = v.strictObject({ target: codeField, value: figureField, source: shortText(300) });
export type BaseFigureInput = v.InferOutput<typeof baseFigureSchema>;

export type BaseTarget = Extract<PlanTarget, { kind: 'cumulative' | 'average-growth' | 'reduction' }>;

export interface DecidedBase {
	readonly target: BaseTarget;
	readonly year: number;
	/** Hundredths; fen where the target counts yuan. */
	readonly value: bigint;
	readonly source: string;
}

/** The targets that are measured from a figure which the document leaves open, in its order. */
export function baseTargets(plan: PlanIndex): BaseTarget[] {
	return plan.document.targets.filter(
		(target): target is BaseTarget =>
			(target.kind === 'cumulative' && target.base === null) ||
			((target.kind === 'average-growth' || target.kind === 'reduction') && target.base.value === null)
	);
}

/** The year that a base figure tells of; an opening stock is that at the end of it. */
export function baseYearOf(plan: PlanIndex, target: BaseTarget): number {
	return target.kind === 'cumulative' ? plan.document.baseYear : target.base.year;
}

/**
 * Decides on one base figure.
 * @param standing entries of base figures that stand, by target, with those before it in the same batch
 */
export function decideBase(
	plan: PlanIndex,
	standing: ReadonlyMap<string, string>,
	actor: Actor,
	input: BaseFigureInput
): Result<DecidedBase> {
	const target = plan.document.targets.find(({ id }) => id === input.target);
	if (!target) return invalid([{ pointer: '/target', code: 'unknown_target', params: { target: input.target } }]);
	const needed = baseTargets(plan).find(({ id }) => id === target.id);
	if (!needed) return invalid([{ pointer: '/target', code: 'no_base_needed', params: { target: target.id } }]);
	// Growth and reduction divide by it; nothing counted before is an honest opening stock.
	if (needed.kind !== 'cumulative' && input.value === 0n)
		return invalid([{ pointer: '/value', code: 'figure_not_positive' }]);
	if (needed.kind === 'cumulative' && input.value % 100n !== 0n)
		return invalid([{ pointer: '/value', code: 'figure_not_whole' }]);
	if (!mayGiveBase(actor)) return refuse('forbidden', 'not_allowed', '/target');
	const id = standing.get(target.id);
	if (id !== undefined) return refuse('conflict', 'base_given', '/target', undefined, [id]);
	return ok({ target: needed, year: baseYearOf(plan, needed), value: input.value, source: input.source });
}

/** A base figure takes effect in both layers when a second person confirms it. */
export function baseInForce(base: { readonly target: string; readonly value: bigint }): CellDelta[] {
	return layers.flatMap((layer) => baseDeltas(base, layer, 1n));
}

export function baseDeltas(
	{ target, value }: { readonly target: string; readonly value: bigint },
	layer: Layer,
	sign: 1n | -1n
): CellDelta[] {
	return [baseValues.delta({ target }, layer, sign * value), basesGiven.delta({ target }, layer, sign)];
}
