// Enforcement cases 案件: terms, forms and the cells that acceptance, closure and reopening move.
import * as v from 'valibot';
import { casesDuration, casesOpen, casesTurned, casesTurnedBy, type CaseTurn } from '#lib/figures/families/cases.ts';
import { daysBetween, monthOf, yearOf, type Day } from '#lib/kernel/day.ts';
import { codeField, dayField, numberText, shortText } from '#lib/kernel/fields.ts';
import type { CellDelta, Layer } from '#lib/protocol/cells.ts';

export const caseTypes = ['patent', 'trademark', 'copyright', 'trade_secret', 'other'] as const;
export type CaseType = (typeof caseTypes)[number];
export const channels = ['complaint', 'inspection', 'transfer', 'online', 'other'] as const;
export type Channel = (typeof channels)[number];
export const outcomes = ['penalty', 'mediated', 'withdrawn', 'dismissed', 'transferred', 'other'] as const;
export type Outcome = (typeof outcomes)[number];

export const caseSchema = v.strictObject({
	number: numberText(60),
	type: v.picklist(caseTypes, 'bad_choice'),
	territory: codeField,
	department: v.optional(v.nullable(codeField), null),
	channel: v.optional(v.nullable(v.picklist(channels, 'bad_choice')), null),
	acceptedAt: dayField,
	opening: v.optional(v.boolean('bad_choice'), false)
});
export type CaseInput = v.InferOutput<typeof caseSchema>;

export const closureSchema = v.strictObject({
	number: numberText(60),
	closedAt: dayField,
	outcome: v.optional(v.nullable(v.picklist(outcomes, 'bad_choice')), null)
});
export type ClosureInput = v.InferOutput<typeof closureSchema>;

export const reopeningSchema = v.strictObject({
	number: numberText(60),
	reopenedAt: dayField,
	reason: shortText(200)
});
export type ReopeningInput = v.InferOutput<typeof reopeningSchema>;

export function acceptanceDeltas(
	file: { readonly acceptedAt: Day; readonly territory: string },
	layer: Layer,
	sign: 1n | -1n
): CellDelta[] {
	return [
		turned('accepted', file.acceptedAt, layer, sign),
		casesOpen.delta({ day: file.acceptedAt }, layer, sign),
		turnedBy(file.territory, 'accepted', file.acceptedAt, layer, sign)
	];
}

/** A closure takes the case out of the open ones and puts its days since first acceptance into the year's histogram. */
export function closureDeltas(
	closure: { readonly acceptedAt: Day; readonly closedAt: Day; readonly territory: string },
	layer: Layer,
	sign: 1n | -1n
): CellDelta[] {
	const days = daysBetween(closure.acceptedAt, closure.closedAt);
	return [
		turned('closed', closure.closedAt, layer, sign),
		casesOpen.delta({ day: closure.acceptedAt }, layer, -sign),
		casesDuration.delta({ year: yearOf(closure.closedAt), days }, layer, sign),
		turnedBy(closure.territory, 'closed', closure.closedAt, layer, sign)
	];
}

/**
 * A reopening undoes its closure. In the year of the closure the closure stops counting (`undone`); in a later year the case
 * is new work of that year (`reopened`): the closure keeps its place in the year that is over.
 */
export function reopeningDeltas(
	reopening: { readonly acceptedAt: Day; readonly closedAt: Day; readonly reopenedAt: Day; readonly territory: string },
	layer: Layer,
	sign: 1n | -1n
): CellDelta[] {
	const sameYear = yearOf(reopening.closedAt) === yearOf(reopening.reopenedAt);
	const days = daysBetween(reopening.acceptedAt, reopening.closedAt);
	const turn = sameYear ? 'undone' : 'reopened';
	const deltas: CellDelta[] = [
		turned(turn, reopening.reopenedAt, layer, sign),
		casesOpen.delta({ day: reopening.acceptedAt }, layer, sign),
		turnedBy(reopening.territory, turn, reopening.reopenedAt, layer, sign)
	];
	if (sameYear) deltas.push(casesDuration.delta({ year: yearOf(reopening.closedAt), days }, layer, -sign));
	return deltas;
}

function turned(turn: CaseTurn, day: Day, layer: Layer, delta: bigint): CellDelta {
	return casesTurned.delta({ turn, day }, layer, delta);
}

function turnedBy(territory: string, turn: CaseTurn, day: Day, layer: Layer, delta: bigint): CellDelta {
	return casesTurnedBy.delta({ territory, turn, month: monthOf(day) }, layer, delta);
}
