// A plan document as the files of its folder again: what an amendment edits and the check reads.
import { planParts, type PlanDocument } from './plan-document.ts';

/** File name > parsed content; the check makes the same document of them. */
export function filesOf(document: PlanDocument): Record<string, unknown> {
	const {
		clauses,
		units,
		goals,
		targets,
		indicators,
		tasks,
		milestones,
		budget,
		phases,
		safeguards,
		readings,
		settings,
		...plan
	} = document;
	const parts = {
		...{ plan, clauses, units, goals, targets, indicators, tasks, milestones },
		...{ budget, phases, safeguards, readings, settings }
	};
	return Object.fromEntries(planParts.map((part) => [`${part}.json`, parts[part]]));
}
