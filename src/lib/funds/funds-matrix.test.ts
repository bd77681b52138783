// The matrix of the funds: the annex' amounts where it puts them, sums for any movements, and checks that name what is off.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupsOf } from '../../../tests/support/cell-groups.ts';
import { ningboPlan } from '../../../tests/support/ningbo-plan.ts';
import { day } from '#lib/kernel/day.ts';
import { fen, fromYuan, toYuan } from '#lib/kernel/money.ts';
import { layers } from '#lib/protocol/cells.ts';
import { fundsMatrix, type CheckName, type FundsMatrix, type MatrixRow } from './funds-matrix.ts';
import { fundsPlanOf } from './funds-plan.ts';
import { matchView } from './match-view.ts';
import { readingsChosen } from '#lib/figures/families/plan.ts';
import { movementDeltas, sources, steps, type Movement, type Source, type Step } from './movement.ts';
import { transferDeltas, type Transfer } from './transfer.ts';

const { document } = await ningboPlan();
const plan = fundsPlanOf(document);
const today = day('2019-09-16');
const lines = plan.groups.flatMap((group) => group.lines.map((line) => line.id));
const nodes = [...plan.groups.map((group) => group.id), ...lines];

function movement(change: Partial<Movement> = {}): Movement {
	return {
		line: 'risk-pool',
		source: 'central',
		step: 'disbursed',
		amount: fen(100n),
		date: day('2019-05-05'),
		territory: null,
		unit: 'stfc',
		...change
	};
}
const both = (one: Movement, sign: 1n | -1n = 1n) => layers.flatMap((layer) => movementDeltas(one, layer, sign));
const given = (one: Transfer) => layers.flatMap((layer) => transferDeltas(one, layer, 1n));
const faultsOf = (matrix: FundsMatrix, name: CheckName) =>
	matrix.checks.find((check) => check.name === name)?.faults ?? [];

const anyMovement = fc.record({
	line: fc.constantFrom(...nodes),
	source: fc.constantFrom(...sources),
	step: fc.constantFrom(...steps),
	amount: fc.bigInt({ min: 1n, max: 10n ** 12n }).map(fen),
	date: fc.constantFrom(day('2017-03-01'), day('2018-12-31'), day('2019-09-16')),
	territory: fc.constantFrom(null, 'yinzhou'),
	unit: fc.constant('stfc')
}) satisfies fc.Arbitrary<Movement>;

const centralLines = plan.groups.flatMap((group) => group.lines).filter((line) => line.central !== null);
const anyTransfer = fc
	.tuple(
		fc.constantFrom('central' as const, 'local' as const),
		fc.nat({ max: 50 }),
		fc.nat({ max: 50 }),
		fc.bigInt({ min: 1n, max: 10n ** 9n })
	)
	.map(([kind, a, b, amount]): Transfer => {
		const holders = kind === 'central' ? centralLines.map(({ id }) => id) : plan.groups.map(({ id }) => id);
		const from = holders[a % holders.length] ?? '';
		const others = holders.filter((id) => id !== from);
		return { kind, from, to: others[b % others.length] ?? '', amount: fen(amount) };
	});

describe('[R110] the matrix', () => {
	const empty = fundsMatrix(plan, groupsOf([]), today);

	it('holds exactly 200,000,000 and 230,000,000 yuan, on lines and on classes as the annex has them', () => {
		const said = (row: MatrixRow) => [row.budget.central, row.budget.local].map((one) => one && toYuan(one.reported));
		expect(said(empty.total)).toEqual(['200000000.00', '230000000.00']);
		expect(Object.fromEntries(empty.groups.map((group) => [group.id, said(group.total)]))).toEqual({
			funds: ['100000000.00', '30000000.00'],
			subsidies: ['100000000.00', '200000000.00']
		});
		const rows = empty.groups.flatMap((group) => group.rows);
		expect(Object.fromEntries(rows.map((row) => [row.id, said(row)]))).toEqual({
			'operation-fund': ['70000000.00', null],
			'risk-pool': ['30000000.00', null],
			'portfolio-cultivation': ['20000000.00', null],
			'institution-cultivation': ['30000000.00', null],
			'public-platform': ['29000000.00', null],
			insurance: ['10000000.00', null],
			'publicity-talent': ['11000000.00', null]
		});
		expect(empty.groups.map(({ merged }) => merged.local)).toEqual([{ on: null }, { on: null }]);
		expect(empty.checks.flatMap(({ faults }) => faults)).toEqual([]);
	});

	it("shows the class' amount on the line that the reading in force names", () => {
		const chosen = { reading: 'local-30-million', option: 'operation-fund' };
		const reading = [readingsChosen.delta(chosen, 'confirmed', 1n)];
		const [funds] = fundsMatrix(plan, groupsOf(reading), today).groups;
		expect(funds?.option).toBe('operation-fund');
		expect(funds?.merged.local).toEqual({ on: 'operation-fund' });
		expect(funds?.rows.map((row) => row.budget.local?.reported ?? null)).toEqual([fromYuan('30000000.00'), null]);
		expect(funds?.total.budget.local?.reported).toBe(fromYuan('30000000.00'));
	});

	it('adds up for any movements: lines to classes, classes to the total, in both layers', () => {
		fc.assert(
			fc.property(fc.array(fc.tuple(anyMovement, fc.boolean()), { maxLength: 25 }), (moved) => {
				const deltas = moved.flatMap(([one, confirmed]) =>
					confirmed ? both(one) : movementDeltas(one, 'reported', 1n)
				);
				const matrix = fundsMatrix(plan, groupsOf(deltas), today);
				expect(faultsOf(matrix, 'lines')).toEqual([]);
				const sum = (step: Step, of: readonly Source[], confirmed: boolean) =>
					moved.reduce(
						(all, [one, isConfirmed]) =>
							one.step === step && of.includes(one.source) && (isConfirmed || !confirmed) ? all + one.amount : all,
						0n
					);
				for (const step of steps) {
					const cell = matrix.total.steps[step];
					expect(cell.central).toEqual({
						reported: sum(step, ['central'], false),
						confirmed: sum(step, ['central'], true)
					});
					expect(cell.local).toEqual({
						reported: sum(step, ['city', 'district'], false),
						confirmed: sum(step, ['city', 'district'], true)
					});
					for (const purse of ['central', 'local', 'social'] as const)
						expect(
							matrix.groups.flatMap(({ rows }) => rows).reduce((all, row) => all + row.steps[step][purse].reported, 0n)
						).toBe(cell[purse].reported);
				}
			})
		);
	});

	it('comes out the same in whatever order records come, and as before when one is reversed', () => {
		fc.assert(
			fc.property(fc.array(anyMovement, { minLength: 1, maxLength: 8 }), anyMovement, (moved, mistake) => {
				const straight = fundsMatrix(plan, groupsOf(moved.flatMap((one) => both(one))), today);
				const turned = [...moved].reverse().flatMap((one) => both(one));
				const undone = [...both(mistake), ...turned, ...both(mistake, -1n)];
				expect(fundsMatrix(plan, groupsOf(undone), today)).toEqual(straight);
			})
		);
	});

	it('[R3] executes what is budgeted and uses what is disbursed: rates of classes and the total are recomputed', () => {
		const deltas = [
			...both(movement({ step: 'disbursed', amount: fromYuan('15000000.00') })),
			...both(movement({ step: 'spent', amount: fromYuan('3000000.00') })),
			...both(movement({ line: 'operation-fund', source: 'city', amount: fromYuan('6000000.00') })),
			// On a budget that a transfer has lowered.
			...given({ kind: 'central', from: 'operation-fund', to: 'insurance', amount: fromYuan('10000000.00') }),
			...both(movement({ line: 'operation-fund', amount: fromYuan('6000000.00') }))
		];
		const { groups, total } = fundsMatrix(plan, groupsOf(deltas), today);
		expect(groups[0]?.rows.map((row) => row.rate.central?.reported)).toEqual([0.1, 0.5]);
		expect(groups[0]?.rows.map((row) => row.use.central.reported)).toEqual([0, 0.2]);
		expect(groups[0]?.total.rate).toMatchObject({ central: { reported: 0.233333 }, local: { reported: 0.2 } });
		expect(groups[0]?.total.use).toMatchObject({ central: { reported: 0.142857 }, local: { reported: 0 } });
		expect(total.rate).toMatchObject({ central: { reported: 0.105 }, local: { reported: 0.026086 } });
		expect(groups[1]?.total.use.central).toEqual({ reported: null, confirmed: null });
	});

	it('leaves next month out', () => {
		const next = both(movement({ date: day('2019-10-01') }));
		expect(fundsMatrix(plan, groupsOf(next), today).total.steps.disbursed.central.reported).toBe(0n);
	});
});

describe('[R111] transfers', () => {
	it("change the budgets of two nodes and conserve the annex' totals, whatever is transferred", () => {
		fc.assert(
			fc.property(fc.array(anyTransfer, { maxLength: 12 }), (transfers) => {
				const matrix = fundsMatrix(plan, groupsOf(transfers.flatMap(given)), today);
				expect(faultsOf(matrix, 'transfers')).toEqual([]);
				expect(faultsOf(matrix, 'annex')).toEqual([]);
				for (const kind of ['central', 'local'] as const) {
					expect(matrix.total.budget[kind]?.reported).toBe(plan[kind]);
					expect(matrix.total.budget[kind]?.original).toBe(plan[kind]);
				}
			})
		);
	});

	it('leave both figures visible', () => {
		const matrix = fundsMatrix(
			plan,
			groupsOf(given({ from: 'insurance', to: 'public-platform', kind: 'central', amount: fromYuan('1000000.00') })),
			today
		);
		const row = (id: string) => matrix.groups.flatMap(({ rows }) => rows).find((one) => one.id === id)?.budget.central;
		expect(matrix.adjusted).toBe(true);
		expect(row('insurance')).toEqual({
			original: fromYuan('10000000.00'),
			reported: fromYuan('9000000.00'),
			confirmed: fromYuan('9000000.00')
		});
		expect(row('public-platform')?.reported).toBe(fromYuan('30000000.00'));
	});
});

describe('[R117] the checks', () => {
	it('name a later step above an earlier one, where its budget stands and in total', () => {
		const matrix = fundsMatrix(
			plan,
			groupsOf([
				...both(movement({ step: 'allocated', amount: fen(500n) })),
				...both(movement({ step: 'received', amount: fen(700n) })),
				...both(movement({ line: 'insurance', step: 'allocated', amount: fen(900n) }))
			]),
			today
		);
		expect(faultsOf(matrix, 'chain')).toEqual([
			{ node: 'risk-pool', purse: 'central', step: 'received', before: 'allocated', by: 200n }
		]);
	});

	it('[R38a] hold a disbursement against what was received and what was committed, local money over its class', () => {
		const city = (line: string, step: Step, amount: bigint) =>
			both(movement({ line, source: 'city', step, amount: fen(amount) }));
		const faults = (...more: ReturnType<typeof both>) =>
			faultsOf(fundsMatrix(plan, groupsOf([...city('operation-fund', 'allocated', 900n), ...more]), today), 'chain');
		const come = [...city('operation-fund', 'received', 500n), ...city('operation-fund', 'committed', 500n)];
		// Another line of the class: its local money is one.
		expect(faults(...come, ...city('risk-pool', 'disbursed', 500n))).toEqual([]);
		expect(faults(...come, ...city('risk-pool', 'disbursed', 501n))).toMatchObject([
			{ node: 'funds', purse: 'local', step: 'disbursed', before: 'received', by: 1n },
			{ node: '', before: 'received' },
			{ node: 'funds', purse: 'local', step: 'disbursed', before: 'committed', by: 1n },
			{ node: '', before: 'committed' }
		]);
	});

	it('[R38a] excuse an exception to the chain from the chain alone, and one to the budget from the budget alone', () => {
		const disbursed = movement({ amount: fromYuan('30000000.01') });
		const earlier = (['allocated', 'received', 'committed'] as const).flatMap((step) =>
			both(movement({ step, amount: fromYuan('30000000.00') }))
		);
		const held = (one: Movement) => {
			const matrix = fundsMatrix(plan, groupsOf([...earlier, ...both(one)]), today);
			return (['chain', 'budget'] as const).map((name) => faultsOf(matrix, name).length > 0);
		};
		expect(held(disbursed)).toEqual([true, true]);
		expect(held({ ...disbursed, exceeds: 'chain' })).toEqual([false, true]);
		expect(held({ ...disbursed, exceeds: 'budget' })).toEqual([true, false]);
		expect(held({ ...disbursed, exceeds: 'both' })).toEqual([false, false]);
	});

	it('find a chain in order, whatever share of each step goes on to the next', () => {
		const share = fc.nat({ max: 100 });
		fc.assert(
			fc.property(
				fc.constantFrom(...nodes),
				fc.constantFrom(...sources),
				fc.tuple(share, share, share, share),
				(line, source, shares) => {
					let amount = 10n ** 9n;
					const deltas = steps.flatMap((step, index) => {
						if (index > 0) amount = (amount * BigInt(shares[index - 1] ?? 0)) / 100n;
						return amount === 0n ? [] : both(movement({ line, source, step, amount: fen(amount) }));
					});
					const faults = faultsOf(fundsMatrix(plan, groupsOf(deltas), today), 'chain');
					expect(faults).toEqual([]);
				}
			)
		);
	});

	it('name what passes the budget, but for approved exceptions', () => {
		const over = movement({ step: 'allocated', amount: fromYuan('30000000.01') });
		expect(faultsOf(fundsMatrix(plan, groupsOf(both(over)), today), 'budget')).toEqual([
			{ node: 'risk-pool', purse: 'central', step: 'allocated', before: null, by: 1n }
		]);
		const excepted = fundsMatrix(plan, groupsOf(both({ ...over, exceeds: 'budget' })), today);
		expect(faultsOf(excepted, 'budget')).toEqual([]);
		expect(excepted.exceptions).toEqual([
			{ node: 'risk-pool', source: 'central', step: 'allocated', amount: over.amount }
		]);
	});

	it('hold local money of all lines against the class', () => {
		const part = (line: string, amount: string) =>
			both(movement({ line, source: 'city', step: 'allocated', amount: fromYuan(amount) }));
		const deltas = [...part('operation-fund', '20000000.00'), ...part('risk-pool', '10000000.01')];
		expect(faultsOf(fundsMatrix(plan, groupsOf(deltas), today), 'budget')).toEqual([
			{ node: 'funds', purse: 'local', step: 'allocated', before: null, by: 1n }
		]);
	});

	it('name what is recorded where the plan has no place', () => {
		const faults = faultsOf(fundsMatrix(plan, groupsOf(both(movement({ line: 'gone' }))), today), 'lines');
		expect(faults).toEqual([{ node: 'gone', purse: 'central', step: 'disbursed', before: null, by: 100n }]);
	});

	it('name an annex that its lines do not add up to', () => {
		const other = fundsMatrix({ ...plan, central: fromYuan('200000000.01') }, groupsOf([]), today);
		expect(faultsOf(other, 'annex')).toMatchObject([{ purse: 'central', by: -1n }]);
	});
});

describe('[R119] the local match', () => {
	it('is recomputed from sums, by year and in all, city and district apart', () => {
		const at = (year: number, source: Source, amount: string) =>
			both(movement({ source, step: 'received', date: day(`${year}-06-30`), amount: fromYuan(amount) }));
		const match = matchView(
			plan,
			groupsOf([
				...at(2018, 'central', '4000000.00'),
				...at(2018, 'city', '3000000.00'),
				...at(2018, 'district', '1000000.00'),
				...at(2019, 'central', '1000000.00'),
				...at(2019, 'city', '2000000.00'),
				...at(2019, 'social', '9000000.00')
			]),
			today
		);
		expect(match.asked).toBe(1);
		expect(match.planned).toBe(1.15);
		expect(match.rows.map(({ year, steps: of }) => [year, of.received.ratio.reported])).toEqual([
			[2018, 1],
			[2019, 2],
			[null, 1.2]
		]);
		expect(match.rows[0]?.steps.disbursed.ratio).toEqual({ reported: null, confirmed: null });
	});
});
