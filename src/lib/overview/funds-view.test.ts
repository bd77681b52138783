// Money against budget and pace, by hand: 10,960.00 yuan over 1,096 days, so 10.00 yuan a day.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { movementDeltas, sources, steps, type Movement, type Source, type Step } from '#lib/funds/movement.ts';
import { day } from '#lib/kernel/day.ts';
import { fen, fromYuan } from '#lib/kernel/money.ts';
import type { CellDelta } from '#lib/protocol/cells.ts';
import { groupsOf } from '../../../tests/support/cell-groups.ts';
import { smallPlan } from '../../../tests/support/small-plan.ts';
import { fundsView } from './funds-view.ts';
import { paceOf } from '#lib/figures/pace.ts';

function moved(
	step: Step,
	source: Source,
	yuan: string,
	date = '2019-03-05',
	line = 'pool',
	confirmed = false
): CellDelta[] {
	const movement: Movement = {
		line,
		source,
		step,
		amount: fromYuan(yuan),
		date: day(date),
		territory: null,
		unit: 'ipo'
	};
	return [...movementDeltas(movement, 'reported', 1n), ...(confirmed ? movementDeltas(movement, 'confirmed', 1n) : [])];
}

function view(deltas: readonly CellDelta[], today = '2019-09-16') {
	return fundsView(smallPlan, groupsOf(deltas), day(today), paceOf(smallPlan, day(today)));
}

describe('pace', () => {
	it.each([
		['2019-09-16', 624],
		['2018-01-01', 1],
		['2017-12-31', 0],
		['2017-06-01', 0],
		['2020-02-29', 790],
		['2020-12-31', 1096],
		['2021-03-01', 1096]
	])('[R2] on %s, %i of 1,096 days have begun', (today, elapsed) => {
		expect(paceOf(smallPlan, day(today))).toEqual({ elapsed, total: 1096, share: elapsed / 1096 });
	});
});

describe('the chain below the budget', () => {
	it('[R3] city and district are local money, social money is in no total, both layers stand beside each other', () => {
		const { steps, budget } = view([
			...moved('received', 'central', '100.00', '2018-05-05', 'pool', true),
			...moved('received', 'city', '20.00'),
			...moved('received', 'district', '3.00', '2019-01-01', 'all'),
			...moved('received', 'social', '7.00')
		]);
		expect(budget).toEqual({ central: 500_000n, local: 596_000n, total: 1_096_000n });
		expect(steps.received).toEqual({
			central: { reported: 10_000n, confirmed: 10_000n },
			local: { reported: 2_300n, confirmed: 0n },
			social: { reported: 700n, confirmed: 0n },
			total: { reported: 12_300n, confirmed: 10_000n }
		});
		expect(steps.spent.total).toEqual({ reported: 0n, confirmed: 0n });
	});

	it('[R3] months after today do not count yet', () => {
		const { steps, disbursedShare } = view(moved('disbursed', 'city', '10.00', '2019-10-01'));
		expect(steps.disbursed.total.reported).toBe(0n);
		expect(disbursedShare.reported).toBe(0);
	});

	it('[R3] execution is what was disbursed of the whole budget, use what was spent of that', () => {
		const { disbursedShare, executionRate, useRate, distance } = view([
			...moved('disbursed', 'central', '2740.00', '2019-03-05', 'pool', true),
			...moved('disbursed', 'city', '2740.00'),
			...moved('disbursed', 'social', '999.00'),
			...moved('spent', 'central', '1096.00')
		]);
		expect(disbursedShare).toEqual({ reported: 0.5, confirmed: 0.25 });
		expect(executionRate).toEqual({ reported: 0.5, confirmed: 0.25 });
		expect(useRate).toEqual({ reported: 0.2, confirmed: 0 });
		expect(view(moved('received', 'city', '10.00')).useRate).toEqual({ reported: null, confirmed: null });
		expect(distance).toBeCloseTo(50 - (624 / 1096) * 100, 10);
	});
});

it('[R31a] the confirmed layer is held to the pace of the day that it is confirmed up to', () => {
	const shown = view([
		...moved('disbursed', 'central', '5770.00', '2019-07-05', 'pool', true),
		...moved('disbursed', 'city', '1000.00', '2019-08-05')
	]);
	expect(shown.confirmedTo).toBe('2019-07-31');
	// Day 577 of 1,096.
	expect(shown.confirmedDistance).toBeCloseTo((5770 / 10_960 - 577 / 1096) * 100, 10);
	const none = view(moved('disbursed', 'central', '10.00', '2019-03-05'));
	expect(none).toMatchObject({ confirmedTo: null, confirmedDistance: null });
});

describe('the light', () => {
	it.each([
		['6240.00', 'good'],
		['6239.99', 'risk'],
		['5304.00', 'risk'],
		['5303.99', 'behind'],
		['10959.99', 'good'],
		['10960.00', 'done']
	])('[R4] with %s yuan disbursed of 10,960.00 on day 624 is %s', (yuan, light) => {
		expect(view(moved('disbursed', 'city', yuan)).light).toBe(light);
	});

	it('[R4] says that nothing is reported, or not started before the first day; money received but not disbursed is behind', () => {
		expect(view([]).light).toBe('unreported');
		expect(view([], '2017-12-30').light).toBe('not_started');
		expect(view(moved('received', 'city', '9000.00')).light).toBe('behind');
	});

	it('[R4] more money never makes it worse', () => {
		const rank = ['behind', 'risk', 'good', 'done'];
		const amount = fc.bigInt(1n, 1_200_000n);
		fc.assert(
			fc.property(amount, amount, (some, more) => {
				const lightOf = (value: bigint) =>
					view(
						movementDeltas(
							{
								line: 'pool',
								source: 'city',
								step: 'disbursed',
								amount: fen(value),
								date: day('2018-02-28'),
								territory: null,
								unit: 'ipo'
							},
							'reported',
							1n
						)
					).light;
				expect(rank.indexOf(lightOf(some + more))).toBeGreaterThanOrEqual(rank.indexOf(lightOf(some)));
			})
		);
	});
});

describe('month by month', () => {
	const { months } = view([
		...moved('disbursed', 'central', '10.00', '2017-12-31'),
		...moved('disbursed', 'central', '5.00', '2018-01-01', 'pool', true),
		...moved('disbursed', 'district', '2.00', '2019-09-01'),
		...moved('disbursed', 'social', '50.00', '2019-09-01'),
		...moved('spent', 'city', '50.00', '2019-09-01')
	]);
	const at = (month: string) => months.find((entry) => entry.month === month);

	it('[R5] sums up what is disbursed, earlier money too, and ends at today', () => {
		expect(months).toHaveLength(36);
		expect(at('2018-01')).toEqual({ month: '2018-01', reported: 1_500n, confirmed: 500n, planned: 31_000n });
		expect(at('2019-08')).toMatchObject({ reported: 1_500n, confirmed: 500n });
		expect(at('2019-09')).toMatchObject({ reported: 1_700n, confirmed: 500n });
		expect(at('2019-10')).toMatchObject({ reported: null, confirmed: null });
	});

	it('[R5] plans a straight line by days that ends at the budget', () => {
		expect(at('2018-12')?.planned).toBe(365_000n);
		expect(at('2020-02')?.planned).toBe(790_000n);
		expect(at('2020-12')?.planned).toBe(1_096_000n);
	});
});

it('[R6] a line shows its central money against its central budget', () => {
	const { lines } = view([
		...moved('disbursed', 'central', '30.00', '2019-03-05', 'grants', true),
		...moved('disbursed', 'city', '8.00', '2019-03-05', 'grants'),
		...moved('spent', 'central', '4.00', '2019-03-05', 'grants')
	]);
	expect(lines).toEqual([
		{
			id: 'pool',
			group: 'all',
			central: 300_000n,
			disbursed: { reported: 0n, confirmed: 0n },
			spent: { reported: 0n, confirmed: 0n }
		},
		{
			id: 'grants',
			group: 'all',
			central: 200_000n,
			disbursed: { reported: 3_000n, confirmed: 3_000n },
			spent: { reported: 400n, confirmed: 0n }
		}
	]);
});

it('[R31] every total is the sum of its movements, layer by layer, whatever their order', () => {
	const movement = fc.record({
		line: fc.constantFrom('pool', 'grants', 'all'),
		source: fc.constantFrom(...sources),
		step: fc.constantFrom(...steps),
		amount: fc.bigInt(1n, 10n ** 13n).map(fen),
		date: fc.constantFrom(...['2017-12-31', '2018-01-01', '2019-09-16'].map(day)),
		territory: fc.constant(null),
		unit: fc.constant('ipo')
	});
	fc.assert(
		fc.property(fc.array(fc.tuple(movement, fc.boolean())), (entries) => {
			const deltas = entries.flatMap(([one, confirmed]) => [
				...movementDeltas(one, 'reported', 1n),
				...(confirmed ? movementDeltas(one, 'confirmed', 1n) : [])
			]);
			const { steps: shown, months } = view(deltas);
			for (const step of steps) {
				const own = entries.filter(([one]) => one.step === step && one.source !== 'social');
				const sum = (list: typeof own) => list.reduce((total, [one]) => total + one.amount, 0n);
				expect(shown[step].total).toEqual({
					reported: sum(own),
					confirmed: sum(own.filter(([, confirmed]) => confirmed))
				});
			}
			expect(months.findLast(({ reported }) => reported !== null)?.reported).toBe(shown.disbursed.total.reported);
			expect(view([...deltas].reverse())).toEqual(view(deltas));
		})
	);
});
