// The overview for programs: the contract's fields, money as yuan, both layers, nothing that JSON cannot carry.
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { movementDeltas } from '#lib/funds/movement.ts';
import { day } from '#lib/kernel/day.ts';
import { fromYuan } from '#lib/kernel/money.ts';
import { freezeDeltas } from '#lib/observations/base-freeze.ts';
import { snapshotSchema } from '#lib/protocol/snapshot.ts';
import { dealDeltas } from '#lib/transactions/deal.ts';
import { smallPlan, stateOf, withoutBreakdown } from '../../../tests/support/small-plan.ts';
import { dashboardJson } from './dashboard-json.ts';
import { fromSnapshot } from '#lib/figures/fold.ts';

const movement = {
	line: 'pool',
	source: 'central',
	step: 'disbursed',
	amount: fromYuan('12.30'),
	date: day('2019-03-05'),
	territory: null,
	unit: 'ipo'
} as const;
const state = stateOf([
	...movementDeltas(movement, 'reported', 1n),
	...movementDeltas(movement, 'confirmed', 1n),
	...dealDeltas(
		{ kind: 'pledge', amount: fromYuan('5.00'), count: 2, date: day('2019-09-16'), territory: 'haishu' },
		'reported',
		1n
	)
]);

it('has the fields of the contract and survives JSON unchanged', () => {
	const body = dashboardJson(smallPlan, state);
	expect(Object.keys(body)).toEqual([
		'epoch',
		'heads',
		'today',
		'funds',
		'transactions',
		'cases',
		'targets',
		'tasks',
		'milestones',
		'verdict',
		'changed',
		'feed',
		'cells'
	]);
	expect(JSON.parse(JSON.stringify(body))).toEqual(body);
	expect(body).toMatchObject({ epoch: 'e1', heads: { city: 1, breakdown: 1 }, today: '2019-09-16' });
	expect(body.targets.map(({ id, value }) => [id, value])).toEqual([
		['pledge-growth', null],
		['trade-growth', null],
		['closure', null],
		['match', 1.192]
	]);
	expect(body.targets[0]).toMatchObject({
		kind: 'average-growth',
		target: 0.2,
		base: { state: 'missing', year: 2017 },
		reported: { light: 'base_missing', why: { rule: 'base_missing', day: '2019-09-16' } },
		confirmed: { light: 'unreported' }
	});
	expect(body.targets[0]).not.toHaveProperty('series');
});

it('is a snapshot too: what is folded from it has the same cells', () => {
	const body: unknown = JSON.parse(JSON.stringify(dashboardJson(smallPlan, state)));
	const folded = fromSnapshot(v.parse(snapshotSchema, body));
	expect(new Map(folded.cells)).toEqual(new Map(state.cells));
	expect([folded.epoch, folded.heads, folded.today]).toEqual([state.epoch, state.heads, state.today]);
});

it('carries money as decimal yuan, counts and shares as numbers', () => {
	const { funds, transactions } = dashboardJson(smallPlan, state);
	expect(funds.budget).toEqual({ central: '5000.00', local: '5960.00', total: '10960.00' });
	expect(funds.steps.disbursed.total).toEqual({ reported: '12.30', confirmed: '12.30' });
	expect(funds.months[20]).toMatchObject({ month: '2019-09', reported: '12.30' });
	expect(funds.months[21]?.reported).toBeNull();
	expect(transactions.pledge).toMatchObject({
		amount: { reported: '5.00', confirmed: '0.00' },
		count: { reported: 2, confirmed: 0 },
		lastYearAmount: null
	});
	expect(transactions.trade.amount.reported).toBe('0.00');
});

it('[R263] carries the money of targets as decimal yuan, and what counts something else as numbers', () => {
	const deals = (date: string, amount: string) =>
		dealDeltas(
			{ kind: 'pledge', amount: fromYuan(amount), count: 2, date: day(date), territory: 'haishu' },
			'reported',
			1n
		);
	const { targets } = dashboardJson(
		smallPlan,
		stateOf([...deals('2017-03-05', '0.35'), ...deals('2019-03-05', '0.10')])
	);
	const target = (id: string) => targets.find((one) => one.id === id);
	expect(target('pledge-growth')).toMatchObject({
		money: true,
		base: { state: 'derived', year: 2017, value: '0.35' },
		reported: { parts: { part: '0.10', whole: '0.35' } },
		years: [{ year: 2017, reported: '0.35' }, { year: 2018, reported: null }, { year: 2019, reported: '0.10' }, {}],
		needed: { amount: '0.41', perMonth: '0.10' }
	});
	expect(target('match')).toMatchObject({
		money: true,
		value: 1.192,
		reported: { parts: { part: '5960.00', whole: '5000.00' } }
	});
	expect(target('match')?.match?.steps[0]).toMatchObject({
		step: 'budgeted',
		reported: { central: '5000.00', local: '5960.00', city: null, ratio: 1.192 }
	});
	expect(target('closure')).toMatchObject({ money: false });
});

it('[R263] carries a frozen base, and what its records come to now, as decimal yuan', () => {
	const content = new Map([
		['amount/2017-03-05', fromYuan('0.35')],
		['count/2017-03-05', 2n]
	]);
	const deals = (['reported', 'confirmed'] as const).flatMap((layer) =>
		dealDeltas(
			{ kind: 'pledge', amount: fromYuan('0.40'), count: 2, date: day('2017-03-05'), territory: 'haishu' },
			layer,
			1n
		)
	);
	const base = (deltas: typeof deals) =>
		dashboardJson(smallPlan, stateOf([...freezeDeltas('pledge-growth', null, content), ...deltas])).targets[0]?.base;
	const own = { state: 'frozen', year: 2017, value: '0.35', records: 2, changed: true };
	expect(base(deals)).toEqual({ ...own, now: '0.40' });
	expect(base([])).toEqual({ ...own, now: null });
});

it('lists its cells as they travel, sorted by key, reported first', () => {
	expect(dashboardJson(smallPlan, state).cells).toEqual([
		{ key: 'deals-by/haishu/pledge/amount/2019-09', layer: 'reported', value: '5.00' },
		{ key: 'deals-by/haishu/pledge/count/2019-09', layer: 'reported', value: 2 },
		{ key: 'deals/pledge/amount/2019-09-16', layer: 'reported', value: '5.00' },
		{ key: 'deals/pledge/count/2019-09-16', layer: 'reported', value: 2 },
		{ key: 'funds-by/ipo/pool/central/disbursed/2019-03', layer: 'reported', value: '12.30' },
		{ key: 'funds-by/ipo/pool/central/disbursed/2019-03', layer: 'confirmed', value: '12.30' },
		{ key: 'funds/pool/central/disbursed/2019-03', layer: 'reported', value: '12.30' },
		{ key: 'funds/pool/central/disbursed/2019-03', layer: 'confirmed', value: '12.30' }
	]);
});

it('has no tasks and no units for readers without figures by unit', () => {
	const body = dashboardJson(smallPlan, withoutBreakdown(state));
	expect(body.tasks).toBeNull();
	expect(body.milestones.units).toBeNull();
	expect(body.cells.some(({ key }) => key.includes('-by/'))).toBe(false);
});
