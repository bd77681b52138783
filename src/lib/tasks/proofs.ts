// Milestones that name a target's value: which reports the figures contradict.
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import type { ProofConflict } from '#lib/protocol/verdict.ts';
import type { CellGroups } from '#lib/figures/cell-family.ts';
import { milestoneIds, milestoneReached } from '#lib/figures/families/tasks.ts';
import type { Layered } from '#lib/figures/layered.ts';

/** As much of a target as a milestone is held against. */
interface Proving {
	readonly id: string;
	readonly reported: { readonly value: number | null };
	readonly confirmed: { readonly value: number | null };
}

/**
 * The milestones that stand as reached while their target's value is below what they prove, layer by layer. A value that is not known
 * contradicts nothing.
 * @param groups cells of `breakdown` among them: without those nobody knows which milestones are reached
 */
export function proofConflicts(
	plan: Pick<PlanSummary, 'proofs'>,
	groups: CellGroups,
	targets: readonly Proving[]
): ProofConflict[] {
	const cells = milestoneReached.cells(groups);
	return plan.proofs.flatMap(({ milestone, target, value }) => {
		const figure = targets.find(({ id }) => id === target);
		const layers = (['reported', 'confirmed'] as const).filter((layer) => {
			const known = figure?.[layer].value ?? null;
			const reached = cells.some((cell) => cell.layer === layer && milestoneIds.key(cell.parts) === milestone);
			return reached && known !== null && known < value;
		});
		return layers.length > 0 ? [{ milestone, target, layers }] : [];
	});
}

/** How many of these milestones are contradicted, in each layer. */
export function contradicted(conflicts: readonly ProofConflict[], milestones: readonly string[]): Layered<number> {
	const count = (layer: 'reported' | 'confirmed') =>
		conflicts.filter(({ milestone, layers }) => milestones.includes(milestone) && layers.includes(layer)).length;
	return { reported: count('reported'), confirmed: count('confirmed') };
}
