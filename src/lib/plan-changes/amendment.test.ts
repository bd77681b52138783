// What an amendment may change, and what it is refused for.
import { catalogue } from '#lib/app/features.ts';
import { describe, expect, it } from 'vitest';
import type { Actor } from '#lib/access/roles.ts';
import { day } from '#lib/kernel/day.ts';
import { loadPlan } from '#lib/plan/load-plan.server.ts';
import type { PlanDocument } from '#lib/plan/plan-document.ts';
import { filesOf } from '#lib/plan/plan-files.ts';
import { decideAmendment } from './amendment.ts';
import { amendmentInput, changeKinds, standingFields, type ChangeKind } from './usual-change.ts';

const loaded = await loadPlan('plans/ningbo-2017', catalogue.records);
if (!loaded.ok) throw new Error(loaded.lines.join('\n'));
const { plan } = loaded;
const today = day('2019-09-16');
const office: Actor = { id: 'o', via: 'session', role: 'office', unit: 'ipo' };

type Files = Record<string, unknown>;

function decide(
	files: Files,
	more: { basedOn?: number; effectiveFrom?: string; actor?: Actor; texts?: Record<string, string> } = {}
) {
	return decideAmendment(
		plan,
		more.actor ?? office,
		today,
		{
			basedOn: more.basedOn ?? 1,
			effectiveFrom: day(more.effectiveFrom ?? '2019-09-17'),
			reason: 'why',
			files,
			texts: more.texts ?? {}
		},
		catalogue.records
	);
}

function codes(result: ReturnType<typeof decide>): string[] {
	return result.ok
		? []
		: result.faults.map(({ code, params }) => (code === 'plan_fault' ? `${code} ${params?.['rule']}` : code));
}

/** A file with one change. */
function changed<T>(file: string, change: (content: T) => T): Files {
	return { [file]: change(structuredClone(filesOf(plan)[file]) as T) };
}
type List = Record<string, unknown>[];

describe('an amendment', () => {
	it('[R140] changes what it says and nothing else', () => {
		const result = decide(
			changed<List>('targets.json', (list) =>
				list.map((one) => (one['id'] === 'institutions' ? { ...one, value: 8 } : one))
			)
		);
		expect(result).toMatchObject({ ok: true, value: { changes: 1, document: { version: 1 } } });
		if (result.ok) expect(result.value.document.tasks).toEqual(plan.tasks);
	});

	it('[R140] is checked by the rules of plan folders, each fault with its file, place and rule', () => {
		const result = decide(changed<List>('targets.json', (list) => list.map((one) => ({ ...one, owner: 'navy' }))));
		expect(codes(result)).toEqual(plan.targets.map(() => 'plan_fault unknown_unit'));
		expect(result.ok ? null : result.faults[0]).toMatchObject({
			pointer: '/files/targets.json',
			params: { file: 'targets.json', path: '$[0].owner', rule: 'unknown_unit' }
		});
		expect(codes(decide({}, { texts: { 'goals.json': '[{' } }))).toEqual(['plan_fault not_json']);
	});

	it.each<[string, Files]>([
		[
			'a target',
			changed<List>('targets.json', (list) =>
				list.map((one) => (one['id'] === 'satisfaction' ? { ...one, id: 'moods' } : one))
			)
		],
		[
			'an indicator',
			changed<List>('indicators.json', (list) =>
				list.map((one) => (one['code'] === 'satisfaction' ? { ...one, code: 'moods' } : one))
			)
		]
	])('[R141] keeps %s that records refer to', (_, files) => {
		const result = decide(files);
		expect(result.ok).toBe(false);
		expect(codes(result).some((code) => code === 'plan_id_lost' || code.startsWith('plan_fault'))).toBe(true);
	});

	it('[R141] gives measures to the safeguards of a plan without them, and takes them away: no record refers to one', () => {
		const safeguards = plan.safeguards.map(({ measures: _, ...safeguard }) => safeguard);
		const without: PlanDocument = { ...plan, safeguards };
		const amended = (from: PlanDocument, to: PlanDocument) =>
			decideAmendment(
				from,
				office,
				today,
				{
					basedOn: 1,
					effectiveFrom: day('2019-09-17'),
					reason: 'why',
					files: { 'safeguards.json': to.safeguards },
					texts: {}
				},
				catalogue.records
			);
		const changes = plan.safeguards.length;
		expect(amended(without, plan)).toEqual({ ok: true, value: { changes, document: plan } });
		expect(amended(plan, without)).toEqual({ ok: true, value: { changes, document: without } });
	});

	it('[R141] keeps the items of the timetable, and milestones with the item that they serve', () => {
		const otherItem = changed<{ lead: { phaseItem: string | null }[] }[]>('milestones.json', (list) =>
			list.map((task, index) =>
				index === 0
					? { ...task, lead: task.lead.map((one, n) => (n === 3 ? { ...one, phaseItem: 'p2-4' } : one)) }
					: task
			)
		);
		expect(codes(decide(otherItem))).toEqual(['plan_id_lost']);
		const reordered = changed<{ lead: { planned: string }[] }[]>('milestones.json', (list) =>
			list.map((task, index) =>
				index === 0
					? { ...task, lead: task.lead.map((one, n) => (n === 0 ? { ...one, planned: '2018-12-28' } : one)) }
					: task
			)
		);
		expect(codes(decide(reordered))).toEqual(expect.arrayContaining(['plan_id_lost']));
	});

	it('[R141] keeps the years', () => {
		const head = changed<Record<string, unknown>>('plan.json', (content) => ({ ...content, id: 'another' }));
		expect(codes(decide(head))).toEqual(['plan_years_fixed']);
	});

	it('[R140] takes effect today at the earliest, is written on the newest version, and changes something', () => {
		const files = changed<List>('goals.json', (list) =>
			list.map((one) => ({ ...one, title: { zh: '新', en: 'New' } }))
		);
		expect(codes(decide(files, { effectiveFrom: '2019-09-15' }))).toEqual(['in_the_past']);
		expect(decide(files, { effectiveFrom: '2019-09-16' })).toMatchObject({ ok: true });
		for (const basedOn of [0, 2]) expect(codes(decide(files, { basedOn }))).toEqual(['plan_changed_since']);
		expect(codes(decide({}))).toEqual(['nothing_changed']);
		expect(codes(decide(files, { actor: { id: 'd', via: 'session', role: 'department', unit: 'court' } }))).toEqual([
			'not_allowed'
		]);
	});
});

describe('the usual changes', () => {
	const parts: readonly [ChangeKind, string, Record<string, string>, (plan: PlanDocument) => unknown, unknown][] = [
		[
			'target',
			'institutions',
			{ value: '8', by: '2019' },
			(after) => after.targets.find(({ id }) => id === 'institutions')?.value,
			8
		],
		['item', 'p2-2', { to: '2019-12-20' }, (after) => after.phases[1]?.items[1]?.dates.to, '2019-12-20'],
		[
			'node',
			'insurance',
			{ central: '9000000' },
			(after) => after.budget.lines.find(({ id }) => id === 'insurance')?.central,
			'9000000.00'
		],
		[
			'indicator',
			'satisfaction',
			{ definitionEn: 'Another definition.' },
			(after) => after.indicators.find(({ code }) => code === 'satisfaction')?.definition.en,
			'Another definition.'
		]
	];

	it.each(parts)(
		'[R140] %s %s by a form: the fields as they stand, one of them changed',
		(what, id, change, read, value) => {
			const fields = { ...standingFields(plan, what, id), ...change };
			const values = Object.fromEntries(
				Object.entries({ ...fields, what, id, basedOn: '1', effectiveFrom: '2019-10-01', reason: 'why' }).map(
					([name, text]) => [name, [text]]
				)
			);
			const input = amendmentInput(plan, values);
			if (!input.ok) throw new Error(JSON.stringify(input));
			const { files } = input.value as { files: Files };
			const result = decide(files);
			expect(result).toMatchObject({ ok: true });
			if (result.ok) expect(read(result.value.document)).toBe(value);
		}
	);

	it('[R140] know no part that the plan does not have', () => {
		for (const kind of changeKinds) if (kind !== 'files') expect(standingFields(plan, kind, 'nothing')).toBeNull();
	});
});
