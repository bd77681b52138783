// What the timetable needs of the plan: phases, items with the milestones that serve them, gates with their criteria.
import type { Day } from '#lib/kernel/day.ts';
import type { Name, PlanPhase, PlanTarget } from '#lib/plan/plan-document.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';

export interface StagesPlan {
	readonly phases: readonly StagePhase[];
	/** The tasks and targets that items and gates name. */
	readonly tasks: Readonly<Record<string, { readonly title: Name; readonly lead: string }>>;
	readonly targets: Readonly<Record<string, { readonly name: Name; readonly unit: Name; readonly owner: string }>>;
	readonly safeguards: Readonly<Record<string, Name>>;
	readonly units: Readonly<Record<string, Name>>;
	/** The unit of the coordinating office: confirms, and sees to what nobody else does. */
	readonly office: string;
	/** Days before its end in which an open item is due soon. */
	readonly remindDaysBefore: number;
}

export interface StagePhase {
	readonly id: string;
	readonly number: number;
	readonly title: Name;
	readonly clause: string;
	readonly year: number;
	readonly criteria: PlanPhase['gate']['criteria'];
	readonly items: readonly StageItem[];
}

export interface StageItem {
	readonly id: string;
	readonly number: number;
	readonly title: Name;
	readonly from: Day;
	readonly to: Day;
	/** Who set the days: the document gives the year only. */
	readonly datesBy: 'document' | 'ours';
	readonly tasks: readonly string[];
	readonly targets: readonly string[];
	readonly safeguards: readonly string[];
	/** The planned days of the milestones that serve it, the first one first. */
	readonly planned: readonly Day[];
	/** Those of its milestones that name a target's value. */
	readonly proofs: readonly string[];
	/** The same, each by its id and its unit. */
	readonly milestones?: readonly { readonly id: string; readonly planned: Day }[];
}

export function stagesPlanOf(plan: PlanIndex): StagesPlan {
	const { document } = plan;
	const days = Map.groupBy(plan.milestones.values(), ({ phaseItem }) => phaseItem ?? '');
	const phases = document.phases.map((phase): StagePhase => ({
		id: phase.id,
		number: phase.number,
		title: phase.title,
		clause: phase.clause,
		year: phase.year,
		criteria: phase.gate.criteria,
		items: phase.items.map((item) => ({
			id: item.id,
			number: item.number,
			title: item.title,
			from: item.dates.from,
			to: item.dates.to,
			datesBy: item.dates.source,
			tasks: item.tasks,
			targets: targetsOfItem(document.targets, plan, item),
			safeguards: item.safeguards,
			planned: (days.get(item.id) ?? []).map(({ planned }) => planned).sort(),
			proofs: (days.get(item.id) ?? []).flatMap(({ id, proves }) => (proves ? [id] : [])),
			milestones: (days.get(item.id) ?? []).map(({ id, planned }) => ({ id, planned }))
		}))
	}));
	return {
		phases,
		tasks: Object.fromEntries(document.tasks.map(({ code, title, lead }) => [code, { title, lead }])),
		targets: Object.fromEntries(document.targets.map(({ id, name, unit, owner }) => [id, { name, unit, owner }])),
		safeguards: Object.fromEntries(document.safeguards.map(({ id, title }) => [id, title])),
		units: Object.fromEntries(document.units.map(({ code, short }) => [code, short])),
		office: document.coordinatingOffice,
		remindDaysBefore: document.settings.verdict.milestones.remindDaysBefore
	};
}

/** Targets of an item: those of its tasks and those that hang on its safeguards, in the plan's order. */
function targetsOfItem(
	targets: readonly PlanTarget[],
	plan: PlanIndex,
	item: { readonly tasks: readonly string[]; readonly safeguards: readonly string[] }
): string[] {
	const ofTasks = new Set(item.tasks.flatMap((code) => plan.tasks.get(code)?.targets ?? []));
	return targets
		.filter(({ id, under }) => ofTasks.has(id) || ('safeguard' in under && item.safeguards.includes(under.safeguard)))
		.map(({ id }) => id);
}
