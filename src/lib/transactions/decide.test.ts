// Which deals may be recorded, and that a reversal takes away exactly what the deal added.
import fc from 'fast-check';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { feed, leader, office, someone } from '../../../tests/support/actors.ts';
import { sumOf } from '../../../tests/support/deltas.ts';
import { ningboPlan } from '../../../tests/support/ningbo-plan.ts';
import type { Actor } from '#lib/access/roles.ts';
import { addDays, day } from '#lib/kernel/day.ts';
import { fen } from '#lib/kernel/money.ts';
import { layers } from '#lib/protocol/cells.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { dealDeltas, dealKinds, transactionSchema, type TransactionInput } from './deal.ts';
import { decideDeal, registrationName } from './decide.ts';

let plan: PlanIndex;
beforeAll(async () => {
	plan = await ningboPlan();
});

const today = day('2019-09-16');
const yinzhou = someone('district', 'yinzhou');
function deal(over: Record<string, unknown> = {}): TransactionInput {
	return v.parse(transactionSchema, {
		kind: 'transfer',
		amount: '1200.50',
		date: '2019-09-10',
		territory: 'yinzhou',
		registration: 'ZL-1',
		reference: 'R1',
		...over
	});
}
function decide(over: Record<string, unknown> = {}, actor: Actor = yinzhou, held: ReadonlySet<string> = new Set()) {
	return decideDeal(plan, held, actor, today, deal(over));
}

describe('a deal', () => {
	it('of the own territory is accepted, under the key of its registration', () => {
		expect(decide({ registration: ' ＺＬ-1（甬） ' })).toMatchObject({
			ok: true,
			value: { unit: 'yinzhou', amount: fen(120050n), count: 1, registrationKey: 'zl-1(甬)' }
		});
	});

	it.each([
		[{ territory: 'nowhere' }, 'unknown_territory', '/territory'],
		[{ territory: 'ipo' }, 'unknown_territory', '/territory'],
		[{ date: '2016-12-31' }, 'before_base_year', '/date'],
		[{ date: '2019-09-17' }, 'in_future', '/date'],
		[{ kind: 'pledge' }, 'bank_required', '/bank']
	])('with %j is invalid: %s at %s', (over, code, pointer) => {
		expect(decide(over)).toMatchObject({ ok: false, kind: 'invalid', faults: [{ code, pointer }] });
	});

	it('names all that is wrong with it at once', () => {
		const refused = decide({ territory: 'nowhere', date: '2019-09-17', kind: 'pledge' });
		expect(refused.ok ? [] : refused.faults.map(({ pointer }) => pointer)).toEqual(['/date', '/territory', '/bank']);
	});

	it('of today and of the first day of the base year is accepted', () => {
		expect(decide({ date: '2019-09-16' }).ok).toBe(true);
		expect(decide({ date: '2017-01-01' }).ok).toBe(true);
	});

	it.each<[Actor, string, string | null]>([
		[yinzhou, 'haishu', 'not_your_unit'],
		[office, 'haishu', null],
		[feed('trading-centre'), 'haishu', null],
		[feed('enforcement'), 'haishu', 'not_allowed'],
		[someone('fund_manager', 'stfc', 'token'), 'haishu', 'not_allowed'],
		[someone('department', 'cbrc', 'token'), 'haishu', 'not_allowed'],
		[someone('district', 'yinzhou', 'token'), 'haishu', 'not_your_unit'],
		[someone('fund_manager', 'stfc'), 'haishu', 'not_allowed'],
		[someone('department', 'amr'), 'haishu', 'not_allowed'],
		[leader, 'haishu', 'not_allowed']
	])('by %o in %s is forbidden as %s', (actor, territory, code) => {
		const decided = decide({ territory }, actor);
		if (code === null) expect(decided.ok).toBe(true);
		else expect(decided).toMatchObject({ kind: 'forbidden', faults: [{ code, pointer: '/territory' }] });
	});

	it('may not hold a registration that another of its kind holds, in whatever case and width', () => {
		const held = new Set([registrationName('transfer', 'zl-1')]);
		expect(decide({ registration: 'ｚl-1' }, yinzhou, held)).toMatchObject({
			kind: 'conflict',
			faults: [{ code: 'duplicate_registration', pointer: '/registration', params: { registration: 'ｚl-1' } }]
		});
		expect(decide({ kind: 'licence' }, yinzhou, held).ok).toBe(true);
		expect(decide({ registration: '' }, yinzhou, held).ok).toBe(true);
	});
});

describe('the cells of deals', () => {
	it('are left by reversals as they were, in each layer', () => {
		const deals = fc.array(
			fc.record({
				kind: fc.constantFrom(...dealKinds),
				amount: fc.bigInt({ min: 1n, max: 10n ** 12n }).map(fen),
				count: fc.integer({ min: 1, max: 50 }),
				date: fc.integer({ min: 0, max: 900 }).map((days) => addDays(day('2017-01-01'), days)),
				territory: fc.constantFrom('yinzhou', 'haishu', 'hitech')
			})
		);
		fc.assert(
			fc.property(deals, fc.constantFrom(...layers), (list, layer) => {
				const added = list.flatMap((item) => dealDeltas(item, layer, 1n));
				const left = [...list].reverse().flatMap((item) => dealDeltas(item, layer, -1n));
				expect(sumOf([...added, ...left])).toEqual({});
				if (list.length > 0) expect(sumOf(added)).not.toEqual({});
			})
		);
	});
});
