// The matrix of tasks by departments as rows and cells, with what a reader is told about each cell.
import { isCalm, wordOf, type LightName } from '#lib/ui/lights.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Labels } from './labels.ts';
import { shareWhy } from '#lib/tasks/share-why.ts';
import type { ShareState, TasksView, TaskState } from '#lib/tasks/tasks-view-types.ts';
import type { Layered } from '#lib/figures/layered.ts';

export interface MatrixRow {
	readonly task: TaskState;
	/** One for each department in official order; null where it has no share. */
	readonly cells: readonly (ShareState | null)[];
	/** The worst lights of its territories that are not on course, the worst first. */
	readonly territoriesOff: readonly ShareState[];
}

const concern: readonly LightName[] = ['behind', 'blocked', 'risk', 'returned', 'unreported', 'base_missing'];

export function matrixRows(tasks: TasksView, labels: Labels): MatrixRow[] {
	return tasks.tasks.map((task) => ({
		task,
		cells: labels.departments.map((unit) => task.departments.find((share) => share.unit === unit) ?? null),
		territoriesOff: concern.flatMap((light) => task.territories.filter((share) => share.light === light))
	}));
}

export function shareCount(tasks: TasksView): number {
	return tasks.tasks.reduce((sum, task) => sum + task.departments.length + task.territories.length, 0);
}

/** How many of a department's shares are not on course, and how many it holds. */
export function offOf(tasks: TasksView, unit: string): { readonly off: number; readonly total: number } {
	const entry = tasks.byDepartment.find((candidate) => candidate.unit === unit);
	if (!entry) return { off: 0, total: 0 };
	const off = concern.reduce((sum, light) => sum + (entry.lights[light] ?? 0), 0);
	return { off, total: entry.total };
}

export function progressText(progress: Layered<number>): string {
	return progress.reported === progress.confirmed
		? m.dashboard_tasks_progress_same({ reported: progress.reported })
		: m.dashboard_tasks_progress_both({ reported: progress.reported, confirmed: progress.confirmed });
}

/** All about one share, in the order a reader asks for it. */
export function shareText(task: TaskState, share: ShareState, labels: Labels): string {
	const role =
		share.role === 'lead'
			? m.dashboard_tasks_lead()
			: share.role === 'joint'
				? m.dashboard_tasks_joint()
				: m.dashboard_tasks_territory();
	return [
		`${task.code} ${labels.task(task.code)}`,
		`${labels.unit(share.unit)} (${role})`,
		wordOf(share.light),
		progressText(share.progress),
		shareWhy(share, labels.limits.milestones.behindAfterDays)
	].join(' · ');
}

export function territoriesText(row: MatrixRow, labels: Labels): string {
	const { task, territoriesOff } = row;
	const calm = task.territories.filter((share) => isCalm(share.light)).length;
	const all = m.dashboard_tasks_territories_text({ total: task.territories.length, calm });
	if (territoriesOff.length === 0) return `${task.code} · ${all}`;
	const list = territoriesOff
		.map((share) => `${labels.unit(share.unit)} ${wordOf(share.light)}`)
		.join(m.dashboard_unit_join());
	return `${task.code} · ${all} · ${list}`;
}
