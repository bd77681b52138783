// The dashboard and the plan are as they are described, whatever their figures.
import { expect, it } from 'vitest';
import { dashboardJson } from '#lib/overview/dashboard-json.ts';
import { day } from '#lib/kernel/day.ts';
import { fromYuan } from '#lib/kernel/money.ts';
import { freezeDeltas } from '#lib/observations/base-freeze.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { dealDeltas } from '#lib/transactions/deal.ts';
import { movementDeltas } from '#lib/funds/movement.ts';
import { leader } from '../../../tests/support/actors.ts';
import { undescribed } from '../../../tests/support/described-answers.ts';
import { ningboPlan } from '../../../tests/support/ningbo-plan.ts';
import { smallPlan, stateOf, withoutBreakdown } from '../../../tests/support/small-plan.ts';
import type { App } from './app.server.ts';
import { planAnswer } from './plan-answer.server.ts';

const answer = { method: 'GET', status: 200, type: 'application/json' };

const movement = {
	line: 'pool',
	source: 'central',
	step: 'disbursed',
	amount: fromYuan('12.30'),
	date: day('2019-03-05'),
	territory: null,
	unit: 'ipo'
} as const;
const deal = (date: string) =>
	dealDeltas(
		{ kind: 'pledge', amount: fromYuan('0.35'), count: 2, date: day(date), territory: 'haishu' },
		'reported',
		1n
	);
const full = stateOf([...movementDeltas(movement, 'reported', 1n), ...deal('2017-03-05'), ...deal('2019-03-05')]);

const content = new Map([
	['amount/2017-03-05', fromYuan('0.10')],
	['count/2017-03-05', 1n]
]);
const frozen = stateOf([
	...freezeDeltas('pledge-growth', null, content),
	...deal('2017-03-05'),
	...deal('2017-03-05').map((delta) => ({ ...delta, layer: 'confirmed' as const })),
	...deal('2019-03-05')
]);

it.each([
	['without a record', stateOf([])],
	['with a frozen base that is others’ now', frozen],
	['with records', full],
	['for readers without figures by unit', withoutBreakdown(full)]
])('[R267] the dashboard %s is as described', (_, state) => {
	const body = JSON.stringify(dashboardJson(smallPlan, state));
	expect(undescribed({ ...answer, path: '/dashboard', body })).toEqual([]);
});

function planBody(plan: PlanIndex, bases: readonly object[] = []): Promise<string> {
	const app = {
		plan,
		reads: { frozenBases: () => Promise.resolve(bases) },
		shareStates: () => Promise.resolve([]),
		clock: { today: () => '2019-09-16' }
	} as unknown as App;
	return planAnswer(app, leader).then((response) => response.text());
}

it('[R263] [R267] the plan is as described, a base year’s money too', async () => {
	const ningbo = await ningboPlan();
	const targets = ningbo.document.targets.map((target) =>
		target.kind === 'average-growth' ? { ...target, base: { ...target.base, value: 435_999_999.5 } } : target
	);
	const plan = { ...ningbo, document: { ...ningbo.document, targets } };
	const freeze = {
		year: 2017,
		unit: 'ipo',
		frozenOn: day('2018-03-01'),
		confirmedBy: null,
		confirmedOn: day('2018-04-10'),
		reason: null
	};
	const bases = [
		{ ...freeze, target: 'pledge-financing-growth', content: { 'amount/2017-03-05': '1230', 'count/2017-03-05': '1' } },
		{ ...freeze, target: 'case-growth', content: { 'count/2017-03-05': '3' } },
		{ ...freeze, target: 'closing-time-cut', content: { 'duration/90': '1' } }
	];
	const body = await planBody(plan, bases);
	expect(undescribed({ ...answer, path: '/plan', body })).toEqual([]);
	const told = (JSON.parse(body) as { targets: { base?: { value: unknown; unit: { en: string } } | null }[] }).targets;
	const ofMoney = told.filter(({ base }) => typeof base === 'object' && base?.unit.en === 'yuan');
	expect(new Set(ofMoney.map(({ base }) => base?.value))).toEqual(new Set(['435999999.50']));
});

it('[R145] [R267] safeguards have their measures, and an empty list where the plan has none', async () => {
	const ningbo = await ningboPlan();
	const safeguards = ningbo.document.safeguards.map(({ measures: _, ...safeguard }) => safeguard);
	const without = { ...ningbo, document: { ...ningbo.document, safeguards } };
	const told = async (plan: PlanIndex) => {
		const body = await planBody(plan);
		expect(undescribed({ ...answer, path: '/plan', body })).toEqual([]);
		return (JSON.parse(body) as { safeguards: { id: string; measures: object[] }[] }).safeguards;
	};
	expect((await told(ningbo)).find(({ id }) => id === 'safeguard-4')?.measures).toContainEqual({
		id: 'annual-assessment',
		title: { zh: '年度评估和检查', en: 'Carry out the annual assessment and inspection' },
		every: 'year'
	});
	expect((await told(without)).map(({ measures }) => measures)).toEqual(safeguards.map(() => []));
});
