// Which targets the page of goals shows, as its address says it; what it does not understand it leaves out.
import type { Light } from '#lib/figures/layered.ts';
import type { GoalFrame, PlannedTarget } from './goal-frame.ts';

/** Stands for targets under a task or a safeguard. */
export const otherGoal = 'other';

/** The lights that a target can show, the worst first. */
export const targetLights = [
	'behind',
	'risk',
	'unreported',
	'base_missing',
	'too_few',
	'not_started',
	'done_late',
	'good',
	'done'
] as const satisfies readonly Light[];

export interface GoalFilter {
	/** A goal's id or `other`. */
	readonly goal: string | null;
	readonly light: (typeof targetLights)[number] | null;
	/** A unit's code. */
	readonly owner: string | null;
	/** The day gone by that is looked at, as the address has it; null: live. */
	readonly asOf: string | null;
}

export function readGoalFilter(params: URLSearchParams, frame: Pick<GoalFrame, 'goals' | 'targets'>): GoalFilter {
	const goal = params.get('goal');
	const owner = params.get('owner');
	return {
		goal: goal === otherGoal || frame.goals.some(({ id }) => id === goal) ? goal : null,
		light: targetLights.find((light) => light === params.get('light')) ?? null,
		owner: frame.targets.some((target) => target.owner === owner) ? owner : null,
		asOf: params.get('asOf')
	};
}

/** The page's address with other values. */
export function goalHref(filter: GoalFilter, change: Partial<GoalFilter> = {}): string {
	const { goal, light, owner, asOf } = { ...filter, ...change };
	const params = new URLSearchParams();
	if (goal !== null) params.set('goal', goal);
	if (light !== null) params.set('light', light);
	if (owner !== null) params.set('owner', owner);
	if (asOf !== null) params.set('asOf', asOf);
	const query = params.toString();
	return `/goals${query && `?${query}`}`;
}

/** The page of one target, on the same day. */
export function targetHref(id: string, asOf: string | null): string {
	return asOf === null ? `/goals/${id}` : `/goals/${id}?asOf=${encodeURIComponent(asOf)}`;
}

/** An address with parts of its query changed; null leaves a part out. */
export function changedHref(
	path: string,
	params: URLSearchParams,
	change: Readonly<Record<string, string | null>>
): string {
	const next = new URLSearchParams(params);
	for (const [name, value] of Object.entries(change)) {
		if (value === null) next.delete(name);
		else next.set(name, value);
	}
	const query = next.toString();
	return `${path}${query && `?${query}`}`;
}

/** Whether a target is among those asked for. */
export function isShown(filter: GoalFilter, target: Pick<PlannedTarget, 'goal' | 'owner'>, light: Light): boolean {
	return (
		(filter.goal === null || filter.goal === (target.goal ?? otherGoal)) &&
		(filter.light === null || filter.light === light) &&
		(filter.owner === null || filter.owner === target.owner)
	);
}
