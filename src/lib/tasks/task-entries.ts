// Updates of shares and reached milestones as lists and pages show them.
import { joined, type RecordKind } from '#lib/entries/feature.ts';
import { m } from '#lib/paraglide/messages.js';
import type { ShareStatus } from './share.ts';
import { statusWord } from './task-words.ts';

export interface UpdateDetails {
	readonly kind: 'update';
	readonly task: string;
	readonly status: ShareStatus;
	readonly progress: number;
	readonly narrative: string;
	readonly nextStep: string;
	readonly changed: readonly string[];
}

export interface MilestoneDetails {
	readonly kind: 'milestone';
	readonly task: string;
	readonly milestone: string;
	readonly planned: string;
	readonly note: string | null;
}

/** An update of a share. */
export const updateKind: RecordKind<UpdateDetails> = {
	kind: 'update',
	words(details, names) {
		return {
			title: joined([details.task, names.tasks[details.task]]),
			sub: joined([statusWord(details.status), `${details.progress}%`, details.narrative]),
			reference: ''
		};
	},
	lines(details) {
		return [
			[m.tasks_field_narrative(), details.narrative],
			[m.tasks_field_next_step(), details.nextStep]
		];
	}
};

/** A milestone that was reached. */
export const milestoneKind: RecordKind<MilestoneDetails> = {
	kind: 'milestone',
	words(details, names, milestones) {
		return {
			title: milestones[details.milestone] ?? details.milestone,
			sub: joined([
				m.tasks_planned_on({ date: details.planned }),
				`${details.task} ${names.tasks[details.task] ?? ''}`,
				details.note
			]),
			reference: ''
		};
	},
	lines(details) {
		return [[m.ledgers_note(), details.note]];
	}
};
