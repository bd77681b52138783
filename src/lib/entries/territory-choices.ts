// What a form may offer an actor: what the recording rules would let it enter, so that a choice given is a choice that works.
import { mayRecord } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import { limitOf } from '#lib/funds/budget.ts';
import { sources, type Source } from '#lib/funds/movement.ts';
import { mayObserve } from '#lib/observations/decide.ts';
import { linesOf, type BudgetNode, type PlanIndex } from '#lib/plan/plan-index.ts';
import type { BookLedger } from '#lib/ledgers/entry-filter.ts';

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

/** Territories for which an actor may enter deals or cases, in official order. */
export function territoryChoices(plan: PlanIndex, actor: Actor, record: 'transaction' | 'case'): string[] {
	return territoriesOf(plan).filter((territory) => mayRecord(actor, { record, territory }, plan.document.settings));
}

export interface ObservationChoice {
	readonly indicator: string;
	/** Whose figures the actor may report, in the order of the plan. */
	readonly units: readonly string[];
}

/** Indicators with the units whose figures an actor may report. */
export function observationChoices(plan: PlanIndex, actor: Actor): ObservationChoice[] {
	return plan.document.indicators.flatMap((indicator) => {
		const units = indicator.owners.filter((unit) => mayObserve(plan, actor, indicator, unit));
		return units.length === 0 ? [] : [{ indicator: indicator.code, units }];
	});
}

/** What an actor may enter at all: links to the forms. */
export function entryForms(plan: PlanIndex, actor: Actor): readonly BookLedger[] {
	return [
		...(mayEnterMovements(plan, actor) ? (['funds'] as const) : []),
		...(territoryChoices(plan, actor, 'transaction').length > 0 ? (['transactions'] as const) : []),
		...(territoryChoices(plan, actor, 'case').length > 0 ? (['cases'] as const) : []),
		...(observationChoices(plan, actor).length > 0 ? (['observations'] as const) : [])
	];
}

function territoriesOf(plan: PlanIndex): string[] {
	return [...plan.units.keys()].filter((code) => plan.territories.has(code));
}

function inBudgetOrder(plan: PlanIndex): BudgetNode[] {
	const all = [...plan.nodes.values()];
	return all
		.filter((node) => node.kind === 'group')
		.flatMap((group) => [group, ...all.filter((node) => node.kind === 'line' && node.group === group.id)]);
}
