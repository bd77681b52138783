// The chain of money (R38a): how far money may go, and how far it has come. Pure.
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { sumKey, type Stood, type Totals } from './budget.ts';
import type { Source, Step } from './movement.ts';

/** A step and one that it should not exceed. */
interface Link {
	readonly step: Step;
	readonly before: Step;
}

/** What is refused when it is recorded. */
export const heldLinks: readonly Link[] = [
	{ step: 'disbursed', before: 'received' },
	{ step: 'spent', before: 'disbursed' }
];

/** What is only shown by the cross-checks (R117). */
export const shownLinks: readonly Link[] = [
	{ step: 'received', before: 'allocated' },
	{ step: 'committed', before: 'allocated' },
	{ step: 'disbursed', before: 'committed' }
];

/** What of a movement the chain depends on. */
interface ChainPart {
	readonly line: string;
	readonly source: Source;
	readonly step: Step;
	readonly amount: bigint;
}

/** A movement that goes further than the money has come. Whole fen. */
export interface Breach extends Link {
	/** What the step before comes to. */
	readonly limit: bigint;
	/** What of the step itself is recorded without this movement and those after it. */
	readonly recorded: bigint;
}

/**
 * How one movement on top of these sums goes beyond the step before it; null when it does not.
 * @param totals without the movement
 * @param stood where the books stood before the write took out what it replaces
 */
export function breachOf(plan: PlanIndex, totals: Totals, part: ChainPart, stood?: Stood): Breach | null {
	return beyond(plan, totals, part, totals.get(sumKey(plan, part.line, part.source, part.step)) ?? 0n, stood);
}

/** @param recorded of the step itself, without the movement */
function beyond(
	plan: PlanIndex,
	totals: Totals,
	{ line, source, step, amount }: ChainPart,
	recorded: bigint,
	stood: Stood | undefined
): Breach | null {
	const link = heldLinks.find((one) => one.step === step);
	if (!link) return null;
	const before = sumKey(plan, line, source, link.before);
	const limit = totals.get(before) ?? 0n;
	if (recorded + amount <= limit) return null;
	// No more goes than stood, and no further beyond what has come: what was out of order is no further from it.
	const kept = stood?.kept.get(sumKey(plan, line, source, step)) ?? 0n;
	const isKept =
		stood !== undefined &&
		recorded + amount <= kept &&
		recorded + amount - limit <= kept - (stood.totals.get(before) ?? 0n);
	return isKept ? null : { ...link, limit, recorded };
}

/**
 * The movements of one write that go too far, by their places in it: each step is counted in the order of the write, against
 * all that the write brings of the step before.
 * @param totals with all these movements in them
 * @param stood where the books stood before the write took out what it replaces
 */
export function breachesOf(
	plan: PlanIndex,
	totals: Totals,
	parts: readonly ChainPart[],
	stood?: Stood
): ReadonlyMap<number, Breach> {
	const running = new Map(totals);
	for (const { line, source, step, amount } of parts) {
		const key = sumKey(plan, line, source, step);
		running.set(key, (running.get(key) ?? 0n) - amount);
	}
	const breaches = new Map<number, Breach>();
	for (const [index, part] of parts.entries()) {
		const key = sumKey(plan, part.line, part.source, part.step);
		const recorded = running.get(key) ?? 0n;
		running.set(key, recorded + part.amount);
		const breach = beyond(plan, totals, part, recorded, stood);
		if (breach) breaches.set(index, breach);
	}
	return breaches;
}

/**
 * The step that would stand above this one if the movement were taken back; null when none does.
 * @param totals without what is taken back
 * @param excused of them, what goes beyond by approved exceptions
 */
export function stepLeftAbove(
	plan: PlanIndex,
	totals: Totals,
	excused: Totals,
	{ line, source, step }: Pick<ChainPart, 'line' | 'source' | 'step'>
): (Link & { readonly by: bigint }) | null {
	const link = heldLinks.find(({ before }) => before === step);
	if (!link) return null;
	const above = sumKey(plan, line, source, link.step);
	const by =
		(totals.get(above) ?? 0n) - (excused.get(above) ?? 0n) - (totals.get(sumKey(plan, line, source, step)) ?? 0n);
	return by > 0n ? { ...link, by } : null;
}
