// Shares of the plan's tasks: one for each unit that a task names, with the milestones that it is to reach.
import type { Day } from '#lib/kernel/day.ts';
import { isTerritory, type Name, type PlanDocument, type TaskMilestones } from './plan-document.ts';

export type ShareRole = 'lead' | 'joint' | 'territory';

export interface ShareMilestone {
	/** `<task>/<unit>/<number>`, e.g. `2.3/yinzhou/1`. */
	readonly id: string;
	readonly title: Name;
	readonly planned: Day;
	/** The item of the document's timetable that it serves, or null. */
	readonly phaseItem: string | null;
	/** What the figures must show when it is reached. */
	readonly proves?: { readonly target: string; readonly value: number } | undefined;
}

export interface PlanShare {
	/** `<task>/<unit>`, e.g. `2.3/yinzhou`. */
	readonly id: string;
	readonly task: string;
	readonly unit: string;
	readonly role: ShareRole;
	/** In order of their planned days. */
	readonly milestones: readonly ShareMilestone[];
}

/** All shares in the order of the plan: task by task, its departments as named, then districts and zones in official order. */
export function sharesOf(plan: PlanDocument): PlanShare[] {
	const territories = plan.units.filter(isTerritory);
	return plan.tasks.flatMap((task, taskIndex) => {
		const templates = plan.milestones.find((candidate) => candidate.task === task.code);
		if (!templates) throw new Error(`a checked plan has milestones for task ${task.code}`);
		const departments = task.departments.map((unit, index): PlanShare => {
			const role = index === 0 ? 'lead' : 'joint';
			const list =
				role === 'lead' ? templates.lead : (templates.joint.find((joint) => joint.unit === unit)?.milestones ?? []);
			return share(task.code, unit, role, list);
		});
		if (!task.territories) return departments;
		return [
			...departments,
			...territories.map((unit, index) =>
				share(task.code, unit.code, 'territory', inTurn(templates, index + taskIndex))
			)
		];
	});
}

/** Territories take turns through a template's days; the task's place shifts the turn, so that nobody is always first. */
function inTurn(templates: TaskMilestones, turn: number): TaskMilestones['lead'] {
	return templates.territories.map(({ planned, ...template }) => ({
		...template,
		planned: planned[turn % planned.length] as Day
	}));
}

function share(task: string, unit: string, role: ShareRole, templates: TaskMilestones['lead']): PlanShare {
	const id = `${task}/${unit}`;
	const milestones = [...templates]
		.sort((a, b) => (a.planned < b.planned ? -1 : a.planned > b.planned ? 1 : 0))
		.map((template, index) => ({ id: `${id}/${index + 1}`, ...template }));
	return { id, task, unit, role, milestones };
}
