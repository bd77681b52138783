// Every kind of fault of a plan folder is named with its file, path and rule.
import { catalogue } from '#lib/app/features.ts';
import { mkdtemp, readFile, rm, writeFile, cp, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPlan, planRules, type PlanRule } from './check-plan.ts';
import { faultLine } from './fault-lines.ts';
import { loadPlan } from './load-plan.server.ts';
import { planParts } from './plan-document.ts';

const bundled = 'plans/ningbo-2017';
let sound: Record<string, unknown>;
let scratch: string;

beforeAll(async () => {
	const entries = planParts.map(async (part) => {
		const file = `${part}.json`;
		return [file, JSON.parse(await readFile(join(bundled, file), 'utf8'))] as const;
	});
	sound = Object.fromEntries(await Promise.all(entries));
	scratch = await mkdtemp(join(tmpdir(), 'plan-'));
});
afterAll(() => rm(scratch, { recursive: true }));

type Key = string | number;

/** The bundled plan with one place of one file set to another value; `undefined` drops the key. */
function damaged(file: string, keys: readonly Key[], value: unknown): Record<string, unknown> {
	const files = structuredClone(sound);
	const holder = keys.slice(0, -1).reduce((node, key) => (node as Record<Key, unknown>)[key], files[file]);
	const last = keys.at(-1) ?? '';
	if (value === undefined && Array.isArray(holder)) holder.splice(Number(last), 1);
	else if (value === undefined) Reflect.deleteProperty(holder as object, last);
	else (holder as Record<Key, unknown>)[last] = value;
	return files;
}

function faultsOf(files: Record<string, unknown>) {
	const checked = checkPlan(files, catalogue.records);
	return 'faults' in checked ? checked.faults : [];
}

/** [rule, file, path of the fault, keys to damage, value] */
const damages: readonly (readonly [PlanRule, string, string, readonly Key[], unknown])[] = [
	['missing_key', 'units.json', '$[0].short', [0, 'short'], undefined],
	['missing_key', 'units.json', '$[0].name.en', [0, 'name', 'en'], undefined],
	['unknown_key', 'tasks.json', '$[3].colour', [3, 'colour'], 'red'],
	['unknown_key', 'settings.json', '$.verdict.pace.fast', ['verdict', 'pace', 'fast'], 2],
	['wrong_type', 'tasks.json', '$[0].territories', [0, 'territories'], 'yes'],
	['wrong_type', 'budget.json', '$.central', ['central'], 200000000],
	['bad_value', 'budget.json', '$.lines[2].central', ['lines', 2, 'central'], '20000000.005'],
	['bad_value', 'budget.json', '$.groups[0].local', ['groups', 0, 'local'], '-1.00'],
	['bad_value', 'milestones.json', '$[0].lead[0].planned', [0, 'lead', 0, 'planned'], '2019-02-29'],
	['bad_value', 'targets.json', '$[0].kind', [0, 'kind'], 'guess'],
	['bad_value', 'targets.json', '$[0].under', [0, 'under'], { clause: '二' }],
	['bad_value', 'targets.json', '$[1].value', [1, 'value'], 0.200001],
	['bad_value', 'units.json', '$[0].short.zh', [0, 'short', 'zh'], '知识产权局'],
	['bad_value', 'units.json', '$[0].name.en', [0, 'name', 'en'], ' '],
	['duplicate_id', 'clauses.json', '$[1].ref', [1, 'ref'], '一'],
	['duplicate_id', 'units.json', '$[5].order', [5, 'order'], 1],
	['duplicate_id', 'tasks.json', '$[0].departments[3]', [0, 'departments', 3], 'drc'],
	['duplicate_id', 'indicators.json', '$[1].owners[1]', [1, 'owners', 1], 'court'],
	['duplicate_id', 'phases.json', '$[1].items[0].id', [1, 'items', 0, 'id'], 'p1-1'],
	['duplicate_id', 'readings.json', '$[2].options[1].id', [2, 'options', 1, 'id'], 'each'],
	['duplicate_id', 'safeguards.json', '$[3].measures[1].id', [3, 'measures', 0, 'id'], 'periodic-reporting'],
	['duplicate_id', 'safeguards.json', '$[4].measures[0].id', [4, 'measures', 0, 'id'], 'annual-assessment'],
	['bad_value', 'safeguards.json', '$[3].measures[1].every', [3, 'measures', 1, 'every'], 'fortnight'],
	['missing_key', 'safeguards.json', '$[3].measures[1].title.en', [3, 'measures', 1, 'title', 'en'], undefined],
	['unknown_key', 'safeguards.json', '$[3].measures[1].status', [3, 'measures', 1, 'status'], 'completed'],
	['unknown_clause', 'tasks.json', '$[4].clause', [4, 'clause'], '三(九)9'],
	['unknown_clause', 'safeguards.json', '$[0].clause', [0, 'clause'], '四(六)'],
	['unknown_unit', 'tasks.json', '$[0].departments[1]', [0, 'departments', 1], 'navy'],
	['unknown_unit', 'indicators.json', '$[2].owners[0]', [2, 'owners', 0], 'navy'],
	['unknown_unit', 'plan.json', '$.fundManager', ['fundManager'], 'navy'],
	['unknown_goal', 'targets.json', '$[0].under.goal', [0, 'under', 'goal'], 'goal-9'],
	['unknown_target', 'phases.json', '$[0].gate.criteria[1].target', [0, 'gate', 'criteria', 1, 'target'], 'moon'],
	['unknown_task', 'targets.json', '$[14].under.task', [14, 'under', 'task'], '9.9'],
	['unknown_task', 'milestones.json', '$[0].task', [0, 'task'], '9.9'],
	['unknown_safeguard', 'targets.json', '$[15].under.safeguard', [15, 'under', 'safeguard'], 'safeguard-6'],
	['unknown_indicator', 'targets.json', '$[7].measure.indicator', [7, 'measure', 'indicator'], 'moods'],
	['unknown_group', 'budget.json', '$.lines[0].group', ['lines', 0, 'group'], 'gifts'],
	['unknown_line', 'tasks.json', '$[2].lines[0]', [2, 'lines', 0], 'gifts'],
	['unknown_line', 'settings.json', '$.recording[0].lines[1]', ['recording', 0, 'lines', 1], 'gifts'],
	['unknown_phase_item', 'milestones.json', '$[2].lead[1].phaseItem', [2, 'lead', 1, 'phaseItem'], 'p9-9'],
	['unknown_reading', 'budget.json', '$.groups[0].reading', ['groups', 0, 'reading'], 'hunch'],
	['unknown_option', 'readings.json', '$[0].default', [0, 'default'], 'year-2017'],
	['duplicate_id', 'settings.json', '$.feeds[1].code', ['feeds', 1, 'code'], 'trading-centre'],
	['missing_key', 'settings.json', '$.feeds[0].name', ['feeds', 0, 'name'], undefined],
	[
		'unknown_feed',
		'settings.json',
		'$.recording[2].enteredBy[2].feed',
		['recording', 2, 'enteredBy', 2, 'feed'],
		'post'
	],
	['unknown_feed', 'settings.json', '$.recording[2].enteredBy[3].feed', ['feeds', 1, 'code'], 'banks'],
	['unknown_record', 'settings.json', '$.recording[3].record', ['recording', 3, 'record'], 'letter'],
	['unknown_record', 'settings.json', '$.recording[3].record', ['recording', 3, 'record'], 'constructor'],
	[
		'wrong_recorder',
		'settings.json',
		'$.recording[7].enteredBy[0].by',
		['recording', 7, 'enteredBy', 0, 'by'],
		'owner'
	],
	[
		'wrong_recorder',
		'settings.json',
		'$.recording[6].enteredBy[1].by',
		['recording', 6, 'enteredBy', 1],
		{ by: 'feed', feed: 'bank' }
	],
	['wrong_unit_kind', 'tasks.json', '$[5].departments[1]', [5, 'departments', 1], 'haishu'],
	['wrong_unit_kind', 'settings.json', '$.enforcingDepartments[0]', ['enforcingDepartments', 0], 'yuyao'],
	['zone_without_district', 'units.json', '$[27].within', [27, 'within'], 'bonded'],
	['zone_without_district', 'units.json', '$[27].within', [27, 'within'], null],
	['within_only_zones', 'units.json', '$[18].within', [18, 'within'], 'yinzhou'],
	['bad_validity', 'units.json', '$[1].validTo', [1, 'validTo'], '2016-12-31'],
	['bad_validity', 'units.json', '$[1].validTo', [1, 'successor'], 'drc'],
	['lead_not_first', 'tasks.json', '$[6].lead', [6, 'lead'], 'finance'],
	['budget_total', 'budget.json', '$.central', ['lines', 0, 'central'], '70000000.01'],
	['budget_total', 'budget.json', '$.local', ['groups', 0, 'local'], null],
	['years_not_consecutive', 'plan.json', '$.years[0]', ['baseYear'], 2016],
	['year_outside_plan', 'targets.json', '$[0].by', [0, 'by'], 2021],
	['year_outside_plan', 'phases.json', '$[2].year', [2, 'year'], 2021],
	[
		'date_outside_plan',
		'milestones.json',
		'$[0].territories[2].planned[1]',
		[0, 'territories', 2, 'planned', 1],
		'2021-01-01'
	],
	[
		'date_outside_plan',
		'milestones.json',
		'$[0].joint[0].milestones[0].planned',
		[0, 'joint', 0, 'milestones', 0, 'planned'],
		'2017-12-31'
	],
	['unknown_target', 'milestones.json', '$[5].lead[2].proves.target', [5, 'lead', 2, 'proves', 'target'], 'nothing'],
	[
		'proof_not_counted',
		'milestones.json',
		'$[5].lead[2].proves.target',
		[5, 'lead', 2, 'proves', 'target'],
		'case-growth'
	],
	['proof_beyond_target', 'milestones.json', '$[5].lead[2].proves.value', [5, 'lead', 2, 'proves', 'value'], 7],
	['date_outside_phase', 'milestones.json', '$[4].lead[0].planned', [4, 'lead', 0, 'planned'], '2019-05-10'],
	['date_outside_phase', 'phases.json', '$[0].items[0].dates.to', [0, 'items', 0, 'dates', 'to'], '2019-01-02'],
	['dates_reversed', 'phases.json', '$[0].items[0].dates.to', [0, 'items', 0, 'dates', 'to'], '2018-01-02'],
	['milestones_missing', 'tasks.json', '$[12]', [12, 'code'], '3.5'],
	['joint_mismatch', 'milestones.json', '$[0].joint', [0, 'joint', 0, 'unit'], 'police'],
	[
		'territories_mismatch',
		'milestones.json',
		'$[4].territories',
		[4, 'territories'],
		[{ title: { zh: '试', en: 'Trial' }, planned: ['2018-06-29'], phaseItem: null }]
	],
	['territories_mismatch', 'milestones.json', '$[0].territories', [0, 'territories'], []],
	['base_year_mismatch', 'targets.json', '$[1].base.year', [1, 'base', 'year'], 2016],
	['count_mismatch', 'plan.json', '$.counts.safeguards', ['counts', 'safeguards'], 4],
	['count_mismatch', 'plan.json', '$.counts.readings', ['counts', 'readings'], 99]
];

describe('a plan folder', () => {
	it('passes as bundled', () => {
		expect(faultsOf(sound)).toEqual([]);
	});

	it('passes without measures under its safeguards', () => {
		const safeguards = (sound['safeguards.json'] as { measures?: unknown }[]).map(({ measures: _, ...one }) => one);
		expect(faultsOf({ ...sound, 'safeguards.json': safeguards })).toEqual([]);
	});

	it.each(damages)('names %s in %s at %s', (rule, file, path, keys, value) => {
		expect(faultsOf(damaged(file, keys, value))).toContainEqual(expect.objectContaining({ rule, file, path }));
	});

	it('says the sum that the parts add up to', () => {
		const [fault] = faultsOf(damaged('budget.json', ['lines', 6, 'central'], '11000000.10'));
		expect(fault?.params).toEqual({ stated: '200000000.00', sum: '200000000.10' });
	});

	it('notices a dropped entry by the stated counts', () => {
		expect(faultsOf(damaged('targets.json', [9], undefined))).toContainEqual({
			file: 'plan.json',
			path: '$.counts.targets',
			rule: 'count_mismatch',
			params: { stated: 16, found: 15 }
		});
	});

	it('names all faults, not the first', () => {
		const files = damaged('tasks.json', [0, 'clause'], '九');
		const safeguards = files['safeguards.json'] as { owner: string }[];
		files['safeguards.json'] = safeguards.map((safeguard) => ({ ...safeguard, owner: 'navy' }));
		expect(faultsOf(files).map(({ file, rule }) => [file, rule])).toEqual([
			['tasks.json', 'unknown_clause'],
			...safeguards.map(() => ['safeguards.json', 'unknown_unit'])
		]);
	});

	it('names a missing and an unknown file', () => {
		const { 'goals.json': goals, ...others } = sound;
		expect(faultsOf({ ...others, 'gaols.json': goals })).toEqual([
			{ file: 'gaols.json', path: '$', rule: 'file_unknown', params: {} },
			{ file: 'goals.json', path: '$', rule: 'file_missing', params: {} }
		]);
	});

	it('names a file that is not JSON once, and one line has both languages', async () => {
		const folder = join(scratch, 'broken');
		await cp(bundled, folder, { recursive: true });
		await writeFile(join(folder, 'units.json'), '[{"code": "ipo",}]');
		const loaded = await loadPlan(folder, catalogue.records);
		if (loaded.ok) throw new Error('a broken folder was loaded');
		expect(loaded.faults.map(({ file, path, rule }) => [file, path, rule])).toEqual([['units.json', '$', 'not_json']]);
		expect(loaded.lines).toHaveLength(1);
		expect(loaded.lines[0]).toMatch(/^units\.json \$ \[not_json\] 不是有效的 JSON:.+ \/ not valid JSON: .+/);
	});

	it('names a folder that is not there, and every file of an empty one', async () => {
		const absent = await loadPlan(join(scratch, 'absent'), catalogue.records);
		expect(absent).toMatchObject({ ok: false, faults: [{ rule: 'folder_unreadable' }] });
		const folder = join(scratch, 'empty');
		await mkdir(folder);
		const empty = await loadPlan(folder, catalogue.records);
		expect(empty).toMatchObject({ ok: false, faults: planParts.map((part) => ({ file: `${part}.json` })) });
	});

	it('has a damaged example for every rule', () => {
		const elsewhere: PlanRule[] = ['folder_unreadable', 'file_missing', 'file_unknown', 'not_json'];
		const shown = new Set([...damages.map(([rule]) => rule), ...elsewhere]);
		expect(planRules.filter((rule) => !shown.has(rule))).toEqual([]);
	});

	it('fills every parameter of every sentence', () => {
		for (const [, file, , keys, value] of damages)
			for (const fault of faultsOf(damaged(file, keys, value))) {
				const line = faultLine(fault);
				expect(line.startsWith(`${fault.file} ${fault.path} [${fault.rule}] `)).toBe(true);
				expect(line).not.toContain('?');
			}
	});
});
