// What a unit owes, on a day, of the plan that ships with the product.
import { catalogue } from '#lib/app/features.ts';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addDays, day } from '#lib/kernel/day.ts';
import { loadPlan } from '#lib/plan/load-plan.server.ts';
import { indexPlan } from '#lib/plan/plan-index.ts';
import { soonDays, workOf, type StoredShare } from './work.ts';

const loaded = await loadPlan(resolve(import.meta.dirname, '../../../plans/ningbo-2017'), catalogue.records);
if (!loaded.ok) throw new Error('the plan that ships with the product has faults');
const plan = indexPlan(loaded.plan);
const today = day('2019-09-16');

function sharesOf(unit: string, change: (share: StoredShare) => StoredShare = (share) => share): StoredShare[] {
	return [...plan.shares.values()]
		.filter((share) => share.unit === unit)
		.map(({ id, task, role, milestones }) =>
			change({
				id,
				task,
				unit,
				role,
				fields: { status: 'not_started', progress: 0, narrative: '', nextStep: '' },
				version: 0,
				confirmed: { version: 0, status: 'not_started', progress: 0 },
				contact: null,
				lastUpdate: null,
				milestones: milestones.map((milestone) => ({
					id: milestone.id,
					planned: milestone.planned,
					report: null,
					confirmed: false
				}))
			})
		);
}

const reached = (share: StoredShare): StoredShare => ({
	...share,
	milestones: share.milestones.map((milestone) => ({
		...milestone,
		report: { entry: milestone.id, actual: milestone.planned, note: null, confirmed: false }
	}))
});

describe('what a unit owes', () => {
	it('is each open milestone once: overdue, due soon, or later', () => {
		const { overdue, soon, next, shares } = workOf(plan, sharesOf('ipo'), today, 'zh-CN');
		const open = shares.flatMap((share) => share.milestones);
		expect(overdue.map(({ planned }) => planned).every((planned) => planned < today)).toBe(true);
		expect(soon.every(({ planned }) => planned >= today && planned <= addDays(today, soonDays))).toBe(true);
		expect(overdue.length + soon.length).toBe(open.filter(({ planned }) => planned <= addDays(today, soonDays)).length);
		expect(next?.planned).toBe(
			open
				.map(({ planned }) => planned)
				.filter((planned) => planned > addDays(today, soonDays))
				.sort()[0]
		);
		expect(overdue.map(({ daysLeft }) => daysLeft)).toEqual(
			overdue.map(({ daysLeft }) => daysLeft).sort((a, b) => a - b)
		);
	});

	it('is nothing where every milestone was reported', () => {
		const work = workOf(plan, sharesOf('yinzhou', reached), today, 'en');
		expect(work).toMatchObject({ overdue: [], soon: [], next: null });
		expect(work.shares.every(({ light }) => light === 'good')).toBe(true);
	});

	it.each(['not_started', 'cancelled'] as const)(
		'[R20] stays where a share is cancelled, confirmed as %s',
		(status) => {
			const all = workOf(plan, sharesOf('yinzhou'), today, 'en');
			const cancelled = workOf(
				plan,
				sharesOf('yinzhou', (share) => ({
					...share,
					fields: { ...share.fields, status: 'cancelled' },
					confirmed: { ...share.confirmed, status }
				})),
				today,
				'en'
			);
			const due = ({ overdue, soon, next }: typeof all) =>
				[overdue, soon, [next]].map((list) => list.map((one) => one?.id));
			expect(all.overdue.length).toBeGreaterThan(0);
			expect(due(cancelled)).toEqual(due(all));
		}
	);

	it('says whether a share waits for its confirmation', () => {
		const [none, reported, confirmed] = [0, 1, 2].map(
			(step) =>
				workOf(
					plan,
					sharesOf('yinzhou', (share) => ({
						...share,
						version: Math.min(step, 1),
						confirmed: { ...share.confirmed, version: step === 2 ? 1 : 0 }
					})),
					today,
					'en'
				).shares[0]?.state
		);
		expect([none, reported, confirmed]).toEqual(['none', 'reported', 'confirmed']);
	});
});
