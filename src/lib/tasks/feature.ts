// Tasks as a feature: updates of shares and reached milestones.
import { feedText, type Feature, type FeedNames } from '#lib/entries/feature.ts';
import { taskNamed } from '#lib/figures/families/tasks.ts';
import { m } from '#lib/paraglide/messages.js';
import type { FeedItem } from '#lib/protocol/messages.ts';
import { milestoneKind, updateKind } from './task-entries.ts';
import { mayUpdateShare } from '#lib/access/rights.ts';
import { milestoneSchema, taskUpdateSchema } from './share.ts';

const words: Readonly<Record<string, () => string>> = {
	update: () => m.tasks_record_update(),
	milestone: () => m.tasks_record_milestone()
};

/** As the end of a line has them. */
const feedStatuses: Readonly<Record<string, () => string>> = {
	not_started: () => m.dashboard_feed_status_not_started(),
	in_progress: () => m.dashboard_feed_status_in_progress(),
	blocked: () => m.dashboard_feed_status_blocked(),
	completed: () => m.dashboard_feed_status_completed(),
	cancelled: () => m.dashboard_feed_status_cancelled()
};

declare module '#lib/protocol/event.ts' {
	interface FeatureEvents {
		milestoneReported: true;
		shareUpdated: true;
		shareHandedOver: true;
	}
}

export const tasks: Feature = {
	ledger: {
		ledger: 'tasks',
		word: () => m.tasks_record_update(),
		record: () => m.dashboard_feed_record(),
		page: '/work',
		book: null,
		subjectWord: (subject) => words[subject]?.() ?? subject,
		recordWord: ({ details }) => words[details.kind]?.() ?? details.kind,
		hrefOf: () => '/work#work-shares'
	},
	kinds: [updateKind, milestoneKind],
	events: {
		milestoneReported: {
			word: () => m.audit_event_milestone_reported(),
			line: (item, names) => ofTask(m.dashboard_feed_milestone_reported(), item, names),
			href: milestonesOf
		},
		shareUpdated: {
			word: () => m.audit_event_share_updated(),
			line: (item, names) => ofTask(m.dashboard_feed_share_updated(), item, names),
			figure: newStatus,
			href: milestonesOf
		},
		shareHandedOver: { word: () => m.audit_event_share_handed_over(), href: milestonesOf }
	},
	records: {
		milestone: { recorders: ['share-holder'], word: () => m.security_may_milestones() },
		'task-update': { recorders: ['share-holder'], word: () => m.security_may_updates() }
	},
	acts: { share: (plan, actor) => [...plan.shares.values()].some(({ unit }) => mayUpdateShare(actor, unit)) },
	endpoints: [
		{
			...{ path: 'milestones', schema: milestoneSchema, act: 'share', command: 'reportMilestones' },
			...{ operationId: 'reportMilestones', name: 'Milestone', summary: 'Report milestones as reached' }
		},
		{
			...{ path: 'task-updates', schema: taskUpdateSchema, act: 'share', command: 'updateShares' },
			...{ operationId: 'updateTaskShares', name: 'TaskUpdate', summary: 'Edit task shares, each field with its base' }
		}
	]
};

/** Ids of milestones and shares begin with the code of their task. */
function shareIn({ values }: FeedItem): string {
	return feedText(values['task']) || feedText(values['share']) || feedText(values['milestone']);
}

function ofTask(text: string, item: FeedItem, names: FeedNames): string {
	const code = taskNamed(shareIn(item)).task;
	return code ? m.dashboard_feed_of_task({ text, task: `${code} ${names.task(code)}` }) : text;
}

/** Null where the status is as it was. */
function newStatus({ values: { status, statusFrom } }: FeedItem): string | null {
	if (typeof status !== 'string' || typeof statusFrom !== 'string' || status === statusFrom) return null;
	return feedStatuses[status]?.() ?? null;
}

function milestonesOf(item: FeedItem): string {
	const { task, unit } = taskNamed(shareIn(item));
	return `/milestones?task=${encodeURIComponent(task)}${unit === null ? '' : `&unit=${encodeURIComponent(unit)}`}`;
}
