// Checks a plan folder's files: each against its schema, then all against each other.
import type * as v from 'valibot';
import { safeParse } from 'valibot';
import { yearOf, type Day } from '#lib/kernel/day.ts';
import { fromYuan, toYuan } from '#lib/kernel/money.ts';
import {
	allTerritories,
	isTerritory,
	partSchemas,
	planParts,
	type PlanDocument,
	type PlanPart,
	type PlanParts,
	type TaskMilestones,
	type UnitKind
} from './plan-document.ts';
import { recordingFaults, type RecordRules } from './recording-rules.ts';

/** What can be wrong with a plan folder; messages/plan.*.json has one sentence for each. */
export const planRules = [
	'folder_unreadable',
	'file_missing',
	'file_unknown',
	'not_json',
	'missing_key',
	'unknown_key',
	'wrong_type',
	'bad_value',
	'duplicate_id',
	'unknown_clause',
	'unknown_unit',
	'unknown_goal',
	'unknown_target',
	'unknown_task',
	'unknown_safeguard',
	'unknown_indicator',
	'unknown_group',
	'unknown_line',
	'unknown_phase_item',
	'unknown_reading',
	'unknown_option',
	'unknown_record',
	'unknown_feed',
	'wrong_recorder',
	'wrong_unit_kind',
	'zone_without_district',
	'within_only_zones',
	'bad_validity',
	'lead_not_first',
	'budget_total',
	'years_not_consecutive',
	'year_outside_plan',
	'date_outside_plan',
	'date_outside_phase',
	'dates_reversed',
	'proof_beyond_target',
	'proof_not_counted',
	'milestones_missing',
	'joint_mismatch',
	'territories_mismatch',
	'base_year_mismatch',
	'count_mismatch'
] as const;
export type PlanRule = (typeof planRules)[number];

export function isPlanRule(text: string): text is PlanRule {
	return (planRules as readonly string[]).includes(text);
}

/** One fault of a plan folder: the file, a JSON path into it (`$.lines[2].central`), the rule, and the rule's parameters. */
export interface PlanFault {
	readonly file: string;
	readonly path: string;
	readonly rule: PlanRule;
	readonly params: Readonly<Record<string, string | number>>;
}

/**
 * Checks the parsed files of a plan folder, keyed by file name (`units.json`).
 * @param records what the features of this release can record
 * @returns the plan, or all faults of form; when the form is right, all faults between the files
 */
export function checkPlan(
	files: Readonly<Record<string, unknown>>,
	records: RecordRules
): { readonly plan: PlanDocument } | { readonly faults: readonly PlanFault[] } {
	const faults: PlanFault[] = [];
	for (const file of Object.keys(files))
		if (!planParts.some((part) => file === `${part}.json`)) faults.push(fault(file, '$', 'file_unknown'));
	const parts: Partial<Record<PlanPart, unknown>> = {};
	for (const part of planParts) {
		const file = `${part}.json`;
		if (!Object.hasOwn(files, file)) {
			faults.push(fault(file, '$', 'file_missing'));
			continue;
		}
		const parsed = safeParse(partSchemas[part], files[file]);
		if (parsed.success) parts[part] = parsed.output;
		else for (const issue of parsed.issues) faults.push(formFault(file, issue));
	}
	if (faults.length > 0) return { faults };
	const checked = parts as PlanParts;
	const crossFaults = checkAcross(checked, records);
	return crossFaults.length > 0 ? { faults: crossFaults } : { plan: documentOf(checked) };
}

function documentOf({ plan, ...parts }: PlanParts): PlanDocument {
	const units = [...parts.units].sort((a, b) => a.order - b.order);
	const territories = units.filter(isTerritory).map((unit) => unit.code);
	const indicators = parts.indicators.map((indicator) => ({
		...indicator,
		owners: indicator.owners.flatMap((owner) => (owner === allTerritories ? territories : [owner]))
	}));
	return { ...plan, ...parts, units, indicators };
}

function fault(file: string, path: string, rule: PlanRule, params: PlanFault['params'] = {}): PlanFault {
	return { file, path, rule, params };
}

function formFault(file: string, issue: v.BaseIssue<unknown>): PlanFault {
	const keys = (issue.path ?? []).map(({ key }) => key);
	const path = keys.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
	const key = String(keys.at(-1));
	if (issue.type === 'strict_object' && issue.expected === 'never')
		return fault(file, `$${path}`, 'unknown_key', { key });
	if (issue.kind === 'schema' && issue.received === 'undefined') return fault(file, `$${path}`, 'missing_key', { key });
	const isValue = issue.kind === 'validation' || ['picklist', 'literal', 'variant', 'union'].includes(issue.type);
	const params = { expected: issue.expected ?? issue.type, received: issue.received };
	return fault(file, `$${path}`, isValue ? 'bad_value' : 'wrong_type', params);
}

function checkAcross(parts: PlanParts, records: RecordRules): PlanFault[] {
	const notes = new CrossCheck(parts);
	for (const check of [
		checkHead,
		checkUnits,
		checkGoals,
		checkTargets,
		checkIndicators,
		checkTasks,
		checkMilestones,
		checkBudget,
		checkPhases,
		checkSafeguards,
		checkReadings,
		checkCounts
	])
		check(parts, notes);
	checkSettings(parts, records, notes);
	return notes.faults;
}

type Known =
	| 'clause'
	| 'unit'
	| 'goal'
	| 'target'
	| 'indicator'
	| 'task'
	| 'group'
	| 'line'
	| 'safeguard'
	| 'reading'
	| 'phase_item';

/** Collects faults between files, and knows every id that one file may name of another. */
class CrossCheck {
	readonly faults: PlanFault[] = [];
	readonly kindOf: ReadonlyMap<string, UnitKind>;
	readonly #known: Readonly<Record<Known, ReadonlySet<string>>>;
	readonly #years: readonly number[];

	constructor(parts: PlanParts) {
		const idsOf = (list: readonly { readonly id: string }[]) => new Set(list.map(({ id }) => id));
		const codesOf = (list: readonly { readonly code: string }[]) => new Set(list.map(({ code }) => code));
		this.kindOf = new Map(parts.units.map((unit) => [unit.code, unit.kind]));
		this.#years = parts.plan.years;
		this.#known = {
			clause: new Set(parts.clauses.map((clause) => clause.ref)),
			unit: codesOf(parts.units),
			goal: idsOf(parts.goals),
			target: idsOf(parts.targets),
			indicator: codesOf(parts.indicators),
			task: codesOf(parts.tasks),
			group: idsOf(parts.budget.groups),
			line: idsOf(parts.budget.lines),
			safeguard: idsOf(parts.safeguards),
			reading: idsOf(parts.readings),
			phase_item: idsOf(parts.phases.flatMap((phase) => phase.items))
		};
	}

	add(part: PlanPart, path: string, rule: PlanRule, params: PlanFault['params'] = {}): void {
		this.faults.push(fault(`${part}.json`, `$${path}`, rule, params));
	}

	/** No value twice; `pathOf` says where the value of an index stands. */
	unique(part: PlanPart, values: readonly (string | number)[], pathOf: (index: number) => string): void {
		values.forEach((id, index) => {
			if (values.indexOf(id) !== index) this.add(part, pathOf(index), 'duplicate_id', { id });
		});
	}

	refer(part: PlanPart, path: string, to: Known, id: string | null): void {
		if (id !== null && !this.#known[to].has(id)) this.add(part, path, `unknown_${to}`, { id });
	}

	referAll(part: PlanPart, path: string, to: Known, ids: readonly string[] = []): void {
		ids.forEach((id, index) => this.refer(part, `${path}[${index}]`, to, id));
	}

	unitOfKind(part: PlanPart, path: string, unit: string, kinds: readonly UnitKind[]): void {
		const kind = this.kindOf.get(unit);
		if (!kind) this.add(part, path, 'unknown_unit', { id: unit });
		else if (!kinds.includes(kind))
			this.add(part, path, 'wrong_unit_kind', { id: unit, kind, expected: kinds.join(' | ') });
	}

	inPlan(part: PlanPart, path: string, date: Day): void {
		if (!this.#years.includes(yearOf(date))) this.add(part, path, 'date_outside_plan', { date, ...this.#span() });
	}

	yearInPlan(part: PlanPart, path: string, year: number): void {
		if (!this.#years.includes(year)) this.add(part, path, 'year_outside_plan', { year, ...this.#span() });
	}

	#span() {
		return { from: Math.min(...this.#years), to: Math.max(...this.#years) };
	}
}

function checkHead({ plan, clauses }: PlanParts, notes: CrossCheck): void {
	plan.years.forEach((year, index) => {
		const before = plan.years[index - 1] ?? plan.baseYear;
		if (year !== before + 1) notes.add('plan', `.years[${index}]`, 'years_not_consecutive', { year, before });
	});
	notes.unitOfKind('plan', '.coordinatingOffice', plan.coordinatingOffice, ['department']);
	notes.unitOfKind('plan', '.fundManager', plan.fundManager, ['institution', 'department']);
	notes.unique(
		'clauses',
		clauses.map((clause) => clause.ref),
		(index) => `[${index}].ref`
	);
}

function checkUnits({ units }: PlanParts, notes: CrossCheck): void {
	notes.unique(
		'units',
		units.map((unit) => unit.code),
		(index) => `[${index}].code`
	);
	notes.unique(
		'units',
		units.map((unit) => unit.order),
		(index) => `[${index}].order`
	);
	units.forEach((unit, index) => {
		const params = { unit: unit.code, within: unit.within ?? 'null' };
		if (unit.kind === 'zone') {
			if (notes.kindOf.get(unit.within ?? '') !== 'district')
				notes.add('units', `[${index}].within`, 'zone_without_district', params);
		} else if (unit.within !== null) notes.add('units', `[${index}].within`, 'within_only_zones', params);
		notes.refer('units', `[${index}].successor`, 'unit', unit.successor);
		const endsBeforeStart = unit.validTo !== null && unit.validTo <= unit.validFrom;
		const succeededWithoutEnd = unit.successor !== null && (unit.validTo === null || unit.successor === unit.code);
		if (endsBeforeStart || succeededWithoutEnd)
			notes.add('units', `[${index}].validTo`, 'bad_validity', { unit: unit.code });
	});
}

function checkGoals({ goals }: PlanParts, notes: CrossCheck): void {
	notes.unique(
		'goals',
		goals.map((goal) => goal.id),
		(index) => `[${index}].id`
	);
	goals.forEach((goal, index) => notes.refer('goals', `[${index}].clause`, 'clause', goal.clause));
}

function checkTargets({ plan, targets }: PlanParts, notes: CrossCheck): void {
	notes.unique(
		'targets',
		targets.map((target) => target.id),
		(index) => `[${index}].id`
	);
	targets.forEach((target, index) => {
		const at = `[${index}]`;
		notes.refer('targets', `${at}.clause`, 'clause', target.clause);
		if ('goal' in target.under) notes.refer('targets', `${at}.under.goal`, 'goal', target.under.goal);
		else if ('task' in target.under) notes.refer('targets', `${at}.under.task`, 'task', target.under.task);
		else notes.refer('targets', `${at}.under.safeguard`, 'safeguard', target.under.safeguard);
		notes.refer('targets', `${at}.owner`, 'unit', target.owner);
		notes.referAll('targets', `${at}.readings`, 'reading', target.readings);
		if (target.measure.from === 'indicator')
			notes.refer('targets', `${at}.measure.indicator`, 'indicator', target.measure.indicator);
		if ('by' in target) notes.yearInPlan('targets', `${at}.by`, target.by);
		if ((target.kind === 'average-growth' || target.kind === 'reduction') && target.base.year !== plan.baseYear)
			notes.add('targets', `${at}.base.year`, 'base_year_mismatch', { stated: plan.baseYear, found: target.base.year });
	});
}

function checkIndicators({ indicators }: PlanParts, notes: CrossCheck): void {
	notes.unique(
		'indicators',
		indicators.map((indicator) => indicator.code),
		(index) => `[${index}].code`
	);
	indicators.forEach((indicator, index) => {
		notes.refer('indicators', `[${index}].clause`, 'clause', indicator.clause);
		notes.unique('indicators', indicator.owners, (number) => `[${index}].owners[${number}]`);
		indicator.owners.forEach((owner, number) => {
			if (owner !== allTerritories) notes.refer('indicators', `[${index}].owners[${number}]`, 'unit', owner);
		});
	});
}

function checkTasks({ tasks, milestones }: PlanParts, notes: CrossCheck): void {
	notes.unique(
		'tasks',
		tasks.map((task) => task.code),
		(index) => `[${index}].code`
	);
	tasks.forEach((task, index) => {
		const at = `[${index}]`;
		notes.refer('tasks', `${at}.clause`, 'clause', task.clause);
		notes.refer('tasks', `${at}.under`, 'clause', task.under);
		notes.referAll('tasks', `${at}.targets`, 'target', task.targets);
		notes.referAll('tasks', `${at}.lines`, 'line', task.lines);
		notes.unique('tasks', task.departments, (number) => `${at}.departments[${number}]`);
		task.departments.forEach((unit, number) =>
			notes.unitOfKind('tasks', `${at}.departments[${number}]`, unit, ['department'])
		);
		const first = task.departments[0] ?? '';
		if (task.lead !== first) notes.add('tasks', `${at}.lead`, 'lead_not_first', { lead: task.lead, first });
		if (!milestones.some((templates) => templates.task === task.code))
			notes.add('tasks', at, 'milestones_missing', { task: task.code });
	});
}

/** Kinds of targets whose figure is a count that a milestone can name. */
const countedKinds: readonly string[] = ['cumulative', 'level', 'count-each-year', 'register'];

function checkMilestones({ tasks, milestones, phases, targets }: PlanParts, notes: CrossCheck): void {
	const yearOfItem = new Map(phases.flatMap((phase) => phase.items.map((item) => [item.id, phase.year])));
	const checkProof = ({ target: id, value }: { readonly target: string; readonly value: number }, at: string) => {
		notes.refer('milestones', `${at}.target`, 'target', id);
		const target = targets.find((candidate) => candidate.id === id);
		if (!target) return;
		if (!countedKinds.includes(target.kind)) notes.add('milestones', `${at}.target`, 'proof_not_counted', { id });
		else if (value > target.value)
			notes.add('milestones', `${at}.value`, 'proof_beyond_target', { value, target: target.value });
	};
	const checkList = (path: string, list: TaskMilestones['lead'] | TaskMilestones['territories']) => {
		list.forEach((milestone, index) => {
			const at = `${path}[${index}]`;
			notes.refer('milestones', `${at}.phaseItem`, 'phase_item', milestone.phaseItem);
			if (milestone.proves) checkProof(milestone.proves, `${at}.proves`);
			const year = yearOfItem.get(milestone.phaseItem ?? '');
			const checkDay = (date: Day, place: string) => {
				notes.inPlan('milestones', place, date);
				if (year !== undefined && yearOf(date) !== year)
					notes.add('milestones', place, 'date_outside_phase', { date, year });
			};
			if (typeof milestone.planned === 'string') checkDay(milestone.planned, `${at}.planned`);
			else milestone.planned.forEach((date, turn) => checkDay(date, `${at}.planned[${turn}]`));
		});
	};
	notes.unique(
		'milestones',
		milestones.map((templates) => templates.task),
		(index) => `[${index}].task`
	);
	milestones.forEach((templates, index) => {
		const at = `[${index}]`;
		checkList(`${at}.lead`, templates.lead);
		templates.joint.forEach((joint, number) => {
			notes.refer('milestones', `${at}.joint[${number}].unit`, 'unit', joint.unit);
			checkList(`${at}.joint[${number}].milestones`, joint.milestones);
		});
		checkList(`${at}.territories`, templates.territories);
		notes.refer('milestones', `${at}.task`, 'task', templates.task);
		const task = tasks.find((candidate) => candidate.code === templates.task);
		if (!task) return;
		const given = templates.joint.map((joint) => joint.unit).join(' ');
		const expected = task.departments.slice(1).join(' ');
		if (given !== expected)
			notes.add('milestones', `${at}.joint`, 'joint_mismatch', { task: task.code, given, expected });
		if (task.territories !== templates.territories.length > 0)
			notes.add('milestones', `${at}.territories`, 'territories_mismatch', { task: task.code });
	});
}

function checkBudget({ budget }: PlanParts, notes: CrossCheck): void {
	notes.refer('budget', '.clause', 'clause', budget.clause);
	notes.unique(
		'budget',
		budget.groups.map((group) => group.id),
		(index) => `.groups[${index}].id`
	);
	notes.unique(
		'budget',
		budget.lines.map((line) => line.id),
		(index) => `.lines[${index}].id`
	);
	budget.groups.forEach((group, index) => {
		notes.refer('budget', `.groups[${index}].clause`, 'clause', group.clause);
		notes.refer('budget', `.groups[${index}].reading`, 'reading', group.reading);
	});
	budget.lines.forEach((line, index) => {
		notes.refer('budget', `.lines[${index}].clause`, 'clause', line.clause);
		notes.refer('budget', `.lines[${index}].group`, 'group', line.group);
		notes.refer('budget', `.lines[${index}].manager`, 'unit', line.manager);
		notes.referAll('budget', `.lines[${index}].indicators`, 'indicator', line.indicators);
	});
	for (const source of ['central', 'local'] as const) {
		const amounts = [...budget.groups, ...budget.lines].map((node) => node[source]);
		const sum = amounts.reduce((total, amount) => total + (amount === null ? 0n : fromYuan(amount)), 0n);
		if (sum !== fromYuan(budget[source]))
			notes.add('budget', `.${source}`, 'budget_total', { stated: budget[source], sum: toYuan(sum) });
	}
}

function checkPhases({ phases }: PlanParts, notes: CrossCheck): void {
	notes.unique(
		'phases',
		phases.map((phase) => phase.id),
		(index) => `[${index}].id`
	);
	const places = phases.flatMap((phase, index) =>
		phase.items.map((item, number) => ({ id: item.id, path: `[${index}].items[${number}].id` }))
	);
	notes.unique(
		'phases',
		places.map(({ id }) => id),
		(index) => places[index]?.path ?? ''
	);
	phases.forEach((phase, index) => {
		const at = `[${index}]`;
		notes.refer('phases', `${at}.clause`, 'clause', phase.clause);
		notes.refer('phases', `${at}.reading`, 'reading', phase.reading);
		notes.yearInPlan('phases', `${at}.year`, phase.year);
		phase.gate.criteria.forEach((criterion, number) => {
			if (criterion.kind === 'target')
				notes.refer('phases', `${at}.gate.criteria[${number}].target`, 'target', criterion.target);
		});
		phase.items.forEach(({ dates, tasks, safeguards }, number) => {
			const path = `${at}.items[${number}]`;
			notes.referAll('phases', `${path}.tasks`, 'task', tasks);
			notes.referAll('phases', `${path}.safeguards`, 'safeguard', safeguards);
			for (const end of ['from', 'to'] as const) {
				notes.inPlan('phases', `${path}.dates.${end}`, dates[end]);
				if (yearOf(dates[end]) !== phase.year)
					notes.add('phases', `${path}.dates.${end}`, 'date_outside_phase', { date: dates[end], year: phase.year });
			}
			if (dates.to < dates.from)
				notes.add('phases', `${path}.dates.to`, 'dates_reversed', { from: dates.from, to: dates.to });
		});
	});
}

function checkSafeguards({ safeguards }: PlanParts, notes: CrossCheck): void {
	notes.unique(
		'safeguards',
		safeguards.map((safeguard) => safeguard.id),
		(index) => `[${index}].id`
	);
	const places = safeguards.flatMap(({ measures = [] }, index) =>
		measures.map(({ id }, number) => ({ id, path: `[${index}].measures[${number}].id` }))
	);
	notes.unique(
		'safeguards',
		places.map(({ id }) => id),
		(index) => places[index]?.path ?? ''
	);
	safeguards.forEach((safeguard, index) => {
		notes.refer('safeguards', `[${index}].clause`, 'clause', safeguard.clause);
		notes.refer('safeguards', `[${index}].owner`, 'unit', safeguard.owner);
	});
}

function checkReadings({ readings }: PlanParts, notes: CrossCheck): void {
	notes.unique(
		'readings',
		readings.map((reading) => reading.id),
		(index) => `[${index}].id`
	);
	readings.forEach((reading, index) => {
		const options = reading.options.map((option) => option.id);
		notes.refer('readings', `[${index}].clause`, 'clause', reading.clause);
		notes.unique('readings', options, (number) => `[${index}].options[${number}].id`);
		if (!options.includes(reading.default))
			notes.add('readings', `[${index}].default`, 'unknown_option', { id: reading.default });
	});
}

function checkSettings({ settings }: PlanParts, records: RecordRules, notes: CrossCheck): void {
	notes.unique(
		'settings',
		settings.industries.map((industry) => industry.id),
		(index) => `.industries[${index}].id`
	);
	settings.enforcingDepartments.forEach((unit, index) =>
		notes.unitOfKind('settings', `.enforcingDepartments[${index}]`, unit, ['department'])
	);
	for (const { path, rule, params } of recordingFaults(settings, records))
		notes.add('settings', path.slice(1), rule, params);
	settings.recording.forEach((rule, index) => {
		const at = `.recording[${index}]`;
		notes.referAll('settings', `${at}.lines`, 'line', rule.lines);
		notes.referAll('settings', `${at}.indicators`, 'indicator', rule.indicators);
		rule.enteredBy.forEach((recorder, number) => {
			const path = `${at}.enteredBy[${number}]`;
			if (recorder.by === 'unit') notes.refer('settings', `${path}.unit`, 'unit', recorder.unit);
			if (recorder.by === 'territories') notes.referAll('settings', `${path}.lines`, 'line', recorder.lines);
		});
	});
}

/** The head states how many of each thing the document holds, so that a dropped entry does not pass unseen. */
function checkCounts(parts: PlanParts, notes: CrossCheck): void {
	const { plan, units, tasks, budget, phases } = parts;
	const countOf = (kind: UnitKind) => units.filter((unit) => unit.kind === kind).length;
	const territories = units.filter(isTerritory).length;
	const found: PlanParts['plan']['counts'] = {
		departments: countOf('department'),
		districts: countOf('district'),
		zones: countOf('zone'),
		institutions: countOf('institution'),
		goals: parts.goals.length,
		targets: parts.targets.length,
		tasks: tasks.length,
		shares: tasks.reduce((sum, task) => sum + task.departments.length + (task.territories ? territories : 0), 0),
		budgetGroups: budget.groups.length,
		budgetLines: budget.lines.length,
		phases: phases.length,
		phaseItems: phases.flatMap((phase) => phase.items).length,
		safeguards: parts.safeguards.length,
		readings: parts.readings.length
	};
	for (const what of Object.keys(found) as (keyof typeof found)[])
		if (plan.counts[what] !== found[what])
			notes.add('plan', `.counts.${what}`, 'count_mismatch', { stated: plan.counts[what], found: found[what] });
}
