// What the ledger of the tasks says of itself: facts of updates and of milestone reports, and the order of confirmations.
import type { Day } from '#lib/kernel/day.ts';
import type { Fact } from '#lib/log/fact.ts';
import { invalidated, type Invalidation } from '#lib/protocol/invalidations.ts';
import type { CellDelta } from '#lib/protocol/cells.ts';
import { taskStream, unitStream, type StreamName } from '#lib/protocol/streams.ts';
import { milestoneDeltas, shareDeltas, type ServedItem, type ShareFields } from './share.ts';

/** A share as far as its records name it. */
export interface ShareName {
	readonly id: string;
	readonly task: string;
	readonly unit: string;
}

/** The figures of a share at one version. */
export interface ShareFigures extends Pick<ShareFields, 'status' | 'progress'> {
	readonly version: number;
}

/** What a share shows before its first update, and the confirmed layer before its first confirmation. */
export const untouched: ShareFigures = { version: 0, status: 'not_started', progress: 0 };

export function updateFact(id: string, share: ShareName, before: ShareFigures, after: ShareFigures): Fact {
	return {
		type: 'shareUpdated',
		ids: [id],
		unit: share.unit,
		before: `share:${share.id}@${before.version}`,
		after: `share:${share.id}@${after.version}`,
		values: updateValues(share, before, after),
		deltas: shareDeltas(share, before, after, 'reported'),
		touches: [invalidated.review, ...touchesOf(share)],
		streams: streamsOf(share),
		feed: true
	};
}

export function reportFact(
	id: string,
	milestone: string,
	share: ShareName,
	actual: Day,
	phaseItem: string | null
): Fact {
	return {
		type: 'milestoneReported',
		ids: [id],
		unit: share.unit,
		after: `milestone_report:${id}@1`,
		values: reportValues(share, milestone, actual),
		deltas: milestoneDeltas(milestone, 'reported', 1n, served(phaseItem, actual)),
		touches: [invalidated.review, ...touchesOf(share)],
		streams: streamsOf(share),
		feed: true
	};
}

export function served(item: string | null, day: Day): ServedItem | null {
	return item === null ? null : { item, day };
}

export function updateValues(share: ShareName, before: ShareFigures, after: ShareFigures): Fact['values'] {
	return {
		ledger: 'tasks',
		kind: 'update',
		task: share.task,
		share: share.id,
		version: after.version,
		statusFrom: before.status,
		status: after.status,
		progressFrom: before.progress,
		progress: after.progress
	};
}

export function reportValues(share: ShareName, milestone: string, actual: Day): Fact['values'] {
	return { ledger: 'tasks', kind: 'milestone', task: share.task, share: share.id, milestone, date: actual };
}

export function touchesOf(share: ShareName): Invalidation[] {
	return [invalidated.share(share.id), invalidated.work(share.unit), invalidated.task(share.task)];
}

export function streamsOf(share: ShareName): StreamName[] {
	return [unitStream(share.unit), taskStream(share.task)];
}

/**
 * The cells that taking back the confirmations of updates of one share moves: together they take the confirmed layer to what it
 * shows without them. A version that a newer confirmed one has overtaken stays: that one rests on it.
 * @param others what the confirmed layer shows without them
 */
export function withdrawalSteps(
	share: ShareName,
	others: ShareFigures,
	updates: readonly ShareFigures[]
): ReadonlyMap<number, readonly CellDelta[] | 'confirmation_rested_on'> {
	const steps = new Map<number, readonly CellDelta[] | 'confirmation_rested_on'>();
	let to = others;
	for (const update of [...updates].sort((a, b) => a.version - b.version)) {
		if (update.version <= others.version) steps.set(update.version, 'confirmation_rested_on');
		else {
			steps.set(update.version, shareDeltas(share, update, to, 'confirmed'));
			to = update;
		}
	}
	return steps;
}

/** One update on its way into the confirmed layer. */
export interface ConfirmationStep {
	/** What the confirmed layer shows before it. */
	readonly from: ShareFigures;
	readonly deltas: readonly CellDelta[] | 'already_confirmed';
}

/**
 * The cells that confirming updates of one share moves, by version: each takes the confirmed layer from the version before it
 * to its own. A version that is not newer than the confirmed one has nothing left to say: it gets `already_confirmed`.
 */
export function confirmationSteps(
	share: ShareName,
	confirmed: ShareFigures,
	updates: readonly ShareFigures[]
): ReadonlyMap<number, ConfirmationStep> {
	const steps = new Map<number, ConfirmationStep>();
	let from = confirmed;
	for (const update of [...updates].sort((a, b) => a.version - b.version)) {
		if (update.version <= from.version) steps.set(update.version, { from, deltas: 'already_confirmed' });
		else {
			steps.set(update.version, { from, deltas: shareDeltas(share, from, update, 'confirmed') });
			from = update;
		}
	}
	return steps;
}
