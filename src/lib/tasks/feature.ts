// Tasks as a feature: updates of shares and reached milestones.
import type { Feature } from '#lib/entries/feature.ts';
import { m } from '#lib/paraglide/messages.js';
import { milestoneKind, updateKind } from './task-entries.ts';

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
	kinds: [updateKind, milestoneKind]
};
