// What a unit owes: its shares with their lights, and the milestones that are overdue or due soon.
import { shareLight } from './shares-view.ts';
import type { ShareRule } from './tasks-view-types.ts';
import type { Layered } from '#lib/figures/layered.ts';
import { addDays, daysBetween, type Day } from '#lib/kernel/day.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { Name } from '#lib/plan/plan-document.ts';
import type { ProofConflict } from '#lib/protocol/verdict.ts';
import type { LightName } from '#lib/ui/lights.ts';
import type { ShareFields, ShareStatus } from './share.ts';

/** How many days ahead a milestone is said to be due soon. */
export const soonDays = 30;

/** A share as its store holds it. */
export interface StoredShare {
	readonly id: string;
	readonly task: string;
	readonly unit: string;
	readonly role: 'lead' | 'joint' | 'territory';
	readonly fields: ShareFields;
	readonly version: number;
	readonly confirmed: { readonly version: number; readonly status: ShareStatus; readonly progress: number };
	readonly contact: { readonly id: string; readonly name: string } | null;
	readonly lastUpdate: { readonly at: Date } | null;
	readonly milestones: readonly {
		readonly id: string;
		readonly planned: Day;
		readonly report: {
			readonly entry: string;
			readonly actual: Day;
			readonly note: string | null;
			readonly confirmed: boolean;
		} | null;
		/** Whether the confirmed layer has it as reached, whatever became of it since as reported. */
		readonly confirmed: boolean;
	}[];
}

export interface WorkMilestone {
	readonly id: string;
	readonly title: string;
	readonly planned: Day;
	/** Days from today to the planned day; negative when it has passed. */
	readonly daysLeft: number;
	/** The name of the target that contradicts its report; null where none does. */
	readonly contradictedBy: string | null;
	readonly report: StoredShare['milestones'][number]['report'];
}

export interface WorkShare {
	readonly id: string;
	readonly task: string;
	readonly title: string;
	readonly role: 'lead' | 'joint' | 'territory';
	readonly lead: string;
	readonly light: LightName;
	/** The rule that gives the light. */
	readonly why: ShareRule;
	readonly planned: number;
	readonly reached: Layered<number>;
	/** Milestones that are overdue, and since how many days the oldest is. */
	readonly overdue: number;
	readonly oldestOverdueDays: number;
	/** Days after which an overdue milestone is behind. */
	readonly limit: number;
	readonly fields: ShareFields;
	readonly confirmed: { readonly status: ShareStatus; readonly progress: number };
	/** `none` before the first report. */
	readonly state: 'none' | 'reported' | 'confirmed';
	readonly updatedAt: Date | null;
	/** Who looks after it; null while nobody does. */
	readonly contact: { readonly id: string; readonly name: string } | null;
	readonly milestones: readonly WorkMilestone[];
}

export interface DueMilestone extends WorkMilestone {
	readonly share: string;
	readonly task: string;
	readonly taskTitle: string;
}

export interface Work {
	/** The longest overdue first. */
	readonly overdue: readonly DueMilestone[];
	/** The next one first. */
	readonly soon: readonly DueMilestone[];
	/** The first milestone after those; null when the unit has reached all. */
	readonly next: DueMilestone | null;
	readonly shares: readonly WorkShare[];
}

/** Whether a milestone of these units is held against a target's value: only then the figures are of interest here. */
export function haveProofs({ shares }: Pick<PlanIndex, 'shares'>, units: readonly string[]): boolean {
	return [...shares.values()].some(
		({ unit, milestones }) => units.includes(unit) && milestones.some(({ proves }) => proves !== undefined)
	);
}

/** @param conflicts reports of milestones that a target contradicts */
export function workOf(
	plan: PlanIndex,
	stored: readonly StoredShare[],
	today: Day,
	locale: string,
	conflicts: readonly ProofConflict[] = []
): Work {
	const words = (name: Name | undefined) => (name ? (locale === 'en' ? name.en : name.zh) : '');
	const order = [...plan.tasks.keys()];
	const against = (milestone: string) => {
		const conflict = conflicts.find((one) => one.milestone === milestone);
		const target = conflict && plan.document.targets.find(({ id }) => id === conflict.target);
		return target ? words(target.name) : null;
	};
	const shares = stored
		.toSorted((a, b) => order.indexOf(a.task) - order.indexOf(b.task))
		.map((share): WorkShare => {
			const task = plan.tasks.get(share.task);
			const lead = task ? plan.units.get(task.lead) : undefined;
			return {
				id: share.id,
				task: share.task,
				title: words(task?.title),
				role: share.role,
				lead: words(lead?.short),
				planned: share.milestones.length,
				reached: reachedOf(share),
				limit: plan.document.settings.verdict.milestones.behindAfterDays,
				...shareLight(
					{ reported: share.fields.status, confirmed: share.confirmed.status },
					milestonesOf(share, today),
					plan.document.settings.verdict.milestones.behindAfterDays
				),
				...overdueOf(share, today),
				fields: share.fields,
				confirmed: { status: share.confirmed.status, progress: share.confirmed.progress },
				state: share.version === 0 ? 'none' : share.version === share.confirmed.version ? 'confirmed' : 'reported',
				updatedAt: share.lastUpdate?.at ?? null,
				contact: share.contact,
				milestones: share.milestones.map(({ id, planned, report }) => ({
					id,
					planned,
					report,
					title: words(plan.milestones.get(id)?.title),
					contradictedBy: against(id),
					daysLeft: daysBetween(today, planned)
				}))
			};
		});
	// Those of a cancelled share too: only an amendment of the plan takes milestones away (R20).
	const open = shares
		.flatMap((share) =>
			share.milestones
				.filter(({ report }) => report === null)
				.map((milestone): DueMilestone => ({ ...milestone, share: share.id, task: share.task, taskTitle: share.title }))
		)
		.sort((a, b) => a.daysLeft - b.daysLeft);
	const later = addDays(today, soonDays);
	return {
		overdue: open.filter(({ planned }) => planned < today),
		soon: open.filter(({ planned }) => planned >= today && planned <= later),
		next: open.find(({ planned }) => planned > later) ?? null,
		shares
	};
}

function reachedOf({ milestones }: StoredShare): Layered<number> {
	return {
		reported: milestones.filter(({ report }) => report !== null).length,
		confirmed: milestones.filter((milestone) => milestone.confirmed).length
	};
}

function overdueOf({ milestones }: StoredShare, today: Day) {
	const overdue = milestones.filter(({ planned, report }) => planned < today && report === null);
	return {
		overdue: overdue.length,
		oldestOverdueDays: Math.max(0, ...overdue.map(({ planned }) => daysBetween(planned, today)))
	};
}

function milestonesOf(share: StoredShare, today: Day) {
	return {
		planned: share.milestones.length,
		...overdueOf(share, today),
		reached: reachedOf(share)
	};
}
