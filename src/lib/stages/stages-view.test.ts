// Items, phases and gates of the timetable from milestones, targets and today.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CellGroups } from '#lib/figures/cell-family.ts';
import { itemMilestones } from '#lib/figures/families/tasks.ts';
import { addDays, day, type Day } from '#lib/kernel/day.ts';
import type { Layer } from '#lib/protocol/cells.ts';
import { milestoneDeltas } from '#lib/tasks/share.ts';
import { groupsOf } from '../../../tests/support/cell-groups.ts';
import { gateDeltas, type GateDecisionKind } from './gate.ts';
import type { StagesPlan } from './stages-plan.ts';
import { stagesView, type GateTarget } from './stages-view.ts';

const name = { zh: '名', en: 'name' };
const planned = ['2018-03-30', '2018-06-29', '2018-09-28', '2018-12-14'].map(day);
const plan: StagesPlan = {
	phases: [
		{
			id: 'one',
			number: 1,
			title: name,
			clause: '一',
			year: 2018,
			criteria: [{ kind: 'items-completed' }, { kind: 'target', target: 'stations', op: '>=', value: 6 }],
			items: [
				{
					id: 'a',
					number: 1,
					title: name,
					from: day('2018-02-01'),
					to: day('2018-12-14'),
					datesBy: 'ours',
					tasks: ['1'],
					targets: [],
					safeguards: [],
					planned,
					proofs: ['2/ipo/1']
				}
			]
		},
		{ id: 'two', number: 2, title: name, clause: '二', year: 2019, criteria: [{ kind: 'items-completed' }], items: [] }
	],
	tasks: { '1': { title: name, lead: 'lead' } },
	targets: { stations: { name, unit: name, owner: 'owner' } },
	safeguards: {},
	units: {},
	office: 'office',
	remindDaysBefore: 14
};

/** Milestones of item `a` reached on days, in one layer or both. */
function groups(
	reported: readonly Day[],
	confirmed: readonly Day[] = reported,
	decision: GateDecisionKind | null = null
): CellGroups {
	const cells = (layer: Layer, days: readonly Day[]) =>
		days.map((one) => itemMilestones.delta({ item: 'a', day: one }, layer, 1n));
	return groupsOf([
		...cells('reported', reported),
		...cells('confirmed', confirmed),
		...(decision === null ? [] : gateDeltas('one', null, decision))
	]);
}
const target = (reported: number | null, confirmed = reported): GateTarget => ({
	id: 'stations',
	reported: { value: reported },
	confirmed: { value: confirmed }
});

function itemOn(today: string, reached: readonly string[]) {
	const view = stagesView(plan, groups(reached.map(day)), [target(6)], day(today));
	return view.phases[0]?.items[0];
}

it('[R255] a milestone that a target contradicts counts for no item and no gate', () => {
	const all = ['2018-03-30', '2018-06-01', '2018-09-01', '2018-12-14'].map(day);
	const against = (milestone: string, layers: ('reported' | 'confirmed')[]) =>
		stagesView(plan, groups(all), [target(6)], day('2019-01-05'), [{ milestone, target: 'stations', layers }])
			.phases[0];
	expect(against('2/ipo/1', ['confirmed'])).toMatchObject({
		items: [{ light: 'done', confirmedLight: 'behind', reached: { reported: 4, confirmed: 3 } }],
		gate: { blockers: [{ id: 'item:a', state: 'unconfirmed', short: 1 }] }
	});
	expect(against('2/ipo/1', ['reported', 'confirmed'])).toMatchObject({
		items: [{ light: 'behind', contradicted: { reported: 1, confirmed: 1 }, completedOn: null }],
		gate: { blockers: [{ id: 'item:a', state: 'open', short: 1 }] }
	});
	expect(against('2/ipo/2', ['reported', 'confirmed'])?.gate.blockers).toEqual([]);
});

describe('an item of the timetable', () => {
	it.each([
		[
			'[R130] done when all are reached by its last day',
			'2019-01-05',
			['2018-03-30', '2018-06-01', '2018-09-01', '2018-12-14'],
			'done',
			'all_reached'
		],
		[
			'[R131] done late when the last one was reached after it',
			'2019-01-05',
			['2018-03-30', '2018-06-01', '2018-09-01', '2018-12-15'],
			'done_late',
			'all_reached_late'
		],
		[
			'[R132] behind when its last day has passed with one open',
			'2018-12-15',
			['2018-03-30', '2018-06-01', '2018-09-01'],
			'behind',
			'open_after_end'
		],
		['[R133] not started before anything is due', '2018-03-01', [], 'not_started', 'not_begun'],
		['[R133] not reported when some are due and none is reached', '2018-04-01', [], 'unreported', 'not_reported'],
		['[R134] behind below 70 % of what is due', '2018-10-01', ['2018-03-30', '2018-06-01'], 'behind', 'due_missed'],
		[
			'[R134] on course from 85 % of what is due',
			'2018-10-01',
			['2018-03-30', '2018-06-01', '2018-09-01'],
			'good',
			'on_course'
		],
		[
			'[R135] at risk in its last days with one open',
			'2018-12-01',
			['2018-03-30', '2018-06-01', '2018-09-01'],
			'risk',
			'ends_soon'
		]
	] as const)('%s', (_, today, reached, light, why) => {
		expect(itemOn(today, reached)).toMatchObject({ light, why });
	});

	it('[R130] never loses by a milestone more: percent grows, and a done item stays done', () => {
		const days = fc.array(
			fc.integer({ min: 0, max: 400 }).map((days) => addDays(day('2018-01-05'), days)),
			{ maxLength: 4 }
		);
		fc.assert(
			fc.property(days, fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 500 }), (reached, more, on) => {
				const today = addDays(day('2018-01-05'), on);
				const of = (list: readonly Day[]) => stagesView(plan, groups(list), [], today).phases[0]?.items[0];
				const before = of(reached);
				const after = of([...reached, addDays(day('2018-01-05'), more)]);
				expect(after?.percent.reported).toBeGreaterThanOrEqual(before?.percent.reported ?? 0);
				const rank = ['behind', 'unreported', 'not_started', 'risk', 'good', 'done_late', 'done'];
				if (before?.light === 'done' || before?.light === 'done_late')
					expect(['done', 'done_late']).toContain(after?.light);
				else if (before?.light !== 'not_started' && before?.light !== 'unreported')
					expect(rank.indexOf(after?.light ?? '')).toBeGreaterThanOrEqual(rank.indexOf(before?.light ?? ''));
			})
		);
	});
});

describe('a gate', () => {
	const all = planned;
	const gateOf = (view: ReturnType<typeof stagesView>) => view.phases[0]?.gate;

	it('[R136] has nothing that blocks it when confirmed figures meet every criterion', () => {
		expect(gateOf(stagesView(plan, groups(all), [target(6)], day('2019-01-05')))?.blockers).toEqual([]);
	});

	it('[R136] is blocked by each open item and target, with what is missing and who must act', () => {
		expect(gateOf(stagesView(plan, groups(all.slice(1)), [target(4)], day('2019-01-05')))?.blockers).toEqual([
			{ id: 'item:a', kind: 'item', ref: 'a', state: 'open', short: 1, who: ['lead'] },
			{ id: 'target:stations', kind: 'target', ref: 'stations', state: 'open', short: 2, who: ['owner'] }
		]);
	});

	it('[R136] waits for the office where it is met as reported only', () => {
		const view = stagesView(plan, groups(all, all.slice(1)), [target(6, 5)], day('2019-01-05'));
		expect(gateOf(view)?.blockers.map(({ id, state, who }) => [id, state, who])).toEqual([
			['item:a', 'unconfirmed', ['office']],
			['target:stations', 'unconfirmed', ['office']]
		]);
	});

	it('[R136] does not take an unknown figure for zero', () => {
		expect(gateOf(stagesView(plan, groups(all), [target(null)], day('2019-01-05')))?.blockers).toMatchObject([
			{ short: null }
		]);
	});

	it('[R138] shows the decision that stands', () => {
		expect(gateOf(stagesView(plan, groups(all, all, 'hold'), [], day('2019-01-05')))?.decision).toBe('hold');
		expect(gateOf(stagesView(plan, groups(all), [], day('2019-01-05')))?.decision).toBeNull();
	});
});

it('[R281] names the units that are late with an item, the oldest first; none where figures by unit are not known', () => {
	const [first] = plan.phases;
	const item = first?.items[0];
	if (!first || !item) throw new Error('the plan has an item');
	const owed = {
		...plan,
		phases: [
			{
				...first,
				items: [
					{
						...item,
						milestones: [
							{ id: '1/haishu/1', planned: day('2018-06-29') },
							{ id: '1/jiangbei/1', planned: day('2018-03-30') },
							{ id: '1/yinzhou/1', planned: day('2018-03-30') },
							{ id: '1/haishu/2', planned: day('2018-12-14') }
						]
					}
				]
			}
		]
	};
	const lateOf = (cells: CellGroups) => stagesView(owed, cells, [], day('2018-07-01')).phases[0]?.items[0]?.late;
	expect(lateOf(groupsOf(milestoneDeltas('1/yinzhou/1', 'reported', 1n)))).toEqual(['jiangbei', 'haishu']);
	expect(lateOf(new Map())).toEqual([]);
});
