// The cells of tasks: the shares by status, their progress, the milestones that are reached.
import { cellFamily, keyPattern } from '../cell-family.ts';

/** Statuses with a cell: not started is the absence of one. */
export const statusesInKeys = ['in_progress', 'blocked', 'completed', 'cancelled'] as const;

const status = { status: statusesInKeys };

export const sharesByStatus = cellFamily('shares/:status', 'city', 'count', status);
/** 1 for the status that the share is in. */
export const shareStatus = cellFamily('share/:task/:unit/status/:status', 'breakdown', 'flag', status);
/** As of the share's last update. */
export const sharesProgress = cellFamily('share/:task/:unit/progress', 'breakdown', 'percent');
export const milestonesReached = cellFamily('milestones/reached', 'city', 'count');
/** 1 when the share's n-th milestone is reached. */
export const milestoneReached = cellFamily('milestone/:task/:unit/:n', 'breakdown', 'flag');
/** Milestones reached on a day that serve an item of the timetable. */
export const itemMilestones = cellFamily('phase-items/:item/:day', 'city', 'count');

/** The ids of shares in plans and records: `2.3/yinzhou`. */
export const shareIds = keyPattern(':task/:unit');
/** The ids of milestones: `2.3/yinzhou/1`. */
export const milestoneIds = keyPattern(':task/:unit/:n');

/** What the id of a milestone, a share or a task names. */
export function taskNamed(id: string): { readonly task: string; readonly unit: string | null } {
	return milestoneIds.read(id) ?? shareIds.read(id) ?? { task: id, unit: null };
}
