// Whether a fund movement may be recorded: dates, places, rights, and the amounts of the budget to the fen.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leader, office, someone } from '../../../tests/support/actors.ts';
import { sumOf } from '../../../tests/support/deltas.ts';
import { ningboPlan } from '../../../tests/support/ningbo-plan.ts';
import type { Actor } from '#lib/access/roles.ts';
import { day } from '#lib/kernel/day.ts';
import { fen, fromYuan } from '#lib/kernel/money.ts';
import { refuse } from '#lib/kernel/result.ts';
import { limitOf, noChanges, sumKey, totalKey, type BudgetChanges, type Totals } from './budget.ts';
import { decideMovements } from './decide.ts';
import {
	movementDeltas,
	movementValues,
	sources,
	steps,
	type DisbursementInput,
	type Movement,
	type Source,
	type Step
} from './movement.ts';

const plan = await ningboPlan();
const today = day('2019-09-16');
const yinzhou = someone('district', 'yinzhou');
const manager = someone('fund_manager', 'stfc');
const none: Totals = new Map();

function movement(change: Partial<DisbursementInput> = {}): DisbursementInput {
	return {
		line: 'risk-pool',
		source: 'district',
		step: 'received',
		amount: fen(100n),
		date: day('2019-05-05'),
		territory: null,
		payee: null,
		reference: 'R',
		note: null,
		exception: null,
		...change
	};
}

function decideAll(
	actor: Actor,
	list: readonly Partial<DisbursementInput>[],
	totals: Totals = none,
	changes: BudgetChanges = noChanges
) {
	return decideMovements(plan, { totals, changes }, actor, today, list.map(movement));
}

function decide(
	actor: Actor,
	change: Partial<DisbursementInput> = {},
	totals: Totals = none,
	changes: BudgetChanges = noChanges
) {
	return decideAll(actor, [change], totals, changes)[0] ?? refuse('invalid', 'required');
}

function fault(result: ReturnType<typeof decide>) {
	if (result.ok) return null;
	const [first] = result.faults;
	return `${result.kind} ${first?.code} ${first?.pointer}`;
}

describe('a movement', () => {
	it("of a district stands on the district's territory, one of the fund manager on the city's", () => {
		expect(decide(yinzhou)).toMatchObject({ ok: true, value: { territory: 'yinzhou', unit: 'yinzhou' } });
		expect(decide(manager, { source: 'central' })).toMatchObject({
			ok: true,
			value: { territory: null, unit: 'stfc' }
		});
		expect(decide(manager, { territory: 'haishu' })).toMatchObject({
			ok: true,
			value: { territory: 'haishu', unit: 'stfc' }
		});
	});

	it.each([
		['an unknown line', yinzhou, { line: 'nowhere' }, 'invalid unknown_line /line'],
		['a day before the base year', yinzhou, { date: day('2016-12-31') }, 'invalid before_base_year /date'],
		['tomorrow', yinzhou, { date: day('2019-09-17') }, 'invalid in_future /date'],
		['a department as territory', manager, { territory: 'ipo' }, 'invalid unknown_territory /territory'],
		['an unknown territory', manager, { territory: 'atlantis' }, 'invalid unknown_territory /territory'],
		['the territory of another', yinzhou, { territory: 'haishu' }, 'forbidden not_your_unit /territory'],
		['a line that is not a district to enter', yinzhou, { line: 'operation-fund' }, 'forbidden not_allowed /line'],
		['central money by a district in the pool', yinzhou, { source: 'central' }, 'forbidden not_allowed /line'],
		['the leading group', leader, {}, 'forbidden not_allowed /line'],
		['a department without that duty', someone('department', 'court'), {}, 'forbidden not_allowed /line'],
		['central money on a class', office, { line: 'subsidies', source: 'central' }, 'invalid source_not_planned /source']
	] as const)('with %s is refused', (_, actor, change, refusal) => {
		expect(fault(decide(actor, change))).toBe(refusal);
	});

	it('is taken on the first day of the base year and today', () => {
		for (const date of [day('2017-01-01'), today]) expect(decide(yinzhou, { date }).ok).toBe(true);
	});
});

/** Money that has come and gone so far: what later steps rest on, but for one step. */
function come(line: string, source: Source, yuan: string, but?: Step): [string, bigint][] {
	return (['received', 'disbursed'] as const)
		.filter((step) => step !== but)
		.map((step) => [sumKey(plan, line, source, step), fromYuan(yuan)] as [string, bigint]);
}
const spentAlmost: [string, bigint] = [sumKey(plan, 'risk-pool', 'city', 'spent'), fromYuan('29999999.99')];

describe('the budget', () => {
	it('limits central money by the line and local money by the class', () => {
		expect(limitOf(plan, 'risk-pool', 'central')).toEqual({
			node: 'risk-pool',
			kind: 'central',
			amount: fromYuan('30000000.00')
		});
		for (const source of ['city', 'district'] as const)
			expect(limitOf(plan, 'risk-pool', source)).toEqual({
				node: 'funds',
				kind: 'local',
				amount: fromYuan('30000000.00')
			});
		expect(limitOf(plan, 'insurance', 'city')).toEqual({
			node: 'subsidies',
			kind: 'local',
			amount: fromYuan('200000000.00')
		});
		expect(limitOf(plan, 'risk-pool', 'social')).toBeNull();
	});

	it('is spent to the last fen and not one further, in each step by itself', () => {
		fc.assert(
			fc.property(fc.bigInt({ min: 0n, max: 2_999_999_999n }), fc.constantFrom(...steps), (spent, step) => {
				const key = totalKey(plan, 'risk-pool', 'city', step) ?? '';
				// The money has come: only the budget stops it.
				const totals = new Map([...come('risk-pool', 'city', '99000000.00', step), [key, spent]]);
				const left = 3_000_000_000n - spent;
				expect(decide(manager, { source: 'city', step, amount: fen(left) }, totals).ok).toBe(true);
				const over = decide(manager, { source: 'district', step, amount: fen(left + 1n) }, totals);
				expect(fault(over)).toBe('conflict line_overdrawn /amount');
				const other = step === 'allocated' ? 'committed' : 'allocated';
				expect(decide(manager, { source: 'city', step: other, amount: fen(left + 1n) }, totals).ok).toBe(spent > 0n);
			})
		);
	});

	it('says what the limit is, what is recorded and what is left', () => {
		const totals = new Map([...come('risk-pool', 'city', '30000000.00'), spentAlmost]);
		expect(decide(manager, { source: 'city', step: 'spent', amount: fen(2n) }, totals)).toMatchObject({
			faults: [{ params: { node: 'funds', budget: '30000000.00', recorded: '29999999.99', left: '0.01' } }]
		});
	});

	it('[R111] is what approved transfers have made of it', () => {
		const changes = new Map([['risk-pool central', -500n]]);
		const most = fromYuan('30000000.00') - 500n;
		expect(limitOf(plan, 'risk-pool', 'central', changes)?.amount).toBe(most);
		expect(decide(manager, { source: 'central', amount: fen(most) }, none, changes).ok).toBe(true);
		const over = decide(manager, { source: 'central', amount: fen(most + 1n) }, none, changes);
		expect(fault(over)).toBe('conflict line_overdrawn /amount');
	});

	it('[R113] is overdrawn only as an exception, and an exception is taken only where it is overdrawn', () => {
		const totals = new Map([...come('risk-pool', 'city', '30000000.01'), spentAlmost]);
		const over = { source: 'city', step: 'spent', amount: fen(2n) } as const;
		expect(fault(decide(manager, over, totals))).toBe('conflict line_overdrawn /amount');
		expect(decide(manager, { ...over, exception: 'why' }, totals)).toMatchObject({ value: { exceeds: 'budget' } });
		expect(fault(decide(manager, { ...over, amount: fen(1n), exception: 'why' }, totals))).toBe(
			'conflict exception_not_needed /exception'
		);
		expect(fault(decide(manager, { source: 'social', exception: 'why' }))).toBe(
			'conflict exception_not_needed /exception'
		);
		expect(fault(decide(office, { line: 'subsidies', source: 'central', exception: 'why' }))).toBe(
			'invalid source_not_planned /source'
		);
	});

	it('does not limit social money', () => {
		expect(decide(manager, { source: 'social', amount: fromYuan('99999999999.00') }).ok).toBe(true);
	});
});

describe('[R38a] the chain of money', () => {
	const city = (step: Step, yuan: string) => ({ source: 'city', step, amount: fromYuan(yuan) }) as const;

	it('is not disbursed beyond what was received, nor spent beyond what was disbursed, to the fen', () => {
		const received = new Map([[sumKey(plan, 'risk-pool', 'city', 'received'), fromYuan('100.00')]]);
		expect(decide(manager, city('disbursed', '100.00'), received).ok).toBe(true);
		const over = decide(manager, city('disbursed', '100.01'), received);
		expect(fault(over)).toBe('conflict disbursed_beyond_received /amount');
		expect(over).toMatchObject({
			faults: [{ params: { node: 'funds', limit: '100.00', recorded: '0.00', left: '100.00' } }]
		});
		const disbursed = new Map([...received, [sumKey(plan, 'risk-pool', 'city', 'disbursed'), fromYuan('60.00')]]);
		expect(decide(manager, city('spent', '60.00'), disbursed).ok).toBe(true);
		expect(fault(decide(manager, city('spent', '60.01'), disbursed))).toBe('conflict spent_beyond_disbursed /amount');
	});

	it('is followed where the budget stands: local money at its holder, central and social money on the line', () => {
		const received = (line: string, source: Source) =>
			new Map([[sumKey(plan, line, source, 'received'), fromYuan('100.00')]]);
		const disbursed = (source: Source) => ({ source, step: 'disbursed', amount: fromYuan('100.00') }) as const;
		// What the city received on one line of the class covers what a district disburses on another.
		expect(decide(manager, disbursed('district'), received('operation-fund', 'city')).ok).toBe(true);
		expect(fault(decide(manager, disbursed('central'), received('operation-fund', 'central')))).toBe(
			'conflict disbursed_beyond_received /amount'
		);
		expect(fault(decide(manager, disbursed('social'), received('operation-fund', 'social')))).toBe(
			'conflict disbursed_beyond_received /amount'
		);
		expect(decide(manager, disbursed('social'), received('risk-pool', 'social')).ok).toBe(true);
	});

	it('only shows what is received without an allocation, committed without one, or disbursed without a commitment', () => {
		expect(decide(manager, city('received', '5.00')).ok).toBe(true);
		expect(decide(manager, city('committed', '5.00')).ok).toBe(true);
		const received = new Map([[sumKey(plan, 'risk-pool', 'city', 'received'), fromYuan('5.00')]]);
		expect(decide(manager, city('disbursed', '5.00'), received).ok).toBe(true);
	});

	it('is looked at when the whole write is in, in whatever order it brings its records', () => {
		const list = [city('spent', '3.00'), city('disbursed', '4.00'), city('received', '4.00')];
		expect(decideAll(manager, list).map(({ ok }) => ok)).toEqual([true, true, true]);
		const more = decideAll(manager, [...list, city('disbursed', '0.01'), city('spent', '1.01')]);
		// The first of a step that go too far are kept, those beyond are named.
		expect(more.map((one) => fault(one))).toEqual([
			null,
			null,
			null,
			'conflict disbursed_beyond_received /amount',
			null
		]);
	});

	it('[R113] is passed as an exception alone, and an exception says what it exceeds', () => {
		const why = { exception: 'why' } as const;
		expect(decide(manager, { ...city('disbursed', '5.00'), ...why })).toMatchObject({ value: { exceeds: 'chain' } });
		expect(decide(manager, { ...city('disbursed', '30000000.01'), ...why })).toMatchObject({
			value: { exceeds: 'both' }
		});
		const received = new Map(come('risk-pool', 'city', '40000000.00', 'disbursed'));
		expect(decide(manager, { ...city('disbursed', '30000000.01'), ...why }, received)).toMatchObject({
			value: { exceeds: 'budget' }
		});
		expect(fault(decide(manager, { ...city('disbursed', '5.00'), ...why }, received))).toBe(
			'conflict exception_not_needed /exception'
		);
		expect(decide(manager, { source: 'social', step: 'disbursed', ...why })).toMatchObject({
			value: { exceeds: 'chain' }
		});
		// What waits covers nothing.
		const both = decideAll(manager, [{ ...city('disbursed', '5.00'), ...why }, city('spent', '5.00')]);
		expect(both.map((one) => fault(one))).toEqual([null, 'conflict spent_beyond_disbursed /amount']);
	});

	it('accepts what brings it nearer to order where it is out of order already', () => {
		const broken = new Map([[sumKey(plan, 'risk-pool', 'city', 'disbursed'), fromYuan('100.00')]]);
		expect(decide(manager, city('received', '40.00'), broken).ok).toBe(true);
		expect(decide(manager, city('spent', '40.00'), broken).ok).toBe(true);
		expect(fault(decide(manager, city('disbursed', '0.01'), broken))).toBe(
			'conflict disbursed_beyond_received /amount'
		);
	});
});

describe('the cells of a movement', () => {
	const any = fc.record({
		line: fc.constantFrom('risk-pool', 'funds'),
		source: fc.constantFrom(...sources),
		step: fc.constantFrom(...steps),
		amount: fc.bigInt({ min: 1n, max: 10n ** 13n }).map(fen),
		date: fc.constantFrom(day('2019-05-05'), day('2018-12-31')),
		territory: fc.constantFrom(null, 'yinzhou'),
		unit: fc.constantFrom('stfc', 'yinzhou')
	}) satisfies fc.Arbitrary<Movement>;

	it('leave nothing when it is reversed', () => {
		fc.assert(
			fc.property(any, (one) => {
				expect(sumOf([...movementDeltas(one, 'reported', 1n), ...movementDeltas(one, 'reported', -1n)])).toEqual({});
			})
		);
	});

	it('are one of the city and one of the place, by month', () => {
		const one: Movement = {
			line: 'risk-pool',
			source: 'city',
			step: 'spent',
			amount: fen(5n),
			date: day('2019-05-05'),
			territory: null,
			unit: 'stfc'
		};
		expect(sumOf(movementDeltas(one, 'confirmed', 1n))).toEqual({
			'breakdown confirmed funds-by/stfc/risk-pool/city/spent/2019-05': 5n,
			'city confirmed funds/risk-pool/city/spent/2019-05': 5n
		});
		expect(sumOf(movementDeltas({ ...one, territory: 'yinzhou' }, 'reported', 1n))).toHaveProperty([
			'breakdown reported funds-by/yinzhou/risk-pool/city/spent/2019-05'
		]);
		expect(movementValues(one)).toMatchObject({ amount: '0.05', territory: null, date: '2019-05-05' });
	});
});
