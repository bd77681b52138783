// Tasks rolled up from their shares, by hand: the lead weighs 3, who joins 2, a district or zone 1.
import { describe, expect, it } from 'vitest';
import { day } from '#lib/kernel/day.ts';
import type { CellDelta } from '#lib/protocol/cells.ts';
import type { PlanSummary } from '#lib/plan/plan-summary.ts';
import { onTime, reached, shared, smallPlan, stateOf } from '../../../tests/support/small-plan.ts';
import { groupCells } from '#lib/figures/fold.ts';
import { sharesView } from './shares-view.ts';
import { tasksView } from './tasks-view.ts';

const today = day('2019-09-16');

/** The same plan without milestones: its shares say their own progress. */
const typing: PlanSummary = {
	...smallPlan,
	schedule: Object.fromEntries(Object.keys(smallPlan.schedule).map((id) => [id, []]))
};

function view(deltas: readonly CellDelta[], plan: PlanSummary = smallPlan) {
	return tasksView(plan, sharesView(plan, groupCells(stateOf(deltas).cells), today), deltas.length > 0);
}

function withRollup(rollup: PlanSummary['tasks'][number]['rollup'], plan = smallPlan): PlanSummary {
	return { ...plan, tasks: plan.tasks.map((task) => ({ ...task, rollup })) };
}

const working = [
	...shared('1/ipo', 'in_progress', 80, { status: 'in_progress', progress: 60 }),
	...shared('1/finance', 'in_progress', 50),
	...shared('1/haishu', 'in_progress', 10),
	...shared('1/jiangbei', 'in_progress', 40),
	...shared('2/ipo', 'in_progress', 30),
	...shared('2/court', 'in_progress', 100)
];

describe('progress', () => {
	it('[R24] is weighted by role, in both layers, rounded down', () => {
		// (3 x 80 + 2 x 50 + 10 + 40 + 0) / 8 = 48.75; (3 x 60) / 8 = 22.5
		expect(view(working, typing).tasks[0]?.progress).toEqual({ reported: 48, confirmed: 22 });
	});

	it("[R24] is the lead's under `lead`, even under `all`", () => {
		expect(view(working, typing).tasks[1]?.progress.reported).toBe(30);
		expect(view(working, withRollup('all', typing)).tasks.map(({ progress }) => progress.reported)).toEqual([36, 65]);
	});

	it('[R24] leaves cancelled shares out, and is 0 when all are', () => {
		const accepted = { status: 'cancelled', progress: 80 } as const;
		const cancelled = [
			...shared('1/ipo', 'cancelled', 80, accepted),
			...working.filter(({ key }) => !key.includes('1/ipo'))
		];
		// (2 x 50 + 10 + 40 + 0) / 5
		expect(view(cancelled, typing).tasks[0]?.progress.reported).toBe(30);
		expect(view(shared('2/ipo', 'cancelled', 80, accepted), typing).tasks[1]).toMatchObject({
			light: 'cancelled',
			progress: { reported: 0, confirmed: 0 }
		});
	});
});

describe('the light of a task', () => {
	const light = (deltas: readonly CellDelta[]) => view(deltas).tasks[0]?.light;

	it("[R23] is the worst of its departments'", () => {
		expect(light([...onTime, ...working])).toBe('good');
		expect(light([...onTime, ...shared('1/finance', 'blocked', 10)])).toBe('blocked');
		const late = onTime.filter(({ key }) => key !== 'milestone/1/finance/1');
		expect(light([...late, ...shared('1/ipo', 'blocked', 10)])).toBe('behind');
	});

	it('[R23] counts its districts and zones as one: one of three behind is a quarter and more', () => {
		expect(light([...onTime, ...shared('1/haishu', 'blocked', 10)])).toBe('behind');
		expect(light(onTime.filter(({ key }) => key !== 'milestone/1/haishu/2'))).toBe('risk');
	});

	it('[R23] is done or not started only when all of it is', () => {
		const all = (id: string) => [
			...shared(id, 'completed', 100),
			...reached(id, ...(smallPlan.schedule[id] ?? []).map((_, index) => index + 1))
		];
		const done = ['1/ipo', '1/finance', '1/haishu', '1/jiangbei'].flatMap(all);
		expect(light(done)).toBe('good');
		expect(light([...done, ...all('1/hitech')])).toBe('done');
		expect(light([...done, ...shared('1/hitech', 'cancelled', 0, { status: 'cancelled', progress: 0 })])).toBe('done');
		const early = sharesView(smallPlan, new Map(), day('2018-01-02'));
		expect(tasksView(smallPlan, early, true).tasks.map((task) => task.light)).toEqual(['not_started', 'not_started']);
	});

	it('[R257] says whose light it is: of one unit, of the territories together, or of none', () => {
		const why = (deltas: readonly CellDelta[]) => view(deltas).tasks.map((task) => task.why);
		expect(why([...onTime, ...working])[0]).toEqual({ rule: 'mixed', units: [], leadAlone: false });
		expect(why([...onTime, ...shared('1/finance', 'blocked', 10)])[0]).toEqual({
			...{ rule: 'one', leadAlone: false },
			units: ['finance']
		});
		expect(why(onTime.filter(({ key }) => key !== 'milestone/1/haishu/2'))[0]).toEqual({
			...{ rule: 'territories', leadAlone: false },
			units: ['haishu']
		});
		const early = sharesView(smallPlan, new Map(), day('2018-01-02'));
		expect(tasksView(smallPlan, early, true).tasks[1]?.why).toEqual({ rule: 'all', units: [], leadAlone: true });
	});

	it("[R23] is the lead's alone under `lead`, whose others still show their own", () => {
		const deltas = [...onTime, ...shared('2/court', 'blocked', 10)];
		const task = view(deltas).tasks[1];
		expect(task?.light).toBe('good');
		expect(task?.departments.map((share) => share.light)).toEqual(['good', 'blocked']);
		expect(view(deltas, withRollup('weighted')).tasks[1]?.light).toBe('blocked');
	});
});

it('[R23] the light of all tasks is one of many, and not reported before the first report', () => {
	expect(view([]).light).toBe('unreported');
	expect(view(working).light).toBe('behind');
	expect(view([...onTime, ...working]).light).toBe('good');
});

it('[R25] a department counts its shares by light, in official order', () => {
	expect(view([...onTime, ...shared('2/court', 'blocked', 10)]).byDepartment).toEqual([
		{ unit: 'ipo', total: 2, lights: { good: 2 } },
		{ unit: 'finance', total: 1, lights: { good: 1 } },
		{ unit: 'court', total: 1, lights: { blocked: 1 } }
	]);
});

it('shows departments as named and territories in official order, each with its milestones overdue', () => {
	const [task] = view(working).tasks;
	expect(task?.departments.map(({ unit, role, overdue }) => [unit, role, overdue])).toEqual([
		['ipo', 'lead', 2],
		['finance', 'joint', 1]
	]);
	expect(task?.territories.map(({ unit, role, overdue }) => [unit, role, overdue])).toEqual([
		['haishu', 'territory', 2],
		['jiangbei', 'territory', 1],
		['hitech', 'territory', 0]
	]);
});
