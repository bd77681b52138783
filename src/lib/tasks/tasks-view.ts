// The tasks' panel: every task with its units' lights, rolled up as the plan says.
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import type { ShareRecord } from './shares-view.ts';
import { countLights, isOff, lightOfMany } from '#lib/figures/ratios.ts';
import type { ShareState, TasksView, TaskState, TaskWhy } from './tasks-view-types.ts';
import type { Layered, Light } from '#lib/figures/layered.ts';

type Task = PlanSummary['tasks'][number];

/** @param anything whether any share or milestone has been reported at all */
export function tasksView(plan: PlanSummary, shares: readonly ShareRecord[], anything: boolean): TasksView {
	const tasks = plan.tasks.map((task) =>
		taskState(
			plan,
			task,
			shares.filter((share) => share.task === task.code)
		)
	);
	return {
		light: anything
			? lightOfMany(
					tasks.map(({ light }) => light),
					plan.settings.verdict.overall
				)
			: 'unreported',
		tasks,
		byDepartment: plan.units
			.filter(({ kind }) => kind === 'department')
			.map(({ code }) => {
				const own = shares.filter(({ unit }) => unit === code);
				return { unit: code, total: own.length, lights: countLights(own.map(({ light }) => light)) };
			})
			.filter(({ total }) => total > 0)
	};
}

function taskState(plan: PlanSummary, task: Task, shares: readonly ShareRecord[]): TaskState {
	const departments = shares.filter(({ role }) => role !== 'territory');
	const territories = shares.filter(({ role }) => role === 'territory');
	const counting = task.rollup === 'lead' ? shares.filter(({ role }) => role === 'lead') : shares;
	return {
		code: task.code,
		...taskLight(plan, task, counting),
		progress: taskProgress(plan, task, counting),
		departments: departments.map(stateOf),
		territories: territories.map(stateOf)
	};
}

/** The worst of the departments' lights and of the one light of all territories; and whose it is. */
function taskLight(
	plan: PlanSummary,
	task: Task,
	counting: readonly ShareRecord[]
): { readonly light: Light; readonly why: TaskWhy } {
	const departments = counting.filter(({ role }) => role !== 'territory');
	const territories = counting.filter(({ role }) => role === 'territory');
	const together = territories.map(({ light }) => light);
	const lights = [
		...departments.map(({ light }) => light),
		...(territories.length > 0 ? [lightOfMany(together, plan.settings.verdict.overall)] : [])
	];
	const by = (rule: TaskWhy['rule'], units: readonly ShareRecord[] = []): TaskWhy => ({
		...{ rule, leadAlone: task.rollup === 'lead' },
		units: units.map(({ unit }) => unit)
	});
	const worst = (['behind', 'blocked', 'risk'] as const).find((light) => lights.includes(light));
	if (worst) {
		const ones = departments.filter(({ light }) => light === worst);
		const off = territories.filter(({ light }) => isOff(light));
		return { light: worst, why: ones.length > 0 ? by('one', ones) : by('territories', off) };
	}
	const counted = lights.filter((light) => light !== 'cancelled');
	if (counted.length === 0) return { light: 'cancelled', why: by('all') };
	if (counted.every((light) => light === 'done' || light === 'done_late'))
		return { light: counted.includes('done_late') ? 'done_late' : 'done', why: by('all') };
	return counted.every((light) => light === 'not_started')
		? { light: 'not_started', why: by('all') }
		: { light: 'good', why: by('mixed') };
}

/** Whole percent, rounded down, so that 100 means that every share is there. */
function taskProgress(plan: PlanSummary, task: Task, shares: readonly ShareRecord[]): Layered<number> {
	const counted = shares.filter(({ light }) => light !== 'cancelled');
	const weightOf = ({ role }: ShareRecord) => (task.rollup === 'weighted' ? plan.settings.rollupWeights[role] : 1);
	const weights = counted.reduce((sum, share) => sum + weightOf(share), 0);
	const mean = (layer: keyof Layered<number>) =>
		weights === 0
			? 0
			: Math.floor(counted.reduce((sum, share) => sum + weightOf(share) * share.progress[layer], 0) / weights);
	return { reported: mean('reported'), confirmed: mean('confirmed') };
}

function stateOf(share: ShareRecord): ShareState {
	const { unit, role, light, why, progress, planned, due, reached, overdue, oldestOverdueDays } = share;
	return { unit, role, light, why, progress, planned, due, reached, overdue, oldestOverdueDays };
}
