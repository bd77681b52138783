// Which updates of shares and which milestone reports are accepted, and the way of an update into the confirmed layer.
import fc from 'fast-check';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { leader, office, reader, someone } from '../../../tests/support/actors.ts';
import { sumOf } from '../../../tests/support/deltas.ts';
import { ningboPlan } from '../../../tests/support/ningbo-plan.ts';
import type { Actor } from '#lib/access/roles.ts';
import { day, type Day } from '#lib/kernel/day.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { decideReport, decideUpdate, type ShareState } from './decide.ts';
import { confirmationSteps, untouched, type ShareFigures } from './record.ts';
import { milestoneDeltas, milestoneSchema, shareDeltas, shareStatuses, taskUpdateSchema } from './share.ts';

let plan: PlanIndex;
beforeAll(async () => {
	plan = await ningboPlan();
});

const today = day('2019-09-16');
const yinzhou = someone('district', 'yinzhou');
const state: ShareState = {
	version: 3,
	fields: { status: 'in_progress', progress: 40, narrative: 'half', nextStep: 'go on' },
	reached: 1
};

/** @param milestones whether the share has any: without them it says its own progress */
function update(
	changes: unknown,
	actor: Actor = yinzhou,
	share = '2.3/yinzhou',
	{ reached = 1, milestones = false }: { readonly reached?: number; readonly milestones?: boolean } = {}
) {
	const input = v.parse(taskUpdateSchema, { share, changes });
	const bare = new Map([...plan.shares].map(([id, one]) => [id, { ...one, milestones: [] }]));
	const held = milestones ? plan : { ...plan, shares: bare };
	return decideUpdate(held, new Map([['2.3/yinzhou', { ...state, reached }]]), actor, input);
}
function report(
	id: string,
	actual = '2019-09-01',
	actor: Actor = yinzhou,
	reported: ReadonlyMap<string, Day> = new Map()
) {
	return decideReport(plan, reported, actor, today, v.parse(milestoneSchema, { id, actual }));
}

describe('an update of a share', () => {
	it('makes the next version and names what it changes', () => {
		expect(
			update({ progress: { base: 40, new: 60 }, status: { base: 'in_progress', new: 'in_progress' } })
		).toMatchObject({
			ok: true,
			value: { after: { version: 4, fields: { ...state.fields, progress: 60 } }, changed: ['progress'] }
		});
	});

	it('of a value that somebody changed in between is stale', () => {
		expect(update({ progress: { base: 30, new: 60 }, narrative: { base: 'half', new: 'more' } })).toEqual({
			stale: ['progress']
		});
	});

	it.each([
		[{}, 'nothing_changed', '/changes'],
		[{ progress: { base: 10, new: 40 } }, 'nothing_changed', '/changes'],
		[{ status: { base: 'in_progress', new: 'completed' } }, 'completed_needs_full_progress', '/changes/progress'],
		[
			{ status: { base: 'in_progress', new: 'completed' }, progress: { base: 40, new: 99 } },
			'completed_needs_full_progress',
			'/changes/progress'
		]
	])('with %j is invalid: %s at %s', (changes, code, pointer) => {
		expect(update(changes)).toMatchObject({ ok: false, kind: 'invalid', faults: [{ code, pointer }] });
	});

	it('completes with full progress', () => {
		const changes = { status: { base: 'in_progress', new: 'completed' }, progress: { base: 40, new: 100 } };
		expect(update(changes)).toMatchObject({ ok: true });
	});

	describe('of a share with milestones', () => {
		const of = (changes: unknown, reached: number) =>
			update(changes, yinzhou, '2.3/yinzhou', { reached, milestones: true });

		it('[R254] does not type progress', () => {
			expect(of({ progress: { base: 33, new: 60 } }, 1)).toMatchObject({
				kind: 'invalid',
				faults: [{ code: 'progress_computed', pointer: '/changes/progress', params: { reached: 1, planned: 3 } }]
			});
		});

		it('[R254] is stale where the progress that it was read with is another, and keeps what is computed', () => {
			expect(of({ progress: { base: 40, new: 60 } }, 1)).toEqual({ stale: ['progress'] });
			expect(of({ narrative: { base: 'half', new: 'more' } }, 2)).toMatchObject({
				ok: true,
				value: { changed: ['narrative'], after: { fields: { progress: 66 } } }
			});
		});

		it('[R42] completes when every milestone is reached', () => {
			const completed = { status: { base: 'in_progress', new: 'completed' } };
			expect(of(completed, 2)).toMatchObject({
				kind: 'invalid',
				faults: [{ code: 'completed_needs_full_progress', pointer: '/changes/status', params: { progress: 66 } }]
			});
			expect(of(completed, 3)).toMatchObject({ ok: true, value: { after: { fields: { progress: 100 } } } });
		});
	});

	it.each<[Actor, string, string, string]>([
		[yinzhou, '9.9/yinzhou', 'not_found', 'unknown_share'],
		[yinzhou, '2.1/ipo', 'not_found', 'unknown_share'],
		[reader, '2.3/yinzhou', 'not_found', 'unknown_share'],
		[someone('district', 'haishu'), '2.3/yinzhou', 'forbidden', 'not_your_unit'],
		[someone('fund_manager', 'yinzhou'), '2.3/yinzhou', 'forbidden', 'not_allowed'],
		[office, '2.3/yinzhou', 'forbidden', 'not_your_unit'],
		[leader, '2.3/yinzhou', 'forbidden', 'not_your_unit']
	])('by %o of %s is %s %s', (actor, share, kind, code) => {
		expect(update({ progress: { base: 40, new: 60 } }, actor, share)).toMatchObject({
			kind,
			faults: [{ code, pointer: '/share' }]
		});
	});
});

describe('a milestone report', () => {
	it('is accepted once', () => {
		expect(report('2.3/yinzhou/1')).toMatchObject({
			ok: true,
			value: { milestone: '2.3/yinzhou/1', actual: '2019-09-01' }
		});
		expect(report('2.3/yinzhou/1', '2019-09-02', yinzhou, new Map([['2.3/yinzhou/1', today]]))).toMatchObject({
			kind: 'conflict',
			faults: [{ code: 'already_reported', pointer: '/id', params: { actual: today } }]
		});
	});

	it.each<[string, string, Actor, string, string, string]>([
		['2.3/yinzhou/99', '2019-09-01', yinzhou, 'not_found', 'unknown_milestone', '/id'],
		['2.1/ipo/1', '2019-09-01', yinzhou, 'not_found', 'unknown_milestone', '/id'],
		['2.3/haishu/1', '2019-09-01', yinzhou, 'forbidden', 'not_your_unit', '/id'],
		['2.3/yinzhou/1', '2019-09-01', leader, 'forbidden', 'not_your_unit', '/id'],
		['2.3/yinzhou/1', '2019-09-17', yinzhou, 'invalid', 'in_future', '/actual'],
		['2.3/yinzhou/1', '2016-12-31', yinzhou, 'invalid', 'before_base_year', '/actual']
	])('of %s on %s by %o is %s %s at %s', (id, actual, actor, kind, code, pointer) => {
		expect(report(id, actual, actor)).toMatchObject({ kind, faults: [{ code, pointer }] });
	});
});

describe('the cells of tasks', () => {
	const share = { id: '2.3/yinzhou', task: '2.3', unit: 'yinzhou' };
	const figures = fc.record({ status: fc.constantFrom(...shareStatuses), progress: fc.integer({ min: 0, max: 100 }) });
	const histories = fc
		.array(figures, { minLength: 1, maxLength: 8 })
		.map((list) => list.map((item, index): ShareFigures => ({ version: index + 1, ...item })));

	it('show the newest confirmed version, whichever versions were confirmed together and in whatever order they were listed', () => {
		fc.assert(
			fc.property(histories, fc.infiniteStream(fc.nat({ max: 3 })), (history, picks) => {
				let confirmed = untouched;
				const moved = [];
				// Each round confirms some of what is newer than the confirmed version.
				while (confirmed.version < history.length) {
					const newer = history.filter((item) => item.version > confirmed.version);
					const chosen = newer.filter((_, index) => index === 0 || picks.next().value === 0).reverse();
					const steps = confirmationSteps(share, confirmed, chosen);
					for (const step of steps.values()) {
						expect(step.deltas).not.toBe('already_confirmed');
						if (typeof step.deltas !== 'string') moved.push(...step.deltas);
					}
					confirmed = chosen.reduce((a, b) => (a.version > b.version ? a : b));
				}
				expect(sumOf(moved)).toEqual(sumOf(shareDeltas(share, untouched, confirmed, 'confirmed')));
			})
		);
	});

	it('are not moved by a version that is older than the confirmed one', () => {
		const steps = confirmationSteps(share, { version: 3, status: 'blocked', progress: 9 }, [
			{ version: 2, status: 'in_progress', progress: 5 },
			{ version: 4, status: 'in_progress', progress: 12 }
		]);
		expect(steps.get(2)?.deltas).toBe('already_confirmed');
		expect(steps.get(4)?.from.version).toBe(3);
	});

	it('leave nothing of a milestone report that is reversed', () => {
		const ids = fc.array(fc.constantFrom('2.3/yinzhou/1', '2.3/yinzhou/2', '2.1/ipo/1'));
		fc.assert(
			fc.property(ids, fc.constantFrom('reported' as const, 'confirmed' as const), (list, layer) => {
				const added = list.flatMap((id) => milestoneDeltas(id, layer, 1n));
				expect(sumOf([...added, ...list.flatMap((id) => milestoneDeltas(id, layer, -1n))])).toEqual({});
			})
		);
	});
});
