// The difference of two versions: nothing for a plan and itself, every place that differs, and enough to make the one of the other.
import { catalogue } from '#lib/app/features.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPlan } from './check-plan.ts';
import { loadPlan } from './load-plan.server.ts';
import { applyDifference, orderKey, planDifference } from './plan-difference.ts';
import type { PlanDocument } from './plan-document.ts';
import { filesOf } from './plan-files.ts';

const loaded = await loadPlan('plans/ningbo-2017', catalogue.records);
if (!loaded.ok) throw new Error(loaded.lines.join('\n'));
const { plan } = loaded;

/** Changes of all kinds that an amendment may make. */
const amended = fc
	.record({
		value: fc.integer({ min: 1, max: 9999 }),
		by: fc.constantFrom(2018, 2019, 2020),
		target: fc.nat({ max: plan.targets.length - 1 }),
		title: fc.string({ minLength: 1, maxLength: 20 }),
		task: fc.nat({ max: plan.tasks.length - 1 }),
		dropped: fc.option(fc.nat({ max: plan.targets.length - 1 })),
		turned: fc.boolean(),
		criteria: fc.boolean()
	})
	.map(({ value, by, target, title, task, dropped, turned, criteria }): PlanDocument => {
		const targets = plan.targets
			.map((one, index) => (index === target ? { ...one, value, ...('by' in one ? { by } : {}) } : one))
			.filter((_, index) => index !== dropped);
		return {
			...plan,
			targets: turned ? targets.toReversed() : targets,
			tasks: plan.tasks.map((one, index) => (index === task ? { ...one, title: { ...one.title, zh: title } } : one)),
			phases: plan.phases.map((phase, index) =>
				criteria && index === 0 ? { ...phase, gate: { criteria: phase.gate.criteria.slice(0, 1) } } : phase
			)
		};
	});

describe('the difference of two versions', () => {
	it('[R142] is empty for a plan and itself', () => {
		expect(planDifference(plan, structuredClone(plan))).toEqual([]);
	});

	it('[R142] makes the new version of the old one, whatever changed', () => {
		fc.assert(
			fc.property(amended, (after) => {
				expect(applyDifference(plan, planDifference(plan, after))).toEqual(filesOf(after));
				expect(applyDifference(after, planDifference(after, plan))).toEqual(filesOf(plan));
			}),
			{ numRuns: 40 }
		);
	});

	it('[R142] names a place by ids, not by numbers', () => {
		const after = {
			...plan,
			targets: plan.targets.map((one) => (one.id === 'institutions' ? { ...one, value: 8 } : one))
		};
		expect(planDifference(plan, after as PlanDocument)).toEqual([
			{ path: ['targets', 'institutions', 'value'], old: 6, new: 8 }
		]);
	});

	it('[R142] says when only the order changed', () => {
		const after = { ...plan, goals: plan.goals.toReversed() };
		expect(planDifference(plan, after)).toEqual([
			{ path: ['goals', orderKey], old: plan.goals.map(({ id }) => id), new: after.goals.map(({ id }) => id) }
		]);
	});
});

describe('the files of a document', () => {
	it('[R140] pass the check of plan folders and make the same document', () => {
		expect(checkPlan(filesOf(plan), catalogue.records)).toEqual({ plan });
	});
});
