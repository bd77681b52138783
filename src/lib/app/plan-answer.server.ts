// The answer of GET /api/v1/plan: the plan's document with the shares as they stand.
import { json } from '@sveltejs/kit';
import { readingBar, seesEverything, seesPlan } from '#lib/access/rights.ts';
import { unitsOf, type Actor } from '#lib/access/roles.ts';
import { toYuan } from '#lib/kernel/money.ts';
import { refuse } from '#lib/kernel/result.ts';
import { frozenJson } from '#lib/observations/frozen-json.ts';
import type { PlanTarget } from '#lib/plan/plan-document.ts';
import { tasksOfUnit } from '#lib/plan/plan-index.ts';
import type { App } from './app.server.ts';
import { problem } from '#lib/http/http.server.ts';

/** Whoever has a share of a task sees the whole task; others see the plan without what was reported on it. */
export async function planAnswer(app: App, actor: Actor): Promise<Response> {
	if (!seesPlan(actor)) return problem(refuse('forbidden', readingBar(actor)));
	const { document } = app.plan;
	const states = new Map((await app.shareStates()).map((state) => [state.id, state]));
	const visible = new Set(unitsOf(actor).flatMap((unit) => tasksOfUnit(app.plan, unit)));
	const shares = [...app.plan.shares.values()].map((share) => {
		const state = seesEverything(actor) || visible.has(share.task) ? states.get(share.id) : undefined;
		return {
			id: share.id,
			task: share.task,
			unit: share.unit,
			role: share.role,
			status: state?.status ?? null,
			progress: state?.progress ?? null,
			narrative: state?.narrative ?? null,
			nextStep: state?.nextStep ?? null,
			milestones: share.milestones.map((milestone, index) => ({
				id: milestone.id,
				name: milestone.title,
				planned: milestone.planned,
				actual: state?.milestones[index]?.actual ?? null
			}))
		};
	});
	return json({
		document: document.document,
		title: document.title,
		version: document.version,
		today: app.clock.today(),
		years: document.years,
		baseYear: document.baseYear,
		units: [...app.plan.units.values()],
		goals: document.goals,
		targets: document.targets.map(targetJson),
		/** The bases that were frozen of records, with the shape of their year: what every reader judges by. */
		frozenBases: (await app.reads.frozenBases()).map(frozenJson),
		indicators: document.indicators,
		tasks: document.tasks.map((task) => ({ ...task, shares: shares.filter((share) => share.task === task.code) })),
		budget: document.budget,
		phases: document.phases,
		safeguards: document.safeguards.map((safeguard) => ({ ...safeguard, measures: safeguard.measures ?? [] })),
		readings: document.readings
	});
}

/** A base year's figure in yuan is money like any other (R263); the plan's file has it as a number. */
function targetJson(target: PlanTarget) {
	if (!('base' in target) || target.base === null || typeof target.base === 'number') return target;
	const { value, unit } = target.base;
	const isMoney = value !== null && unit.zh === '元';
	return isMoney ? { ...target, base: { ...target.base, value: toYuan(BigInt(Math.round(value * 100))) } } : target;
}
