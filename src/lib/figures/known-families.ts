// All families of cells: which one a key belongs to, and so what its value is.
import { toWireCell, type Layer, type ValueType, type WireCell } from '#lib/protocol/cells.ts';
import { firstPart, type CellFamily } from './cell-family.ts';
import { baseValues, basesGiven, frozenAmounts, frozenCounts, frozenDurations } from './families/bases.ts';
import { casesDuration, casesOpen, casesTurned, casesTurnedBy } from './families/cases.ts';
import { dealAmounts, dealAmountsBy, dealCounts, dealCountsBy } from './families/deals.ts';
import {
	budgetExceptions,
	budgetMoved,
	chainExceptions,
	fundsMoved,
	fundsMovedBy,
	operationAmounts,
	operationCounts
} from './families/funds.ts';
import { observedReports, observedReportsBy, observedValues, observedValuesBy } from './families/observations.ts';
import { gatesDecided, readingsChosen, safeguardProgress, safeguardStatus } from './families/plan.ts';
import { registerCounts, registerCountsBy, registerSums } from './families/registers.ts';
import {
	itemMilestones,
	milestoneReached,
	milestonesReached,
	sharesProgress,
	sharesByStatus,
	shareStatus
} from './families/tasks.ts';

export const cellFamilies: readonly CellFamily[] = [
	fundsMoved,
	fundsMovedBy,
	budgetMoved,
	budgetExceptions,
	chainExceptions,
	operationAmounts,
	operationCounts,
	dealAmounts,
	dealCounts,
	dealAmountsBy,
	dealCountsBy,
	casesTurned,
	casesTurnedBy,
	casesOpen,
	casesDuration,
	sharesByStatus,
	shareStatus,
	sharesProgress,
	milestonesReached,
	milestoneReached,
	itemMilestones,
	observedValues,
	observedReports,
	observedValuesBy,
	observedReportsBy,
	baseValues,
	basesGiven,
	frozenAmounts,
	frozenCounts,
	frozenDurations,
	registerCounts,
	registerCountsBy,
	registerSums,
	readingsChosen,
	safeguardStatus,
	safeguardProgress,
	gatesDecided
];

const byFirstPart = new Map<string, CellFamily[]>();
for (const family of cellFamilies) {
	const first = firstPart(family.pattern);
	byFirstPart.set(first, [...(byFirstPart.get(first) ?? []), family]);
}

/** A key's family and its parts; null for a key of a newer server. */
export function readKey(key: string): { readonly family: CellFamily; readonly parts: object } | null {
	for (const family of byFirstPart.get(firstPart(key)) ?? []) {
		const parts = family.read(key);
		if (parts) return { family, parts };
	}
	return null;
}

/** What the value of a key is. */
export function valueTypeOf(key: string): ValueType {
	return readKey(key)?.family.type ?? 'count';
}

/** A cell as it travels, from its key alone. */
export function wireCellOf(key: string, layer: Layer, value: bigint): WireCell {
	return toWireCell(key, layer, value, valueTypeOf(key));
}
