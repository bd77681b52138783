// A plan document made ready for look-ups: what the rules of every feature ask of it.
import { fromYuan, type Fen } from '#lib/kernel/money.ts';
import type { Day } from '#lib/kernel/day.ts';
import { firstDayOfYear, lastDayOfYear } from '#lib/kernel/day.ts';
import { isTerritory, type PlanDocument, type PlanTask, type PlanUnit } from './plan-document.ts';
import { unitsWithTerms, type UnitTerm } from './unit-terms.ts';
import { sharesOf, type PlanShare, type ShareMilestone } from './shares.ts';

/** A class or a line of the budget with the amounts that limit it. */
export interface BudgetNode {
	readonly id: string;
	readonly group: string;
	readonly kind: 'group' | 'line';
	/** Whole fen; null where the document puts no amount of that source on this node. */
	readonly central: Fen | null;
	readonly local: Fen | null;
}

export interface PlanIndex {
	readonly document: PlanDocument;
	readonly firstDay: Day;
	readonly lastDay: Day;
	/** In official order, with what the system administrator has said of them since. */
	readonly units: ReadonlyMap<string, PlanUnit>;
	readonly territories: ReadonlySet<string>;
	readonly nodes: ReadonlyMap<string, BudgetNode>;
	readonly tasks: ReadonlyMap<string, PlanTask>;
	readonly shares: ReadonlyMap<string, PlanShare>;
	readonly milestones: ReadonlyMap<string, ShareMilestone & { readonly share: PlanShare }>;
}

/** A plan that may change while the product runs: ask again each time. */
export interface PlanInForce {
	readonly plan: PlanIndex;
}

/** @param terms what the administrator says of units: the document's shares stay as they are */
export function indexPlan(document: PlanDocument, terms: readonly UnitTerm[] = []): PlanIndex {
	const units = unitsWithTerms(document.units, terms);
	const shares = sharesOf(document);
	const amount = (text: string | null) => (text === null ? null : fromYuan(text));
	const nodes: BudgetNode[] = [
		...document.budget.groups.map((group) => ({
			id: group.id,
			group: group.id,
			kind: 'group' as const,
			central: amount(group.central),
			local: amount(group.local)
		})),
		...document.budget.lines.map((line) => ({
			id: line.id,
			group: line.group,
			kind: 'line' as const,
			central: amount(line.central),
			local: amount(line.local)
		}))
	];
	return {
		document,
		firstDay: firstDayOfYear(Math.min(...document.years)),
		lastDay: lastDayOfYear(Math.max(...document.years)),
		units: new Map(units.map((unit) => [unit.code, unit])),
		territories: new Set(units.filter(isTerritory).map((unit) => unit.code)),
		nodes: new Map(nodes.map((node) => [node.id, node])),
		tasks: new Map(document.tasks.map((task) => [task.code, task])),
		shares: new Map(shares.map((share) => [share.id, share])),
		milestones: new Map(
			shares.flatMap((share) => share.milestones.map((milestone) => [milestone.id, { ...milestone, share }]))
		)
	};
}

/** The lines of a node: a class stands for all of its own. */
export function linesOf(plan: PlanIndex, node: BudgetNode): string[] {
	if (node.kind === 'line') return [node.id];
	return [...plan.nodes.values()]
		.filter((line) => line.kind === 'line' && line.group === node.id)
		.map((line) => line.id);
}

/** Task codes in which a unit holds a share. */
export function tasksOfUnit(plan: PlanIndex, unit: string): string[] {
	return [...plan.shares.values()].filter((share) => share.unit === unit).map((share) => share.task);
}

/** The lead department of a task, where the task says that it confirms beside the office (R45); null elsewhere. */
export function confirmingLead(plan: PlanIndex, code: string | null): string | null {
	const task = code === null ? undefined : plan.tasks.get(code);
	return task?.confirmedBy === 'lead' ? task.lead : null;
}
