// What funds may do with their money: no more goes out than came in, whatever the order.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { office, someone } from '../../../tests/support/actors.ts';
import { groupsOf } from '../../../tests/support/cell-groups.ts';
import { sumOf } from '../../../tests/support/deltas.ts';
import { ningboPlan } from '../../../tests/support/ningbo-plan.ts';
import type { Actor } from '#lib/access/roles.ts';
import { observedValues } from '#lib/figures/families/observations.ts';
import { day } from '#lib/kernel/day.ts';
import { fen } from '#lib/kernel/money.ts';
import type { Period } from '#lib/kernel/period.ts';
import type { Result } from '#lib/kernel/result.ts';
import { fundsPlanOf, nodeOf } from './funds-plan.ts';
import { lineView } from './line-view.ts';
import {
	decideOperation,
	fundOperations,
	noOperations,
	operationDeltas,
	shortfall,
	withOperation,
	type OperationInput,
	type OperationSums
} from './operation.ts';
import { decideReview, gradeOf, type ReviewInput } from './review.ts';

const plan = await ningboPlan();
const today = day('2019-09-16');
const manager = someone('fund_manager', 'stfc');

function operation(change: Partial<OperationInput> = {}): OperationInput {
	return {
		line: 'operation-fund',
		operation: 'paid_in',
		amount: fen(100n),
		count: 1,
		date: day('2019-05-05'),
		counterpart: null,
		reference: 'R',
		note: null,
		...change
	};
}
const decide = (change: Partial<OperationInput>, sums: OperationSums = noOperations, actor: Actor = manager) =>
	decideOperation(plan, sums, actor, today, operation(change));

function fault(result: Result<unknown>) {
	if (result.ok) return null;
	const [first] = result.faults;
	return `${result.kind} ${first?.code} ${first?.pointer}`;
}

describe('[R114] an operation', () => {
	it.each([
		['an unknown line', { line: 'nowhere' }, 'invalid unknown_line /line'],
		['a class', { line: 'funds' }, 'invalid unknown_line /line'],
		['a line that is no fund', { line: 'insurance' }, 'invalid operation_not_of_line /operation'],
		['what only a pool does', { operation: 'backed' }, 'invalid operation_not_of_line /operation'],
		['tomorrow', { date: day('2019-09-17') }, 'invalid in_future /date'],
		['an investment of nothing', { operation: 'invested' }, 'conflict fund_overinvested /amount'],
		['a compensation of nothing', { line: 'risk-pool', operation: 'compensated' }, 'conflict pool_exhausted /amount'],
		['a recovery of nothing', { line: 'risk-pool', operation: 'reclaimed' }, 'conflict reclaimed_too_much /amount']
	] as const)('with %s is refused', (_, change, refusal) => {
		expect(fault(decide(change))).toBe(refusal);
	});

	it("is recorded by whoever records the line's movements for the city", () => {
		expect(decide({})).toMatchObject({ ok: true, value: { unit: 'stfc' } });
		for (const actor of [office, someone('district', 'yinzhou')])
			expect(fault(decide({}, noOperations, actor))).toBe('forbidden not_allowed /line');
	});

	it('never gives out more than came in, to the fen, whatever is tried in whatever order', () => {
		const attempt = fc.tuple(fc.constantFrom(...fundOperations), fc.bigInt({ min: 1n, max: 1000n }));
		fc.assert(
			fc.property(
				fc.constantFrom('operation-fund', 'risk-pool'),
				fc.array(attempt, { maxLength: 40 }),
				(line, tried) => {
					let sums = noOperations;
					for (const [one, amount] of tried)
						if (decide({ line, operation: one, amount: fen(amount) }, sums).ok) sums = withOperation(sums, one, amount);
					expect(sums.invested <= sums.paid_in + sums.recovered).toBe(true);
					expect(sums.compensated <= sums.paid_in + sums.reclaimed).toBe(true);
					expect(sums.reclaimed <= sums.compensated).toBe(true);
					const left = sums.paid_in + sums.recovered - sums.invested;
					if (line !== 'operation-fund') return;
					if (left > 0n) expect(decide({ operation: 'invested', amount: fen(left) }, sums).ok).toBe(true);
					expect(fault(decide({ operation: 'invested', amount: fen(left + 1n) }, sums))).toContain('fund_overinvested');
				}
			)
		);
	});

	it('[R114] that brings a fund nearer to order is taken where more has long been given out than came in', () => {
		const short = withOperation(withOperation(noOperations, 'paid_in', 100n), 'invested', 160n);
		expect(decide({ operation: 'paid_in', amount: fen(10n) }, short).ok).toBe(true);
		expect(decide({ operation: 'recovered', amount: fen(70n) }, short).ok).toBe(true);
		expect(fault(decide({ operation: 'invested', amount: fen(1n) }, short))).toBe('conflict fund_overinvested /amount');
		expect(shortfall(withOperation(short, 'invested', -10n), short)).toBeNull();
		expect(shortfall(withOperation(short, 'paid_in', -1n), short)?.code).toBe('fund_overinvested');
		const pool = withOperation(withOperation(noOperations, 'compensated', 50n), 'paid_in', 40n);
		expect(decide({ line: 'risk-pool', operation: 'backed', amount: fen(900n) }, pool).ok).toBe(true);
		expect(fault(decide({ line: 'risk-pool', operation: 'reclaimed', amount: fen(51n) }, pool))).toBe(
			'conflict reclaimed_too_much /amount'
		);
	});

	it('leaves nothing when it is reversed, and a fund short only where something rests on it', () => {
		const one = { ...operation(), count: 3 };
		expect(sumOf([...operationDeltas(one, 'confirmed', 1n), ...operationDeltas(one, 'confirmed', -1n)])).toEqual({});
		expect(sumOf(operationDeltas(one, 'reported', 1n))).toEqual({
			'city reported fund-operations/operation-fund/paid_in/amount/2019-05': 100n,
			'city reported fund-operations/operation-fund/paid_in/count/2019-05': 3n
		});
		const sums = withOperation(withOperation(noOperations, 'paid_in', 100n), 'invested', 60n);
		expect(shortfall(withOperation(sums, 'paid_in', -40n))).toBeNull();
		expect(shortfall(withOperation(sums, 'paid_in', -41n))?.code).toBe('fund_overinvested');
	});
});

describe('[R120] a line', () => {
	it('[R115] sums up what its fund has done, and shares the local money of its class', () => {
		const fundsPlan = fundsPlanOf(plan.document);
		const node = nodeOf(fundsPlan, 'risk-pool');
		if (!node) throw new Error('the plan has no risk pool');
		const cells = groupsOf([
			...operationDeltas(operation({ line: 'risk-pool', count: 2 }), 'reported', 1n),
			...operationDeltas(operation({ line: 'risk-pool' }), 'confirmed', 1n),
			...operationDeltas(operation(), 'reported', 1n)
		]);
		const view = lineView(fundsPlan, node, cells, today);
		expect(view.operations.paid_in).toEqual({
			amount: { reported: 100n, confirmed: 100n },
			count: { reported: 2, confirmed: 1 }
		});
		expect(view.basis).toEqual(['central']);
		expect(view.shared?.reported).toBe(3_000_000_000n);
		expect(view.months).toHaveLength(36);
		expect(view.months.at(-1)).toEqual({ month: '2020-12', reported: null, confirmed: null, planned: 3_000_000_000n });
	});

	it('[R121] tells the observed figures that the plan names there', () => {
		const fundsPlan = fundsPlanOf(plan.document);
		const node = nodeOf(fundsPlan, 'insurance');
		if (!node) throw new Error('the plan has no insurance');
		const policies = (period: string, delta: bigint) =>
			observedValues.delta({ indicator: 'insurance-policies', period: period as Period }, 'reported', delta);
		const view = lineView(fundsPlan, node, groupsOf([policies('2018-Q4', 1200n), policies('2019-Q1', 3400n)]), today);
		expect(view.observed).toEqual([
			{ code: 'insured-enterprises', reported: null, confirmed: null },
			{ code: 'insurance-policies', reported: 46, confirmed: null }
		]);
	});
});

describe('[R116] a performance review', () => {
	const review = (change: Partial<ReviewInput> = {}, known: string[] = [], actor: Actor = office) =>
		decideReview(plan, new Set(known), actor, today, {
			line: 'portfolio-cultivation',
			year: 2018,
			score: 88,
			reviewer: 'R',
			evidence: 'E',
			...change
		});

	it('is of a line that the plan marks, of a year that has begun, once', () => {
		expect(review().ok).toBe(true);
		expect(fault(review({ line: 'insurance' }))).toBe('invalid review_not_of_line /line');
		expect(fault(review({ year: 2020 }))).toBe('invalid bad_year /year');
		expect(fault(review({ year: 2017 }))).toBe('invalid bad_year /year');
		expect(fault(review({}, ['portfolio-cultivation 2018']))).toBe('conflict already_reviewed /year');
		expect(fault(review({}, [], manager))).toBe('forbidden not_allowed /line');
	});

	it('gives the grade of its score', () => {
		expect([100, 90, 89, 80, 79, 60, 59, 0].map(gradeOf)).toEqual([
			'excellent',
			'excellent',
			'good',
			'good',
			'fair',
			'fair',
			'poor',
			'poor'
		]);
	});
});
