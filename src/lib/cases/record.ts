// The three records of a case as one: what each moves, says of itself and rests on. Commands and port share it, so that a
// reversal is the exact inverse of what was recorded.
import { daysBetween, type Day } from '#lib/kernel/day.ts';
import type { FaultCode } from '#lib/kernel/result.ts';
import type { CellDelta, Layer } from '#lib/protocol/cells.ts';
import { acceptanceDeltas, closureDeltas, reopeningDeltas, type CaseType, type Outcome } from './case.ts';

/** What a case is in all of its records. */
export interface CaseFacts {
	readonly type: CaseType;
	readonly territory: string;
	readonly department: string | null;
	readonly acceptedAt: Day;
}

export type CaseRecord =
	| { readonly kind: 'case'; readonly file: CaseFacts }
	| { readonly kind: 'closure'; readonly file: CaseFacts; readonly closedAt: Day; readonly outcome: Outcome | null }
	| { readonly kind: 'reopening'; readonly file: CaseFacts; readonly closedAt: Day; readonly reopenedAt: Day };

/** The cells that a record adds to (`sign` 1) or leaves (`sign` -1) in one layer. */
export function caseDeltas(record: CaseRecord, layer: Layer, sign: 1n | -1n): CellDelta[] {
	const { acceptedAt, territory } = record.file;
	switch (record.kind) {
		case 'case':
			return acceptanceDeltas({ acceptedAt, territory }, layer, sign);
		case 'closure':
			return closureDeltas({ acceptedAt, territory, closedAt: record.closedAt }, layer, sign);
		case 'reopening': {
			const { closedAt, reopenedAt } = record;
			return reopeningDeltas({ acceptedAt, territory, closedAt, reopenedAt }, layer, sign);
		}
	}
}

/** Codes and figures of a record for one line of the feed. */
export function caseValues(record: CaseRecord): Record<string, string | number | null> {
	const { file, kind } = record;
	const values = { ledger: 'cases', kind, type: file.type, territory: file.territory, department: file.department };
	switch (record.kind) {
		case 'case':
			return { ...values, date: file.acceptedAt };
		case 'closure':
			return {
				...values,
				date: record.closedAt,
				days: daysBetween(file.acceptedAt, record.closedAt),
				outcome: record.outcome
			};
		case 'reopening':
			return { ...values, date: record.reopenedAt };
	}
}

/** A record among the others of its case. */
export interface CaseLink {
	/** The record that it rests on: a closure on its acceptance or reopening, a reopening on its closure. */
	readonly restsOn: string | null;
	/** Whether a record that is not reversed rests on it. */
	readonly carries: boolean;
	readonly reversed: boolean;
}

/**
 * Why a record cannot be confirmed now, or null: the confirmed layer grows in the order of the case.
 * @param confirmed ids of the records that are confirmed, or are confirmed together with this one; see `confirmedWith`
 */
export function caseConfirmationBar(link: CaseLink, confirmed: ReadonlySet<string>): FaultCode | null {
	return link.restsOn === null || confirmed.has(link.restsOn) ? null : 'not_confirmed_before';
}

/**
 * The records that stand as confirmed once a list is confirmed as far as it can be: what rests on a record that stays back stays
 * back with it.
 */
export function confirmedWith(
	confirmed: ReadonlySet<string>,
	list: readonly { readonly id: string; readonly link: CaseLink }[]
): ReadonlySet<string> {
	const standing = new Set(confirmed);
	for (let before = -1; standing.size > before;) {
		before = standing.size;
		for (const { id, link } of list) if (caseConfirmationBar(link, standing) === null) standing.add(id);
	}
	return standing;
}

/** Why a record cannot be reversed now, or null. What is reversed already stays so, whatever happened to its case since. */
export function caseReversalBar(link: CaseLink): FaultCode | null {
	return link.carries && !link.reversed ? 'has_dependents' : null;
}
