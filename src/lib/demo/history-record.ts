// One record of the sample history before it is entered: who enters it, and the day it tells of.
import type { CaseInput, ClosureInput, ReopeningInput } from '#lib/cases/case.ts';
import type { DisbursementInput } from '#lib/funds/movement.ts';
import type { OperationInput } from '#lib/funds/operation.ts';
import type { ReviewInput } from '#lib/funds/review.ts';
import type { TransferInput } from '#lib/funds/transfer.ts';
import type { Day } from '#lib/kernel/day.ts';
import type { BaseFreezeInput } from '#lib/observations/base-freeze.ts';
import type { BaseFigureInput } from '#lib/observations/base-figure.ts';
import type { ObservationInput } from '#lib/observations/observation.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { SafeguardInput } from '#lib/plan-changes/safeguard.ts';
import type { EntityChangeInput, NewEntityInput } from '#lib/registers/register.ts';
import type { GateInput } from '#lib/stages/gate.ts';
import type { MilestoneInput, TaskUpdateInput } from '#lib/tasks/share.ts';
import type { TransactionInput } from '#lib/transactions/deal.ts';
import { demoPeople, type DemoPerson } from './demo-people.ts';
import type { Random } from './random.ts';

/** In the order in which somebody enters them: a case before its closure. */
export const recordKinds = [
	'disbursements',
	'operations',
	'transfers',
	'reviews',
	'transactions',
	'cases',
	'closures',
	'reopenings',
	'updates',
	'milestones',
	'observations',
	'bases',
	'freezes',
	'entities',
	'entityChanges',
	'safeguards',
	'gates'
] as const;
export type RecordKind = (typeof recordKinds)[number];

export interface RecordInputs {
	readonly disbursements: DisbursementInput;
	readonly operations: OperationInput;
	readonly transfers: TransferInput;
	readonly reviews: ReviewInput;
	readonly transactions: TransactionInput;
	readonly cases: CaseInput;
	readonly closures: ClosureInput;
	readonly reopenings: ReopeningInput;
	readonly updates: TaskUpdateInput;
	readonly milestones: MilestoneInput;
	readonly observations: ObservationInput;
	readonly bases: BaseFigureInput;
	readonly freezes: BaseFreezeInput;
	readonly entities: NewEntityInput;
	readonly entityChanges: SampleEntityChange;
	readonly safeguards: SafeguardInput;
	readonly gates: GateInput;
}

/** A change of an entity that another record entered. */
export interface SampleEntityChange {
	readonly of: SampleRecord;
	readonly changes: EntityChangeInput['changes'];
}

/** Entered on its day at the earliest. */
export type SampleRecord = {
	readonly [Kind in RecordKind]: {
		readonly kind: Kind;
		readonly by: DemoPerson;
		readonly day: Day;
		readonly input: RecordInputs[Kind];
	};
}[RecordKind];

/** What each part of the history is written from. */
export interface HistoryGround {
	readonly plan: PlanIndex;
	readonly people: readonly DemoPerson[];
	/** The last day that a record may tell of. */
	readonly until: Day;
	/** A generator of the part's own: a change in one part leaves the others as they are. */
	readonly random: Random;
}

export function historyGround(plan: PlanIndex, until: Day, random: Random): HistoryGround {
	return { plan, people: demoPeople(plan.document), until, random };
}

/** How much of the city's business a district or zone has; units of another plan have equal parts. */
const territoryWeights: Readonly<Record<string, number>> = {
	haishu: 9,
	jiangbei: 8,
	beilun: 10,
	zhenhai: 8,
	yinzhou: 14,
	fenghua: 5,
	yuyao: 10,
	cixi: 13,
	ninghai: 6,
	xiangshan: 4,
	hitech: 10,
	bonded: 3,
	daxie: 2,
	'dongqian-lake': 1.5,
	'hangzhou-bay': 5,
	meishan: 2.5
};

/** District and zone codes with their weights. */
export function weighTerritories(plan: PlanIndex): Record<string, number> {
	return Object.fromEntries([...plan.territories].map((code) => [code, territoryWeights[code] ?? 6]));
}

/** Units that are behind, so that there is something to see: how fast they are beside the others. */
const slowUnits: Readonly<Record<string, number>> = { xiangshan: 0.55, 'dongqian-lake': 0.5, 'fin-office': 0.6 };

export function paceOf(unit: string): number {
	return slowUnits[unit] ?? 1;
}
