// Tasks, their shares and milestones as screens show them.
import type { Light, Layered } from '#lib/figures/layered.ts';

export interface ShareState {
	readonly unit: string;
	readonly role: 'lead' | 'joint' | 'territory';
	readonly light: Light;
	/** The rule that gives the light. */
	readonly why: ShareRule;
	/** Percent 0..100. */
	readonly progress: Layered<number>;
	/** Milestones in all. */
	readonly planned: number;
	/** Planned up to today. */
	readonly due: number;
	readonly reached: Layered<number>;
	/** Milestones planned before today and not reported as reached. */
	readonly overdue: number;
	/** Days since the oldest overdue milestone was due; 0 when none is. */
	readonly oldestOverdueDays: number;
}

/** The rules of a share's light, in the order in which they are asked (R21). */
export type ShareRule = 'cancelled' | 'long_overdue' | 'blocked' | 'overdue' | 'completed' | 'not_started' | 'on_track';

/**
 * What gives a task its light (R23): `one` unit that is off, the `territories` taken together, or what `all` have in common;
 * `mixed` is none of these.
 */
export interface TaskWhy {
	readonly rule: 'one' | 'territories' | 'all' | 'mixed';
	/** The units that decide; empty where no single one does. */
	readonly units: readonly string[];
	/** Under the plan's rule `lead` nobody else counts. */
	readonly leadAlone: boolean;
}

export interface TaskState {
	readonly code: string;
	readonly light: Light;
	readonly why: TaskWhy;
	/** Mean progress of its shares (leads and departments weigh like territories), percent. */
	readonly progress: Layered<number>;
	readonly departments: readonly ShareState[];
	readonly territories: readonly ShareState[];
}

export interface TasksView {
	readonly light: Light;
	readonly tasks: readonly TaskState[];
	/** For each department in official order: how many of its shares stand at each light. */
	readonly byDepartment: readonly {
		readonly unit: string;
		readonly total: number;
		readonly lights: Readonly<Partial<Record<Light, number>>>;
	}[];
}

export interface UnitMilestones {
	readonly unit: string;
	readonly kind: 'district' | 'zone' | 'department';
	readonly light: Light;
	readonly planned: number;
	/** Planned up to today. */
	readonly due: number;
	/** Reported reached (all, also ahead of time). */
	readonly reached: Layered<number>;
	/** Of those due, reached: the numerator of the share shown on the tile. */
	readonly dueReached: Layered<number>;
	readonly overdue: number;
	/** Days since the oldest overdue milestone was due; 0 when none is. */
	readonly oldestOverdueDays: number;
	/** Overdue for longer than the plan bears. */
	readonly longOverdue: number;
}

export interface MilestonesView {
	readonly light: Light;
	readonly planned: number;
	readonly due: number;
	readonly reached: Layered<number>;
	readonly overdue: number;
	/** Null where it is not known: readers without the breakdown have it from the verdict. */
	readonly oldestOverdueDays: number | null;
	/** Districts and zones in official order; null for readers without the breakdown. */
	readonly units: readonly UnitMilestones[] | null;
}
