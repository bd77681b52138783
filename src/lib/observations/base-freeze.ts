// Freezing a base: the base year's confirmed records are kept as they stand, so that later changes of them move no light.
import * as v from 'valibot';
import type { Actor } from '#lib/access/roles.ts';
import { mayGiveBase } from '#lib/access/rights.ts';
import { codeField, optionalText } from '#lib/kernel/fields.ts';
import { invalid, ok, refuse, type Result } from '#lib/kernel/result.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { layers, type CellDelta } from '#lib/protocol/cells.ts';
import { frozenDelta, recordsIn, sameBase, type BaseContent } from '#lib/figures/base.ts';
import { baseTargets, baseYearOf, type BaseTarget } from './base-figure.ts';

export const baseFreezeSchema = v.strictObject({ target: codeField, reason: optionalText(500) });
export type BaseFreezeInput = v.InferOutput<typeof baseFreezeSchema>;

/** What a base's row keeps as the source of a figure that comes from records. */
export const derivedSource = 'derived';

/** What stands and waits of a target's base. */
export interface BaseStanding {
	/** The entry of a figure that was given; null without one. */
	readonly given: string | null;
	/** The entry of a freeze that waits for a second person. */
	readonly waiting: string | null;
	readonly frozen: BaseContent | null;
}

/**
 * [R72a] Decides on one freeze.
 * @param recorded what the confirmed records of the base year come to
 * @param thisYear on the business clock
 */
export function decideFreeze(
	plan: PlanIndex,
	{ given, waiting, frozen }: BaseStanding,
	recorded: BaseContent,
	actor: Actor,
	thisYear: number,
	input: BaseFreezeInput
): Result<BaseTarget> {
	if (!plan.document.targets.some(({ id }) => id === input.target))
		return invalid([{ pointer: '/target', code: 'unknown_target', params: { target: input.target } }]);
	const target = baseTargets(plan).find(({ id, kind }) => id === input.target && kind !== 'cumulative');
	if (!target) return invalid([{ pointer: '/target', code: 'no_base_needed', params: { target: input.target } }]);
	if (!mayGiveBase(actor)) return refuse('forbidden', 'not_allowed', '/target');
	if (given !== null) return refuse('conflict', 'base_given', '/target', undefined, [given]);
	if (waiting !== null) return refuse('conflict', 'base_freeze_waits', '/target', undefined, [waiting]);
	const year = baseYearOf(plan, target);
	if (thisYear <= year) return refuse('conflict', 'base_year_runs', '/target', { year });
	if (recorded.size === 0) return refuse('conflict', 'base_not_recorded', '/target', { year });
	const { minClosures } = plan.document.settings.verdict;
	const count = recordsIn(recorded);
	if (target.kind === 'reduction' && count < minClosures)
		return refuse('conflict', 'base_too_few', '/target', { year, count, least: minClosures });
	if (frozen && sameBase(frozen, recorded)) return refuse('conflict', 'base_unchanged', '/target');
	if (frozen && input.reason === null) return invalid([{ pointer: '/reason', code: 'required' }]);
	return ok(target);
}

/** Cells that move when one content takes the place of another; in both layers, because it counts only once it is confirmed. */
export function freezeDeltas(target: string, before: BaseContent | null, after: BaseContent): CellDelta[] {
	const keys = new Set([...(before?.keys() ?? []), ...after.keys()]);
	return [...keys].flatMap((key) => {
		const delta = (after.get(key) ?? 0n) - (before?.get(key) ?? 0n);
		if (delta === 0n) return [];
		return layers.map((layer) => frozenDelta(target, key, layer, delta));
	});
}

/** As a row keeps it: whole numbers as text. */
export function storedContent(content: BaseContent): Record<string, string> {
	return Object.fromEntries([...content].map(([key, value]) => [key, value.toString()]));
}

export function readContent(stored: Readonly<Record<string, string>>): BaseContent {
	return new Map(Object.entries(stored).map(([key, value]) => [key, BigInt(value)]));
}
