// What the ledger of the plan says of itself: the facts of its records, and the values that name them in the feed.
import type { Fact } from '#lib/log/fact.ts';
import { invalidated, type Invalidation } from '#lib/protocol/invalidations.ts';
import type { CellDelta } from '#lib/protocol/cells.ts';
import type { ShareFields } from '#lib/tasks/share.ts';

/** Pages that show the plan, and whoever confirms. */
export const planTouches: readonly Invalidation[] = [invalidated.planRecords];

export function planFact(
	type: 'readingProposed' | 'safeguardUpdated' | 'amendmentProposed',
	id: string,
	unit: string,
	values: Fact['values'],
	deltas: readonly CellDelta[]
): Fact {
	return {
		type,
		ids: [id],
		unit,
		after: `entry:${id}@1`,
		values,
		deltas,
		touches: [invalidated.review, ...planTouches],
		streams: ['plan', `unit:${unit}`],
		feed: true
	};
}

export function readingValues(choice: { readonly reading: string; readonly option: string }): Fact['values'] {
	return { ledger: 'plan', kind: 'reading', reading: choice.reading, option: choice.option };
}

export function safeguardValues(
	safeguard: string,
	before: Pick<ShareFields, 'status' | 'progress'>,
	after: Pick<ShareFields, 'status' | 'progress'>
): Fact['values'] {
	return {
		ledger: 'plan',
		kind: 'safeguard',
		safeguard,
		statusFrom: before.status,
		status: after.status,
		progressFrom: before.progress,
		progress: after.progress
	};
}

export function amendmentValues(row: {
	readonly basedOn: number;
	readonly effectiveFrom: string;
	readonly changes: number;
}): Fact['values'] {
	return { ledger: 'plan', kind: 'amendment', basedOn: row.basedOn, date: row.effectiveFrom, changes: row.changes };
}
