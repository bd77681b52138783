// Which nodes, sources and territories a form of the funds may offer.
import { sources, type Source } from './movement.ts';
import { type PlanIndex, linesOf, type BudgetNode } from '#lib/plan/plan-index.ts';
import type { Actor } from '#lib/access/roles.ts';
import { territoriesOf } from '#lib/entries/territory-choices.ts';
import { limitOf } from './budget.ts';
import { mayRecord } from '#lib/access/rights.ts';

export interface FundChoice {
	/** A line of the budget, or a class as a whole. */
	readonly node: string;
	readonly group: string;
	readonly isGroup: boolean;
	readonly sources: readonly Source[];
}

export interface FundChoices {
	/** In the order of the budget: each class, then its lines. */
	readonly nodes: readonly FundChoice[];
	/** In official order. */
	readonly territories: readonly string[];
	/** Whether a movement may belong to no territory. */
	readonly cityWide: boolean;
}

export function fundChoices(plan: PlanIndex, actor: Actor): FundChoices {
	const territories = [null, ...territoriesOf(plan)];
	const usable = new Set<string | null>();
	const nodes = inBudgetOrder(plan).flatMap((node): FundChoice[] => {
		const lines = linesOf(plan, node);
		const offered = sources.filter((source) => {
			if (limitOf(plan, node.id, source)?.amount === 0n) return false;
			const open = territories.filter((territory) =>
				mayRecord(actor, { record: 'fund-movement', lines, source, territory }, plan.document.settings)
			);
			for (const territory of open) usable.add(territory);
			return open.length > 0;
		});
		return offered.length === 0
			? []
			: [{ node: node.id, group: node.group, isGroup: node.kind === 'group', sources: offered }];
	});
	return { nodes, territories: territoriesOf(plan).filter((code) => usable.has(code)), cityWide: usable.has(null) };
}

/** Whether there is any movement that an actor may enter. */
export function mayEnterMovements(plan: PlanIndex, actor: Actor): boolean {
	return [...plan.nodes.values()].some((node) => {
		const lines = linesOf(plan, node);
		return sources.some(
			(source) =>
				limitOf(plan, node.id, source)?.amount !== 0n &&
				[null, ...plan.territories].some((territory) =>
					mayRecord(actor, { record: 'fund-movement', lines, source, territory }, plan.document.settings)
				)
		);
	});
}

function inBudgetOrder(plan: PlanIndex): BudgetNode[] {
	const all = [...plan.nodes.values()];
	return all
		.filter((node) => node.kind === 'group')
		.flatMap((group) => [group, ...all.filter((node) => node.kind === 'line' && node.group === group.id)]);
}
