// What the API answers, as JSON Schema: the dashboard, the plan, records, events and refusals. Members may be added, none goes.
import { serverFeatures } from './features.server.ts';
import { catalogue } from './features.ts';
import { frequencies, partSchemas } from '#lib/plan/plan-document.ts';
import type { ShareRule, TaskWhy } from '#lib/tasks/tasks-view-types.ts';
import { steps } from '#lib/funds/movement.ts';
import { faultCodes } from '#lib/kernel/result.ts';
import { entryStates } from '#lib/entries/entry-filter.ts';
import { layers } from '#lib/protocol/cells.ts';
import { invalidationPattern } from '#lib/protocol/invalidations.ts';
import type { Why } from '#lib/targets/target-view.ts';
import { shareStatuses } from '#lib/tasks/share.ts';
import { lightNames } from '#lib/ui/lights.ts';
import { described } from './described-fields.server.ts';
import { statusOf } from '#lib/http/http.server.ts';
import {
	anyOf,
	changed,
	flag,
	listOf,
	mapOf,
	number,
	oneOf,
	orNull,
	record,
	ref,
	said,
	text,
	whole,
	type Json,
	type Schema
} from '#lib/http/json-schema.ts';

const [yuan, day, month, instant, id, heads, light] = ['Yuan', 'Day', 'Month', 'Instant', 'Id', 'Heads', 'Light'].map(
	ref
) as [Schema, Schema, Schema, Schema, Schema, Schema, Schema];
const bothYuan = ref('BothYuan');
const bothWhole = ref('BothWhole');
const bothNumber = ref('BothNumber');
const scalar = anyOf(text, number, { type: 'null' });
const values = said(mapOf(scalar), 'Codes and figures; money as a string of yuan');

const leftOut = said(
	listOf(
		record({
			id,
			code: oneOf(faultCodes),
			waitsFor: said(orNull(id), 'The record that must be confirmed first, or whose reversal must')
		})
	),
	'Only of the confirmation of a month: what it did not confirm, and why'
);

const parts: Readonly<Record<string, Schema>> = {
	Light: oneOf(lightNames),
	BothYuan: record({ reported: yuan, confirmed: yuan }),
	BothWhole: record({ reported: whole, confirmed: whole }),
	BothNumber: record({ reported: number, confirmed: number }),
	Heads: said(mapOf({ type: 'integer', minimum: 0 }), 'Where each stream that the caller follows stands'),
	Cell: record({ key: text, layer: oneOf(layers), value: anyOf(yuan, whole) }),
	FeedLine: record({ seq: whole, type: text, ids: listOf(text), unit: orNull(text), at: instant, values })
};

/** Every rule that decides a target's light. */
const targetRules: Readonly<Record<Why['rule'], true>> = {
	reached: true,
	reached_late: true,
	on_pace: true,
	near_pace: true,
	below_pace: true,
	missed: true,
	holds: true,
	as_budgeted: true,
	budgeted_late: true,
	projection_holds: true,
	projection_near: true,
	projection_short: true,
	score_near: true,
	score_short: true,
	conditions_short: true,
	not_reported: true,
	not_confirmed: true,
	too_few: true,
	base_missing: true,
	base_provisional: true,
	not_begun: true
};
const shareRules: Readonly<Record<ShareRule, true>> = {
	cancelled: true,
	long_overdue: true,
	blocked: true,
	overdue: true,
	completed: true,
	not_started: true,
	on_track: true
};
const taskRules: Readonly<Record<TaskWhy['rule'], true>> = { one: true, territories: true, all: true, mixed: true };
const keysOf = (rules: Readonly<Record<string, true>>) => oneOf(Object.keys(rules));

const bothIfKnown = record({ reported: orNull(number), confirmed: orNull(number) });
const confirmedTo = said(orNull(day), 'The day up to which its records are confirmed; null where too much waits');
const oldestOverdueDays = said(whole, 'Since the oldest overdue milestone was due; 0 when none is');

const step = record({ central: bothYuan, local: bothYuan, social: bothYuan, total: bothYuan });
const share = record({
	unit: text,
	role: oneOf(['lead', 'joint', 'territory']),
	light,
	why: said(keysOf(shareRules), 'The rule that gives the light'),
	progress: bothNumber,
	planned: said(whole, 'Milestones in all'),
	due: said(whole, 'Of those, planned up to today'),
	reached: bothWhole,
	overdue: whole,
	oldestOverdueDays
});
const lights = said(mapOf(whole), 'How many stand at each light');

const dashboard: Readonly<Record<string, Schema>> = {
	Funds: record({
		light,
		budget: record({ central: yuan, local: yuan, total: yuan }),
		steps: record(Object.fromEntries(steps.map((name) => [name, step]))),
		disbursedShare: bothNumber,
		executionRate: said(bothNumber, 'Disbursed of the adjusted budget'),
		useRate: said(bothIfKnown, 'Spent of what is disbursed; null while nothing is'),
		distance: said(number, 'Disbursed share less pace, in percentage points'),
		confirmedTo,
		confirmedDistance: said(orNull(number), 'The same of the confirmed layer, share and pace both on `confirmedTo`'),
		months: listOf(record({ month, reported: orNull(yuan), confirmed: orNull(yuan), planned: yuan })),
		lines: listOf(record({ id: text, group: text, central: yuan, disbursed: bothYuan, spent: bothYuan }))
	}),
	Volume: record({
		light,
		rule: keysOf(targetRules),
		year: whole,
		amount: bothYuan,
		count: bothWhole,
		lastYearAmount: orNull(yuan),
		lastYearCount: orNull(whole),
		growth: bothIfKnown,
		confirmedTo,
		averageGrowth: orNull(number),
		target: number,
		months: listOf(
			record({
				month: whole,
				thisYear: orNull(yuan),
				thisYearConfirmed: orNull(yuan),
				lastYear: orNull(yuan),
				targetPath: orNull(yuan)
			})
		)
	}),
	Cases: record({
		light,
		year: whole,
		openAtStart: whole,
		accepted: whole,
		reopened: whole,
		confirmedTo,
		workload: bothWhole,
		closed: bothWhole,
		rate: bothIfKnown,
		target: number,
		lastYearRate: orNull(number),
		projectedRate: orNull(number),
		stillToClose: whole,
		open: whole,
		ageing: listOf(record({ bucket: oneOf(['to30', 'to60', 'to90', 'over90']), count: whole })),
		medianDays: orNull(number),
		meanDays: orNull(number),
		lastYearMedianDays: orNull(number),
		months: listOf(record({ month: whole, thisYear: orNull(number), lastYear: orNull(number) }))
	}),
	Tasks: record({
		light,
		tasks: listOf(
			record({
				code: text,
				light,
				why: record({
					rule: keysOf(taskRules),
					units: said(listOf(text), 'Those that decide; none where no single one does'),
					leadAlone: said(flag, 'Whether nobody else counts')
				}),
				progress: bothNumber,
				departments: listOf(share),
				territories: listOf(share)
			})
		),
		byDepartment: listOf(record({ unit: text, total: whole, lights }))
	}),
	Milestones: record({
		light,
		planned: whole,
		due: whole,
		reached: bothWhole,
		overdue: whole,
		oldestOverdueDays: orNull(oldestOverdueDays),
		units: orNull(
			listOf(
				record({
					unit: text,
					kind: oneOf(['district', 'zone', 'department']),
					light,
					planned: whole,
					due: whole,
					reached: bothWhole,
					dueReached: bothWhole,
					overdue: whole,
					oldestOverdueDays,
					longOverdue: said(whole, 'Overdue for longer than the plan bears')
				})
			)
		)
	}),
	Why: said(
		record({
			rule: said(keysOf(targetRules), 'The code of the rule that decided; docs/rules.md has the rules'),
			day,
			planned: orNull(number),
			actual: orNull(number),
			distance: orNull(number),
			lastYear: orNull(number),
			projected: orNull(number),
			share: said(
				orNull(record({ actual: number, planned: number })),
				'Of budgeted local money, the shares that were received and were due'
			),
			sample: said(
				orNull(record({ count: whole, least: whole })),
				'How many records there are of how many that it takes'
			)
		}),
		'In the target’s own unit: counts, points, days; rates and ratios as 0.2 and 0.95'
	),
	TargetOfMoney: target(true, yuan),
	TargetOfNumbers: target(false, number),
	Target: said(
		{ oneOf: [ref('TargetOfMoney'), ref('TargetOfNumbers')] },
		'Both have the same members; `money` says whether base, parts, years and what is needed are yuan'
	),
	Verdict: said(
		record({
			day,
			heads: said(ref('Heads'), 'Where the streams stood that it is computed from; no cursor of the caller’s'),
			measures: listOf(
				record({
					measure: oneOf(['targets', 'funds', 'tasks', 'milestones']),
					lights,
					parts: said(listOf(record({ id: text, light })), 'In the plan’s order; none where the measure is one light'),
					figures: said(mapOf(number), 'Of a measure that is one light: shares as 0.2, counts, days')
				})
			),
			conflicts: said(
				listOf(record({ milestone: text, target: text, layers: listOf(oneOf(layers)) })),
				'Milestones that are reported as reached while their target is below what they prove'
			),
			urgent: said(
				orNull(
					record({
						about: oneOf(['target', 'funds', 'line', 'task', 'milestones']),
						id: orNull(text),
						light,
						unit: said(orNull(text), 'Who must act'),
						by: said(orNull(day), 'The last day for it; null where that has passed'),
						daysLate: orNull(whole)
					})
				),
				'What comes first; null when nothing is off'
			)
		}),
		'The same for all readers'
	),
	Dashboard: record({
		epoch: said(text, 'Names this history; with another one forget your cursor'),
		heads,
		today: day,
		funds: ref('Funds'),
		transactions: record({ trade: ref('Volume'), pledge: ref('Volume') }),
		cases: ref('Cases'),
		targets: listOf(ref('Target')),
		tasks: orNull(ref('Tasks')),
		milestones: ref('Milestones'),
		verdict: ref('Verdict'),
		changed: said(mapOf(instant), 'Business instant of the newest change by the first part of the cell keys'),
		feed: said(listOf(ref('FeedLine')), 'Newest first; empty for readers without figures by unit'),
		cells: said(listOf(ref('Cell')), 'By key and layer; a cell that is not there is zero')
	})
};

/** A target of the dashboard whose figures that may be money are `figure`. */
function target(money: boolean, figure: Schema): Schema {
	const own = record({
		value: orNull(number),
		added: orNull(number),
		light,
		why: ref('Why'),
		parts: orNull(record({ part: figure, whole: figure })),
		since: said(
			orNull(record({ until: day, added: number, value: orNull(number) })),
			'What was reported for periods after the judged day and moves nothing yet, in the target’s unit'
		),
		missing: said(
			orNull(
				record({
					period: ref('Period'),
					count: whole,
					of: whole,
					units: said(orNull(listOf(text)), 'Null for readers without figures by unit')
				})
			),
			'How many of the units that owe the judged period have not reported it; null when all have'
		)
	});
	const moved = record({
		central: yuan,
		local: yuan,
		city: orNull(yuan),
		district: orNull(yuan),
		ratio: orNull(number)
	});
	const year = orNull(whole);
	return record({
		id: text,
		kind: text,
		money: { type: 'boolean', const: money },
		value: orNull(number),
		target: number,
		by: year,
		year,
		reported: own,
		confirmed: own,
		confirmedTo: said(
			orNull(day),
			'The day on which `confirmed` is judged; null without dated records, and where too much waits'
		),
		base: orNull(
			anyOf(
				base('missing', { year }),
				base('given', { year, value: figure }),
				base('derived', { year, value: figure, provisional: said(flag, 'Whether it should have been frozen by now') }),
				base('frozen', {
					year: whole,
					value: figure,
					records: whole,
					changed: said(flag, 'Whether the confirmed records of the base year are others now'),
					now: said(orNull(figure), 'What they come to then')
				})
			)
		),
		years: listOf(
			record({
				year: whole,
				reported: orNull(figure),
				confirmed: orNull(figure),
				target: orNull(figure),
				met: orNull(flag)
			})
		),
		needed: orNull(record({ what: text, amount: figure, until: day, perMonth: orNull(figure) })),
		reachesTo: orNull(day),
		industries: orNull(listOf(record({ industry: text, all: whole, near: whole, qualified: bothWhole }))),
		match: orNull(
			record({
				minimumLocal: yuan,
				plannedRatio: orNull(number),
				steps: listOf(record({ step: text, confirmedTo, reported: moved, confirmed: moved }))
			})
		)
	});
}

function base(state: string, own: Readonly<Record<string, Schema>>): Schema {
	return record({ state: { type: 'string', const: state }, ...own });
}

/** A list of the plan's document, as answers have it: open to members of later versions. */
function ofPlan(part: keyof typeof partSchemas): Schema {
	const opened = changed(described(partSchemas[part]) as Json, ({ additionalProperties, ...schema }) =>
		additionalProperties === false || additionalProperties === undefined ? schema : { ...schema, additionalProperties }
	);
	return opened as Schema;
}

function itemsOfPlan(part: keyof typeof partSchemas): Schema {
	return ofPlan(part)['items'] as Schema;
}

/** The base year's figure is money where its unit is. */
function withBaseInYuan(targets: Schema): Schema {
	return changed(targets as Json, (schema) => {
		const base = (schema['properties'] as { base?: { properties?: { value?: Json } } } | undefined)?.base;
		if (!base?.properties?.value) return schema;
		base.properties.value = anyOf(yuan, number, { type: 'null' }) as Json;
		return schema;
	}) as Schema;
}

function withMembers(schema: Schema, more: Readonly<Record<string, Schema>>): Schema {
	const [properties, required] = [schema['properties'] as object, schema['required'] as readonly string[]];
	return { ...schema, required: [...required, ...Object.keys(more)], properties: { ...properties, ...more } };
}

const plan: Readonly<Record<string, Schema>> = {
	Share: record({
		id: said(text, '`<task>/<unit>`'),
		task: text,
		unit: text,
		role: oneOf(['lead', 'joint', 'territory']),
		status: said(
			orNull(oneOf(shareStatuses)),
			'Null, as all that was reported, for tasks that the caller has no share of'
		),
		progress: orNull(whole),
		narrative: orNull(text),
		nextStep: orNull(text),
		milestones: listOf(
			record({ id: said(text, '`<task>/<unit>/<n>`'), name: ref('Name'), planned: day, actual: orNull(day) })
		)
	}),
	PlanUnit: itemsOfPlan('units'),
	PlanTarget: withBaseInYuan(itemsOfPlan('targets')),
	FrozenBase: record({
		target: text,
		year: whole,
		unit: said(text, 'Who froze it'),
		frozenOn: day,
		confirmedBy: said(orNull(text), 'Null: the leading group'),
		confirmedOn: day,
		reason: said(orNull(text), 'Why it was frozen again'),
		shape: said(
			listOf(record({ day, amount: yuan, count: whole }, ['amount'])),
			'The days of the base year with records; `amount` where they have one'
		),
		durations: said(
			listOf(record({ days: whole, count: whole })),
			'Closures of the base year by the days that they took'
		)
	}),
	PlanIndicator: itemsOfPlan('indicators'),
	PlanTask: withMembers(itemsOfPlan('tasks'), { shares: listOf(ref('Share')) }),
	PlanBudget: ofPlan('budget'),
	PlanPhase: itemsOfPlan('phases'),
	PlanSafeguard: withMembers(itemsOfPlan('safeguards'), {
		measures: said(listOf(ref('SafeguardMeasure')), 'Empty where the plan lists none')
	}),
	SafeguardMeasure: said(
		record({ id: text, title: ref('Name'), every: said(oneOf(frequencies), 'Where the document gives the period') }, [
			'every'
		]),
		'Work that the document asks for under a safeguard, such as periodic reporting; it has no status of its own'
	),
	Plan: record({
		document: said(text, 'The document’s number'),
		title: ref('Name'),
		version: whole,
		today: day,
		years: listOf(whole),
		baseYear: whole,
		units: listOf(ref('PlanUnit')),
		goals: ofPlan('goals'),
		targets: listOf(ref('PlanTarget')),
		frozenBases: said(listOf(ref('FrozenBase')), 'The bases in force that were frozen of records'),
		indicators: listOf(ref('PlanIndicator')),
		tasks: listOf(ref('PlanTask')),
		budget: ref('PlanBudget'),
		phases: listOf(ref('PlanPhase')),
		safeguards: listOf(ref('PlanSafeguard')),
		readings: ofPlan('readings')
	})
};

/** What a record says, by its kind: those of the ledgers that have lists. */
const details = Object.assign({}, ...serverFeatures.map(({ described: own }) => own)) as Readonly<
	Record<string, Readonly<Record<string, Schema>>>
>;
const recordHead = {
	id,
	date: said(day, 'The record’s own day'),
	unit: said(text, 'Whose record it is; of what a feed delivered its territory'),
	feed: said(orNull(text), 'The feed that delivered it'),
	territory: orNull(text),
	state: oneOf(entryStates)
};

const records: Readonly<Record<string, Schema>> = {
	...Object.fromEntries(
		Object.entries(details).map(([kind, own]) => [
			recordName(kind),
			record({ ...recordHead, kind: { type: 'string', const: kind }, ...own })
		])
	),
	Record: {
		oneOf: Object.keys(details).map((kind) => ref(recordName(kind))),
		discriminator: {
			propertyName: 'kind',
			mapping: Object.fromEntries(
				Object.keys(details).map((kind) => [kind, `#/components/schemas/${recordName(kind)}`])
			)
		}
	},
	Records: record({
		ledger: oneOf(catalogue.books),
		page: whole,
		pages: whole,
		count: said(whole, 'Of all pages'),
		next: said(orNull(text), 'Where the next page begins, for `after`; null on the last'),
		records: listOf(ref('Record'))
	})
};

function recordName(kind: string): string {
	return `RecordOf${kind[0]?.toUpperCase()}${kind.slice(1)}`;
}

const events: Readonly<Record<string, Schema>> = {
	Event: record({
		stream: text,
		seq: said(whole, 'From 1, without gaps'),
		type: said(text, 'docs/protocol.md lists them; expect others'),
		ids: said(listOf(text), 'The records concerned, newest first; none in `city`'),
		unit: said(orNull(text), 'The unit that did it; null: the leading group, an administrator or the product'),
		before: said(orNull(text), 'The row’s version before, `table:id@version`'),
		after: orNull(text),
		reason: said(orNull(text), 'A code, or the id of the row that holds the text'),
		values,
		cells: said(listOf(ref('Cell')), 'What changed, as the new absolute values'),
		touches: said(
			listOf({ type: 'string', pattern: invalidationPattern }),
			'Names of what may look different now; docs/protocol.md lists them'
		),
		effectiveAt: said(instant, 'On the business clock'),
		recordedAt: said(instant, 'On the database’s clock'),
		actor: said(orNull(text), 'Who did it, to those who may know'),
		opId: orNull(text)
	}),
	Events: record({ stream: text, events: listOf(ref('Event')) })
};

const refusals: Readonly<Record<string, Schema>> = {
	Fault: record(
		{
			pointer: said(text, 'JSON pointer into the body, or `/name` of a part of the query; empty: the whole'),
			code: oneOf(faultCodes),
			message: said(text, 'In the language asked for: what is wrong and what to do'),
			params: said(
				mapOf(anyOf(text, number)),
				'The figures and codes that the message names; `waitsFor`: the record that must be confirmed first, or whose reversal must'
			),
			ids: said(listOf(id), 'Records that stand in the way, where the caller may see them')
		},
		['params', 'ids']
	),
	EditConflict: record({
		field: text,
		base: said({}, 'The value that was read'),
		mine: said({}, 'The value that was sent'),
		theirs: said({}, 'The value that stands there now'),
		by: said(orNull(text), 'The unit that wrote it'),
		at: said(orNull(text), 'Its business time')
	}),
	Problem: record(
		{
			type: text,
			id: said(text, 'Of this answer alone; the log has it too, where the log tells of it'),
			title: text,
			status: whole,
			code: said(oneOf(Object.keys(statusOf)), 'What the whole refusal is about'),
			errors: listOf(ref('Fault')),
			conflicts: said(listOf(ref('EditConflict')), 'Only with `edit_conflict`')
		},
		['conflicts']
	)
};

const written: Readonly<Record<string, Schema>> = {
	Written: record({ ids: listOf(id), heads, leftOut }, ['leftOut'])
};

/** The components of everything that is answered. */
export const answerComponents: Readonly<Record<string, Schema>> = {
	...parts,
	...dashboard,
	...plan,
	...records,
	...events,
	...written,
	...refusals
};
