// Readings, safeguards and amendments as lists and pages show them.
import { joined, type RecordKind } from '#lib/entries/feature.ts';
import { m } from '#lib/paraglide/messages.js';
import type { ShareStatus } from '#lib/tasks/share.ts';
import { statusWord } from '#lib/tasks/task-words.ts';

export interface ReadingDetails {
	readonly kind: 'reading';
	readonly reading: string;
	readonly option: string;
	readonly reason: string;
}

export interface SafeguardDetails {
	readonly kind: 'safeguard';
	readonly safeguard: string;
	readonly status: ShareStatus;
	readonly progress: number;
	readonly narrative: string;
	readonly nextStep: string;
	readonly changed: readonly string[];
}

export interface AmendmentDetails {
	readonly kind: 'amendment';
	/** The version that it was written on. */
	readonly basedOn: number;
	readonly effectiveFrom: string;
	/** How many places of the plan it changes. */
	readonly changes: number;
	readonly reason: string;
}

/** A choice of one reading of the plan. */
export const readingKind: RecordKind<ReadingDetails> = {
	kind: 'reading',
	words(details, names) {
		const reading = names.readings[details.reading];
		return {
			title: joined([m.plan_record_reading(), reading?.question ?? details.reading]),
			sub: joined([reading?.options[details.option] ?? details.option, details.reason]),
			reference: ''
		};
	},
	lines(details, names) {
		return [
			[m.plan_reading(), names.readings[details.reading]?.question ?? details.reading],
			[m.plan_reading_option(), names.readings[details.reading]?.options[details.option] ?? details.option],
			[m.plan_reason(), details.reason]
		];
	}
};

/** An update of a safeguard. */
export const safeguardKind: RecordKind<SafeguardDetails> = {
	kind: 'safeguard',
	words(details, names) {
		return {
			title: joined([m.plan_record_safeguard(), names.safeguards[details.safeguard] ?? details.safeguard]),
			sub: joined([statusWord(details.status), `${details.progress}%`, details.narrative]),
			reference: ''
		};
	},
	lines(details, names) {
		return [
			[m.plan_safeguard(), names.safeguards[details.safeguard] ?? details.safeguard],
			[m.tasks_field_narrative(), details.narrative],
			[m.tasks_field_next_step(), details.nextStep]
		];
	}
};

/** A proposal to change the plan. */
export const amendmentKind: RecordKind<AmendmentDetails> = {
	kind: 'amendment',
	words(details) {
		return {
			title: joined([m.plan_record_amendment(), m.plan_amendment_changes({ count: details.changes })]),
			sub: joined([m.plan_effective_from({ date: details.effectiveFrom }), details.reason]),
			reference: m.plan_based_on({ version: details.basedOn })
		};
	},
	lines(details) {
		return [
			[m.plan_effective(), details.effectiveFrom],
			[m.plan_changed_places(), String(details.changes)],
			[m.plan_reason(), details.reason]
		];
	}
};
