// A plan small enough to compute by hand, and cells made of the very changes that the ledgers and tasks write.
import { day } from '#lib/kernel/day.ts';
import type { CellDelta } from '#lib/protocol/cells.ts';
import { shareIds } from '#lib/figures/families/tasks.ts';
import { readName, type CellName, type FoldState } from '#lib/figures/fold.ts';
import type { PlanSummary, TargetSummary } from '#lib/plan/plan-summary.ts';
import { milestoneDeltas, shareDeltas, type ShareStatus } from '#lib/tasks/share.ts';

const name = (text: string) => ({ zh: text, en: text });
const unit = (code: string, kind: PlanSummary['units'][number]['kind'], order: number) => ({
	code,
	kind,
	order,
	name: name(code),
	within: null,
	validFrom: day('2017-01-01'),
	validTo: null
});

/** A target of `ipo` by 2020 that has nothing but what is given. */
export function target(
	id: string,
	kind: TargetSummary['kind'],
	value: number,
	own: Partial<TargetSummary> & Pick<TargetSummary, 'measure'>
): TargetSummary {
	return {
		id,
		kind,
		name: name(id),
		unit: name('unit'),
		op: '>=',
		value,
		by: 2020,
		goal: 'goal',
		owner: 'ipo',
		figure: null,
		base: null,
		conditions: null,
		match: null,
		readings: [],
		...own
	};
}

/**
 * Three years of 1,096 days and 10,960.00 yuan: the pace line rises by 10.00 yuan a day. Seven shares in two tasks, 15
 * milestones, nine of them due on 2019-09-16, one of these on the day itself.
 */
export const smallPlan: PlanSummary = {
	document: 'No. 1',
	title: name('Plan'),
	shortTitle: name('Plan'),
	version: 1,
	coordinatingOffice: 'ipo',
	baseYear: 2017,
	firstRecord: null,
	years: [2018, 2019, 2020],
	units: [
		unit('ipo', 'department', 1),
		unit('finance', 'department', 2),
		unit('court', 'department', 3),
		unit('stfc', 'institution', 4),
		unit('haishu', 'district', 5),
		unit('jiangbei', 'district', 6),
		unit('hitech', 'zone', 7)
	],
	budget: {
		central: '500000',
		local: '596000',
		groups: [{ id: 'all', name: name('All'), central: null, local: '596000' }],
		lines: [
			{
				id: 'pool',
				group: 'all',
				name: name('Pool'),
				short: name('Pool'),
				central: '300000',
				local: null,
				units: ['stfc', 'ipo']
			},
			{
				id: 'grants',
				group: 'all',
				name: name('Grants'),
				short: name('Grants'),
				central: '200000',
				local: null,
				units: ['ipo']
			}
		]
	},
	goals: [{ id: 'goal', title: name('Goal') }],
	targets: [
		target('pledge-growth', 'average-growth', 0.2, {
			measure: { from: 'ledger', ledger: 'transactions', figure: 'pledge-amount' },
			figure: 'pledge-amount',
			base: { year: 2017, value: null },
			readings: ['average-growth']
		}),
		target('trade-growth', 'average-growth', 0.2, {
			measure: { from: 'ledger', ledger: 'transactions', figure: 'trade-amount' },
			figure: 'trade-amount',
			base: { year: 2017, value: null },
			readings: ['average-growth', 'transaction-volume']
		}),
		target('closure', 'ratio-each-year', 0.95, {
			measure: { from: 'ledger', ledger: 'cases', figure: 'closure-rate' },
			figure: 'closure-rate',
			by: null
		}),
		target('match', 'match', 1, {
			owner: 'finance',
			measure: { from: 'ledger', ledger: 'funds', figure: 'local-to-central' },
			figure: 'local-to-central',
			match: { minimumLocal: '550000', basis: 'budgeted', beside: ['received', 'disbursed'] }
		})
	],
	indicators: {},
	readings: { 'average-growth': 'compound', 'transaction-volume': 'yuan', 'closing-time': 'median' },
	tasks: [
		{ code: '1', title: name('One'), departments: ['ipo', 'finance'], territories: true, rollup: 'weighted' },
		{ code: '2', title: name('Two'), departments: ['ipo', 'court'], territories: false, rollup: 'lead' }
	],
	schedule: {
		'1/ipo': [day('2018-06-29'), day('2019-06-28'), day('2020-06-30')],
		'1/finance': [day('2018-12-31'), day('2019-12-31')],
		'1/haishu': [day('2018-10-31'), day('2019-08-30'), day('2020-10-30')],
		'1/jiangbei': [day('2018-10-31'), day('2019-09-16'), day('2020-10-30')],
		'1/hitech': [day('2019-10-31'), day('2020-10-30')],
		'2/ipo': [day('2019-03-29')],
		'2/court': [day('2019-09-02')]
	},
	proofs: [],
	settings: {
		rollupWeights: { lead: 3, joint: 2, territory: 1 },
		verdict: {
			pace: { onCourseFrom: 1, atRiskFrom: 0.85 },
			milestones: { remindDaysBefore: 14, behindAfterDays: 30 },
			overall: { atRiskShareFrom: 0.1, behindShareFrom: 0.25 },
			reportStaleAfterDays: 30,
			confirmedGap: 0.02,
			judgedShare: 0.6,
			minClosures: 20,
			score: { nearBy: 2 }
		},
		enforcingDepartments: ['ipo', 'court']
	}
};

/** The state that a leader sees after these changes. */
export function stateOf(deltas: readonly CellDelta[], today = '2019-09-16'): FoldState {
	const cells = new Map<CellName, bigint>();
	for (const { key, layer, delta } of deltas) {
		const cell: CellName = `${layer} ${key}`;
		cells.set(cell, (cells.get(cell) ?? 0n) + delta);
	}
	return {
		epoch: 'e1',
		heads: { city: 1, breakdown: 1 },
		today: day(today),
		cells,
		changed: {},
		feed: [],
		verdict: null
	};
}

/** The state as somebody without figures by unit has it. */
export function withoutBreakdown(state: FoldState): FoldState {
	const cells = new Map([...state.cells].filter(([cell]) => readName(cell)?.family.stream === 'city'));
	return { ...state, heads: { city: 1 }, cells };
}

/** A share's status and progress as reported, and as confirmed where that is given. */
export function shared(
	id: string,
	status: ShareStatus,
	progress: number,
	confirmed: { readonly status: ShareStatus; readonly progress: number } | null = null
): CellDelta[] {
	const { task, unit } = shareIds.read(id) ?? { task: '', unit: '' };
	const none = { status: 'not_started', progress: 0 } as const;
	return [
		...shareDeltas({ task, unit }, none, { status, progress }, 'reported'),
		...(confirmed ? shareDeltas({ task, unit }, none, confirmed, 'confirmed') : [])
	];
}

/** Milestones reported as reached, by number. */
export function reached(share: string, ...numbers: readonly number[]): CellDelta[] {
	return numbers.flatMap((n) => milestoneDeltas(`${share}/${n}`, 'reported', 1n));
}

/** All that is due before 2019-09-16 reported as reached. */
export const onTime: readonly CellDelta[] = [
	...reached('1/ipo', 1, 2),
	...reached('1/finance', 1),
	...reached('1/haishu', 1, 2),
	...reached('1/jiangbei', 1),
	...reached('2/ipo', 1),
	...reached('2/court', 1)
];
