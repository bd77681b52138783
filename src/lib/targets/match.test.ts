// Local against central money: the two conditions, transfers, and what stands beside the budget.
import { describe, expect, it } from 'vitest';
import { movementDeltas, type Source, type Step } from '#lib/funds/movement.ts';
import { day } from '#lib/kernel/day.ts';
import { groupCells } from '#lib/figures/fold.ts';
import { fromYuan } from '#lib/kernel/money.ts';
import type { MatchBasis } from '#lib/plan/plan-summary.ts';
import { budgetMoved } from '#lib/figures/families/funds.ts';
import { layers, type CellDelta, type Layer } from '#lib/protocol/cells.ts';
import { stateOf } from '../../../tests/support/small-plan.ts';
import { targetPlan, viewed } from '../../../tests/support/target-plan.ts';
import { targetsView } from './targets-view.ts';

function moved(source: Source, step: Step, yuan: string, date = '2019-03-05', layer: Layer = 'reported'): CellDelta[] {
	const amount = fromYuan(yuan);
	return movementDeltas(
		{ line: 'pool', source, step, amount, date: day(date), territory: 'haishu', unit: 'haishu' },
		layer,
		1n
	);
}

function transferred(node: string, source: 'central' | 'local', fen: bigint): CellDelta[] {
	return layers.map((layer) => budgetMoved.delta({ node, kind: source }, layer, fen));
}

// The plan: 5,000.00 central, 5,960.00 local; at least 5,500.00 and 1:1.
describe('the match', () => {
	// 5,960.00 x 624 / 1,096 x 0.85 = 2,884.292
	const [enough, short] = ['2884.30', '2884.29'].map((yuan) => moved('city', 'received', yuan)) as [
		CellDelta[],
		CellDelta[]
	];
	const all = moved('district', 'received', '5960.00');

	it('[R78] is as budgeted from the first day while local money is received nearly by the pace, and at best at risk else', () => {
		const view = viewed('match', enough);
		expect(view.reported).toMatchObject({ value: 1.192, light: 'good', why: { rule: 'as_budgeted', planned: 1 } });
		expect(view.reported.why.share?.planned).toBeCloseTo(624 / 1096, 9);
		expect(view.needed).toBeNull();
		// Nothing of it is confirmed: the confirmed layer stands on the budget alone.
		expect(view.confirmed).toMatchObject({ value: 1.192, light: 'good', why: { rule: 'as_budgeted', share: null } });
		// A little that is confirmed says nothing of the rest that waits.
		const some = moved('city', 'received', '50.00', undefined, 'confirmed');
		expect(viewed('match', [...enough, ...some]).confirmed).toEqual(view.confirmed);
		expect(viewed('match', short).reported).toMatchObject({ light: 'risk', why: { rule: 'budgeted_late' } });
		expect(viewed('match', moved('central', 'received', '1.00')).reported.light).toBe('risk');
		expect(viewed('match', []).reported).toMatchObject({ light: 'good', why: { rule: 'as_budgeted', share: null } });
		expect(viewed('match', [], '2017-12-31').reported.light).toBe('not_started');
	});

	it('[R78] is done after its end by the budget, and at risk while what it budgets has not been received', () => {
		expect(viewed('match', all, '2021-01-01').reported).toMatchObject({ light: 'done', why: { day: '2020-12-31' } });
		expect(viewed('match', enough, '2021-01-01').reported).toMatchObject({ light: 'risk' });
	});

	it.each([
		// 0.01 below the minimum of 5,500.00; a ratio of 1.1 holds.
		[-46_001n, 0n, 'risk', 0.01],
		[-46_000n, 0n, 'good', null],
		// 4,675.00 are 0.85 of the minimum.
		[-128_500n, 0n, 'risk', 825],
		[-128_501n, 0n, 'behind', 825.01],
		// As much local as central money is needed, 5,960.01, though the minimum is reached.
		[0n, 96_001n, 'risk', 0.01]
	])('[R78] with %i and %i fen moved it is %s', (local, central, light, needed) => {
		const changes = [...transferred('all', 'local', local), ...transferred('pool', 'central', central)];
		const view = viewed('match', [...all, ...changes]);
		expect(view.reported.light).toBe(light);
		expect(view.needed?.amount ?? null).toBe(needed);
		if (light === 'behind')
			expect(viewed('match', transferred('all', 'local', local), '2021-01-01').reported.why.rule).toBe('missed');
	});

	it('[R79] shows received and disbursed beside it, city and district apart, and the planned ratio', () => {
		const { match } = viewed('match', [
			...moved('central', 'received', '1000.00'),
			...moved('city', 'received', '300.00'),
			...moved('district', 'received', '450.00'),
			...moved('social', 'received', '9000.00'),
			...moved('city', 'disbursed', '1.50')
		]);
		expect(match).toMatchObject({ minimumLocal: 5500, plannedRatio: 1.192 });
		expect(match?.steps.map(({ step, reported }) => [step, reported])).toEqual([
			['budgeted', { central: 5000, local: 5960, city: null, district: null, ratio: 1.192 }],
			['received', { central: 1000, local: 750, city: 300, district: 450, ratio: 0.75 }],
			['disbursed', { central: 0, local: 1.5, city: 1.5, district: 0, ratio: null }]
		]);
		expect(match?.steps[1]?.confirmed).toMatchObject({ local: 0, ratio: null });
	});

	it('[R78] on received money the minimum is due by the pace', () => {
		const onBasis = (deltas: readonly CellDelta[]) => {
			const own = targetPlan.targets.map((target) =>
				target.match ? { ...target, match: { ...target.match, basis: 'received' as MatchBasis } } : target
			);
			const groups = groupCells(stateOf(deltas).cells);
			return targetsView({ ...targetPlan, targets: own }, groups, day('2019-09-16')).find(({ id }) => id === 'match')
				?.reported;
		};
		// 5,500.00 x 624 / 1,096 = 3,131.39
		const central = moved('central', 'received', '3000.00');
		expect(onBasis([...central, ...moved('city', 'received', '3131.39')])?.light).toBe('good');
		expect(onBasis([...central, ...moved('city', 'received', '3131.38')])?.light).toBe('risk');
		expect(onBasis([])).toMatchObject({ light: 'unreported', value: null });
	});

	it('[R31a] each step of the chain is confirmed up to a month of its own', () => {
		const sure = (cells: CellDelta[]) => [...cells, ...cells.map((cell) => ({ ...cell, layer: 'confirmed' as const }))];
		const { match, confirmedTo } = viewed('match', [
			...sure(moved('central', 'received', '1000.00', '2019-07-05')),
			...sure(moved('city', 'received', '900.00', '2019-07-05')),
			...moved('city', 'received', '100.00', '2019-08-05'),
			...sure(moved('central', 'received', '500.00', '2019-08-05')),
			...sure(moved('city', 'disbursed', '1.50', '2019-08-05'))
		]);
		// The budget is no dated record.
		expect(confirmedTo).toBeNull();
		// August's central money waits for the city's: 900 of 1,000 and not of 1,500.
		expect(match?.steps.map((step) => [step.confirmedTo, step.confirmed.ratio])).toEqual([
			[null, 1.192],
			['2019-07-31', 0.9],
			['2019-09-16', null]
		]);
	});
});
