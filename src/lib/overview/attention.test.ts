// What needs attention, by hand: which things, who must act, in which order.
import { describe, expect, it } from 'vitest';
import { acceptanceDeltas, closureDeltas } from '#lib/cases/case.ts';
import { movementDeltas, type Source } from '#lib/funds/movement.ts';
import { day } from '#lib/kernel/day.ts';
import { fromYuan } from '#lib/kernel/money.ts';
import type { CellDelta } from '#lib/protocol/cells.ts';
import { dealDeltas, type DealKind } from '#lib/transactions/deal.ts';
import { onTime, reached, shared, smallPlan, stateOf, withoutBreakdown } from '../../../tests/support/small-plan.ts';
import { reported, targetPlan } from '../../../tests/support/target-plan.ts';
import { attentionLength } from './attention.ts';
import { viewOf } from './view.ts';
import type { AttentionItem } from './view-types.ts';

function attention(deltas: readonly CellDelta[], today?: string): readonly AttentionItem[] {
	return viewOf(smallPlan, stateOf(deltas, today)).attention;
}

function disbursed(line: string, source: Source, yuan: string): CellDelta[] {
	const amount = fromYuan(yuan);
	return movementDeltas(
		{ line, source, step: 'disbursed', amount, date: day('2019-03-05'), territory: null, unit: 'ipo' },
		'reported',
		1n
	);
}

function deal(date: string, yuan: string, kind: DealKind): CellDelta[] {
	return dealDeltas({ kind, amount: fromYuan(yuan), count: 1, date: day(date), territory: 'haishu' }, 'reported', 1n);
}

/** Cases of a year, one a piece: `closed` of them on 1 March. */
function cases(year: number, accepted: number, closed: number): CellDelta[] {
	return Array.from({ length: accepted }, (_, index) => {
		const file = { acceptedAt: day(`${year}-02-01`), territory: 'haishu' };
		const closure = index < closed ? closureDeltas({ ...file, closedAt: day(`${year}-03-01`) }, 'reported', 1n) : [];
		return [...acceptanceDeltas(file, 'reported', 1n), ...closure];
	}).flat();
}

const calm = [...onTime, ...disbursed('pool', 'central', '3000.00'), ...disbursed('grants', 'central', '2000.00')];
const allCalm = [...calm, ...disbursed('all', 'city', '5000.00')];

describe('each kind', () => {
	it('[R29] there is none when all is on course, nor for what nobody has reported', () => {
		expect(attention(allCalm)).toEqual([]);
		expect(attention(onTime)).toEqual([]);
	});

	it('[R29] funds short of the pace: who owns the match, then the lines below pace', () => {
		// 5,500.00 of 10,960.00 is 50.2 %, pace 56.9 %: 6.8 points, factor 0.88.
		expect(attention([...calm, ...disbursed('all', 'city', '500.00')])).toEqual([
			{ kind: 'disbursement_behind', light: 'risk', units: ['finance'], params: { points: 6.8 }, daysLate: null }
		]);
	});

	it('[R29] the one line that is behind by the largest sum', () => {
		// Pool 1,000.00 of 3,000.00 (33.3 %), grants 500.00 of 2,000.00 (25 %): the pool lacks 708.03, grants 638.69.
		const short = [...onTime, ...disbursed('pool', 'central', '1000.00'), ...disbursed('grants', 'central', '500.00')];
		expect(attention([...short, ...disbursed('all', 'city', '5960.00')])).toEqual([
			{
				kind: 'line_behind',
				light: 'behind',
				units: ['stfc', 'ipo'],
				params: { line: 'pool', points: 23.6 },
				daysLate: null
			}
		]);
		const both = attention(short);
		expect(both.map(({ kind, light }) => [kind, light])).toEqual([
			['disbursement_behind', 'behind'],
			['line_behind', 'behind']
		]);
		expect(both[0]?.units).toEqual(['finance', 'stfc', 'ipo']);
	});

	it('[R29] growth short of the target', () => {
		const grown = (kind: DealKind) => [...deal('2017-05-01', '100.00', kind), ...deal('2019-05-01', '121.00', kind)];
		const item = { kind: 'growth_short', light: 'behind', units: ['ipo'], daysLate: null };
		expect(attention([...allCalm, ...grown('licence'), ...grown('pledge')])).toEqual([
			{ ...item, params: { measure: 'trade', points: 10 } },
			{ ...item, params: { measure: 'pledge', points: 10 } }
		]);
	});

	it('[R72a] a target that is good but for a base that is not frozen is short of nothing: the office is to freeze it', () => {
		const plan = { ...smallPlan, firstRecord: day('2017-03-01') };
		const grown = [...deal('2017-05-01', '100.00', 'licence'), ...deal('2019-05-01', '400.00', 'licence')];
		expect(viewOf(plan, stateOf([...allCalm, ...grown])).attention).toEqual([
			{
				kind: 'base_provisional',
				light: 'risk',
				units: ['ipo'],
				params: { target: 'trade-growth', count: 1 },
				daysLate: null
			}
		]);
		// The most urgent of the verdict is about the target, too.
		const { verdict } = viewOf(plan, stateOf([...allCalm, ...grown]));
		expect(verdict.urgent).toMatchObject({ about: 'target', id: 'trade-growth', unit: 'ipo' });
	});

	it('[R29] closure short of the target: the owner and the enforcing departments, with what is still to close', () => {
		expect(attention([...allCalm, ...cases(2018, 10, 9), ...cases(2019, 19, 10)])).toEqual([
			{
				kind: 'closure_short',
				light: 'behind',
				units: ['ipo', 'court'],
				params: { count: 9, target: 0.95 },
				daysLate: null
			}
		]);
	});

	it('[R29] a target not on track: its owner and by how much, in points for rates; not what other items say already', () => {
		const due = (deltas: readonly CellDelta[]) =>
			viewOf(targetPlan, stateOf([...allCalm, ...deltas])).attention.map(({ light, units, params }) => ({
				light,
				units,
				params
			}));
		// Planned by 31 August: 100 x 243 / 365 = 66.6 enterprises.
		expect(due(reported('aided', '2019-08', 60))).toEqual([
			{ light: 'risk', units: ['ipo'], params: { target: 'aided', count: 7 } }
		]);
		const grown = [...cases(2017, 10, 0), ...cases(2018, 12, 0), ...cases(2019, 11, 0)];
		const items = viewOf(targetPlan, stateOf([...allCalm, ...grown])).attention;
		expect(items.map(({ kind, params }) => [kind, params['target']])).toEqual([
			['closure_short', 0.95],
			['target_off', 'case-growth']
		]);
		expect(items[1]?.params['points']).toBe(15.1);
	});

	it('[R29] blocked shares by task: its lead, then those who are blocked', () => {
		const blocked = [
			...shared('1/haishu', 'blocked', 10),
			...shared('1/finance', 'blocked', 10),
			...shared('2/court', 'blocked', 0)
		];
		expect(attention([...allCalm, ...blocked])).toEqual([
			{
				kind: 'share_blocked',
				light: 'blocked',
				units: ['ipo', 'finance', 'haishu'],
				params: { task: '1', count: 2 },
				daysLate: null
			},
			{
				kind: 'share_blocked',
				light: 'blocked',
				units: ['ipo', 'court'],
				params: { task: '2', count: 1 },
				daysLate: null
			}
		]);
	});

	it('[R29] overdue milestones: one item for units that are behind, one for those at risk, the oldest first', () => {
		const late = allCalm.filter(({ key }) => !/^milestone\/(1\/haishu\/2|2\/court|1\/ipo\/2|1\/finance)/.test(key));
		expect(attention(late)).toEqual([
			{ kind: 'milestones_overdue', light: 'behind', units: ['finance', 'ipo'], params: { count: 2 }, daysLate: 259 },
			{ kind: 'milestones_overdue', light: 'risk', units: ['haishu', 'court'], params: { count: 2 }, daysLate: 17 }
		]);
	});
});

describe('the order', () => {
	const everything = [
		...disbursed('pool', 'central', '1.00'),
		...deal('2017-05-01', '100.00', 'pledge'),
		...deal('2019-05-01', '140.00', 'pledge'),
		...cases(2018, 10, 9),
		...cases(2019, 19, 10),
		...reached('1/ipo', 1),
		...shared('2/court', 'blocked', 0)
	];

	it('[R30] is severity, then days late, then kind; at most five', () => {
		const items = attention(everything);
		expect(items).toHaveLength(attentionLength);
		expect(items.map(({ kind, light }) => `${light} ${kind}`)).toEqual([
			'behind milestones_overdue',
			'behind disbursement_behind',
			'behind line_behind',
			'behind closure_short',
			'blocked share_blocked'
		]);
		expect(items[4]?.daysLate).toBe(14);
	});

	it('[R29] names no shares and no milestones to readers without figures by unit', () => {
		const view = viewOf(smallPlan, withoutBreakdown(stateOf(everything)));
		expect(view.attention.map(({ kind }) => kind)).toEqual([
			'disbursement_behind',
			'line_behind',
			'closure_short',
			'growth_short'
		]);
	});
});
