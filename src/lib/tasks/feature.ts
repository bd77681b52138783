// Tasks as a feature: updates of shares and reached milestones.
import type { Feature } from '#lib/entries/feature.ts';
import { m } from '#lib/paraglide/messages.js';
import { milestoneKind, updateKind } from './task-entries.ts';
import { mayUpdateShare } from '#lib/access/rights.ts';
import { milestoneSchema, taskUpdateSchema } from './share.ts';

const words: Readonly<Record<string, () => string>> = {
	update: () => m.tasks_record_update(),
	milestone: () => m.tasks_record_milestone()
};

export const tasks: Feature = {
	ledger: {
		ledger: 'tasks',
		word: () => m.tasks_record_update(),
		book: null,
		subjectWord: (subject) => words[subject]?.() ?? subject,
		recordWord: ({ details }) => words[details.kind]?.() ?? details.kind,
		hrefOf: () => '/work#work-shares'
	},
	kinds: [updateKind, milestoneKind],
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
