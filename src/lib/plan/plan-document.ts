// The plan as data: the schema of each file of a plan folder, and the types that follow from it.
import * as v from 'valibot';
import { parseDay, type Day } from '#lib/kernel/day.ts';

/** The files of a plan folder, one JSON file each. */
export const planParts = [
	'plan',
	'clauses',
	'units',
	'goals',
	'targets',
	'indicators',
	'tasks',
	'milestones',
	'budget',
	'phases',
	'safeguards',
	'readings',
	'settings'
] as const;
export type PlanPart = (typeof planParts)[number];

const text = v.pipe(v.string(), v.trim(), v.nonEmpty());
const code = v.pipe(v.string(), v.regex(/^[a-z0-9]+(?:[-.][a-z0-9]+)*$/));
const nameSchema = v.strictObject({ zh: text, en: text });
/** A day of the files. */
export const planDay = v.pipe(
	v.string(),
	v.check((value) => parseDay(value) !== null),
	v.transform((value) => value as Day)
);
const yearSchema = v.pipe(v.number(), v.integer(), v.minValue(1949), v.maxValue(2999));
const countSchema = v.pipe(v.number(), v.integer(), v.minValue(0));
const numberSchema = v.pipe(v.number(), v.integer(), v.minValue(1));
/** Yuan with two decimals, as files and the wire carry money. */
const amountSchema = v.pipe(v.string(), v.regex(/^\d{1,13}\.\d{2}$/));

/** A share or a factor with at most four decimals, so that it is exact in ten-thousandths. */
const rateSchema = v.pipe(
	v.number(),
	v.minValue(0),
	v.check((value) => Math.abs(value * 10_000 - Math.round(value * 10_000)) < 1e-6)
);
const sourceSchema = v.picklist(['document', 'ours']);
const opSchema = v.picklist(['>=', '<=']);
const moneySourceSchema = v.picklist(['central', 'city', 'district', 'social']);

const headSchema = v.strictObject({
	id: code,
	version: numberSchema,
	document: text,
	title: nameSchema,
	shortTitle: nameSchema,
	issuer: nameSchema,
	issued: planDay,
	/** What the plan rests on: documents by number and title. */
	basis: v.optional(v.array(v.strictObject({ document: text, title: nameSchema }))),
	baseYear: yearSchema,
	years: v.pipe(v.array(yearSchema), v.nonEmpty()),
	leadershipGroup: nameSchema,
	coordinatingOffice: code,
	fundManager: code,
	counts: v.strictObject({
		departments: countSchema,
		districts: countSchema,
		zones: countSchema,
		institutions: countSchema,
		goals: countSchema,
		targets: countSchema,
		tasks: countSchema,
		shares: countSchema,
		budgetGroups: countSchema,
		budgetLines: countSchema,
		phases: countSchema,
		phaseItems: countSchema,
		safeguards: countSchema,
		readings: countSchema
	})
});

const clauseSchema = v.strictObject({ ref: text, title: nameSchema });

const unitKinds = ['department', 'institution', 'district', 'zone'] as const;
const unitSchema = v.strictObject({
	code,
	kind: v.picklist(unitKinds),
	order: numberSchema,
	name: nameSchema,
	short: v.strictObject({ zh: v.pipe(text, v.maxLength(4)), en: v.pipe(text, v.maxLength(18)) }),
	within: v.nullable(code),
	validFrom: planDay,
	validTo: v.nullable(planDay),
	successor: v.nullable(code),
	source: sourceSchema
});

/** [R280] What stands where the full name has no room; plans of earlier versions have none. */
const shortName = v.optional(v.strictObject({ zh: v.pipe(text, v.maxLength(8)), en: v.pipe(text, v.maxLength(28)) }));

const goalSchema = v.strictObject({
	id: code,
	number: numberSchema,
	clause: text,
	title: nameSchema,
	short: shortName
});

const measureSchema = v.variant('from', [
	v.strictObject({ from: v.literal('indicator'), indicator: code }),
	v.strictObject({
		from: v.literal('ledger'),
		ledger: v.picklist(['funds', 'transactions', 'cases']),
		figure: v.picklist([
			'local-to-central',
			'trade-amount',
			'pledge-amount',
			'accepted',
			'closure-rate',
			'days-to-close'
		])
	}),
	v.strictObject({ from: v.literal('register'), register: v.picklist(['institutions', 'portfolios']) })
]);

const targetFields = {
	id: code,
	name: nameSchema,
	short: shortName,
	definition: nameSchema,
	clause: text,
	under: v.union([v.strictObject({ goal: code }), v.strictObject({ task: code }), v.strictObject({ safeguard: code })]),
	owner: code,
	/** Which way the measured figure should move; a reduction is better when it is lower. */
	direction: v.picklist(['up', 'down']),
	/** Every kind asks for at least its value: "at most" is said as a reduction. */
	op: v.literal('>='),
	unit: nameSchema,
	measure: measureSchema,
	readings: v.array(code)
};
/** A figure of the base year; null is a gap that somebody must still give, never zero. */
const baseYearValue = v.strictObject({ year: yearSchema, value: v.nullable(v.number()), unit: nameSchema });

const targetSchema = v.variant('kind', [
	v.strictObject({
		...targetFields,
		kind: v.literal('cumulative'),
		value: countSchema,
		by: yearSchema,
		/** Opening stock. */
		base: v.nullable(countSchema)
	}),
	v.strictObject({ ...targetFields, kind: v.literal('level'), value: countSchema, by: yearSchema }),
	v.strictObject({ ...targetFields, kind: v.literal('count-each-year'), value: countSchema }),
	v.strictObject({
		...targetFields,
		kind: v.literal('ratio-each-year'),
		value: rateSchema,
		numerator: nameSchema,
		denominator: nameSchema
	}),
	v.strictObject({
		...targetFields,
		kind: v.literal('average-growth'),
		value: rateSchema,
		by: yearSchema,
		base: baseYearValue
	}),
	v.strictObject({
		...targetFields,
		kind: v.literal('reduction'),
		value: rateSchema,
		by: yearSchema,
		base: baseYearValue
	}),
	v.strictObject({
		...targetFields,
		kind: v.literal('score'),
		value: v.number(),
		scale: numberSchema,
		by: yearSchema
	}),
	v.strictObject({
		...targetFields,
		kind: v.literal('register'),
		value: countSchema,
		by: yearSchema,
		qualifies: v.strictObject({
			match: v.picklist(['any', 'all']),
			conditions: v.pipe(
				v.array(
					v.strictObject({
						measure: v.picklist(['annual-revenue', 'operable-patents', 'inventions', 'pct-applications']),
						op: opSchema,
						/** Yuan with two decimals for money, whole digits for counts. */
						value: v.pipe(v.string(), v.regex(/^\d{1,13}(?:\.\d{2})?$/)),
						unit: nameSchema
					})
				),
				v.nonEmpty()
			)
		})
	}),
	v.strictObject({
		...targetFields,
		kind: v.literal('match'),
		value: rateSchema,
		by: yearSchema,
		minimumLocal: amountSchema,
		basis: v.picklist(['budgeted', 'received', 'disbursed']),
		beside: v.array(v.picklist(['budgeted', 'received', 'disbursed']))
	})
]);

/** How often something is reported or done. */
export const frequencies = ['year', 'quarter', 'month'] as const;
const frequencySchema = v.picklist(frequencies);

const indicatorSchema = v.pipe(
	v.strictObject({
		code,
		name: nameSchema,
		definition: nameSchema,
		unit: nameSchema,
		/** Unit codes; `territories` stands for every district and zone. */
		owners: v.pipe(v.array(code), v.nonEmpty()),
		period: frequencySchema,
		/** How periods add up: flows are summed, of stocks and year-to-date counts the last one counts. */
		aggregate: v.picklist(['sum', 'last']),
		/** Whether a figure counts from 1 January, so that it begins at nothing each year; only of what is not summed. */
		yearToDate: v.optional(v.boolean(), false),
		/** How many decimals a figure may have. */
		decimals: v.optional(v.picklist([0, 1, 2]), 0),
		clause: text,
		source: sourceSchema
	}),
	v.check((indicator) => !indicator.yearToDate || indicator.aggregate === 'last')
);

const taskSchema = v.strictObject({
	code,
	title: nameSchema,
	clause: text,
	/** The clause of the heading that the task stands under. */
	under: text,
	lead: code,
	/** In the order of the document; the first one leads. */
	departments: v.pipe(v.array(code), v.nonEmpty()),
	/** Whether every district and zone holds a share. */
	territories: v.boolean(),
	confirmedBy: v.picklist(['lead', 'office']),
	rollup: v.picklist(['all', 'weighted', 'lead']),
	targets: v.array(code),
	lines: v.array(code)
});

const milestoneFields = {
	title: nameSchema,
	phaseItem: v.nullable(code),
	/** The value that a target has when this milestone is reached: a report while it is below contradicts the figures. */
	proves: v.optional(v.strictObject({ target: code, value: countSchema }))
};
const milestoneSchema = v.strictObject({ ...milestoneFields, planned: planDay });
/** Territories take turns through the dates, so that not every one is due on the same day. */
const territoryMilestoneSchema = v.strictObject({
	...milestoneFields,
	planned: v.pipe(v.array(planDay), v.nonEmpty())
});
const taskMilestonesSchema = v.strictObject({
	task: code,
	source: v.literal('ours'),
	lead: v.pipe(v.array(milestoneSchema), v.nonEmpty()),
	joint: v.array(v.strictObject({ unit: code, milestones: v.pipe(v.array(milestoneSchema), v.nonEmpty()) })),
	territories: v.array(territoryMilestoneSchema)
});

const budgetSchema = v.strictObject({
	clause: text,
	/** The totals that the document states; the amounts of groups and lines must add up to them. */
	central: amountSchema,
	local: amountSchema,
	groups: v.array(
		v.strictObject({
			id: code,
			name: nameSchema,
			clause: text,
			/** An amount that the document gives for the whole group; null where it sits on the lines. */
			central: v.nullable(amountSchema),
			local: v.nullable(amountSchema),
			reading: v.nullable(code)
		})
	),
	lines: v.array(
		v.strictObject({
			id: code,
			group: code,
			kind: v.picklist(['equity-fund', 'risk-pool', 'subsidy']),
			name: nameSchema,
			short: nameSchema,
			clause: text,
			central: v.nullable(amountSchema),
			local: v.nullable(amountSchema),
			manager: v.nullable(code),
			/** Whether the document asks for a performance review of the line. */
			performanceReview: v.optional(v.boolean()),
			/** Observed figures that tell what the line's money has done. */
			indicators: v.optional(v.array(code))
		})
	)
});

const criterionSchema = v.variant('kind', [
	v.strictObject({ kind: v.literal('items-completed') }),
	v.strictObject({ kind: v.literal('target'), target: code, op: opSchema, value: v.number() })
]);
const phaseSchema = v.strictObject({
	id: code,
	number: numberSchema,
	title: nameSchema,
	clause: text,
	year: yearSchema,
	reading: code,
	gate: v.strictObject({ criteria: v.array(criterionSchema) }),
	items: v.array(
		v.strictObject({
			id: code,
			number: numberSchema,
			title: nameSchema,
			dates: v.strictObject({ from: planDay, to: planDay, source: sourceSchema }),
			tasks: v.array(code),
			safeguards: v.array(code)
		})
	)
});

const safeguardSchema = v.strictObject({
	id: code,
	number: numberSchema,
	title: nameSchema,
	clause: text,
	owner: code,
	/** [R145] The work that the document asks for under it; plans of earlier versions list none. */
	measures: v.optional(
		v.array(
			v.strictObject({
				id: code,
				title: nameSchema,
				/** Only where the document gives the period. */
				every: v.optional(frequencySchema)
			})
		)
	)
});

const readingSchema = v.strictObject({
	id: code,
	clause: text,
	question: nameSchema,
	default: code,
	options: v.pipe(v.array(v.strictObject({ id: code, text: nameSchema })), v.nonEmpty()),
	why: nameSchema
});

const recorderSchema = v.variant('by', [
	v.strictObject({ by: v.literal('role'), role: v.picklist(['leader', 'office', 'fund_manager']) }),
	v.strictObject({ by: v.literal('unit'), unit: code }),
	v.strictObject({
		by: v.literal('territories'),
		/** A district or zone records only what is its own. */
		scope: v.literal('own'),
		lines: v.optional(v.array(code)),
		sources: v.optional(v.array(moneySourceSchema))
	}),
	/** A program that records for districts and zones, whichever the record names. */
	v.strictObject({ by: v.literal('feed'), feed: code }),
	v.strictObject({ by: v.literal('owner') }),
	v.strictObject({ by: v.literal('share-holder') })
]);
const settingsSchema = v.strictObject({
	rankingVisibleToTerritories: v.boolean(),
	industries: v.array(
		v.strictObject({ id: code, name: nameSchema, group: v.picklist(['eight', 'beside']), source: sourceSchema })
	),
	enforcingDepartments: v.array(code),
	/** Programs outside that deliver records: what this city calls them. */
	feeds: v.optional(v.array(v.strictObject({ code, name: nameSchema })), []),
	recording: v.array(
		v.strictObject({
			/** A kind of record, held against those of the features (recording-rules.ts). */
			record: code,
			/** Narrows the rule to some budget lines or indicators; without it the rule holds for all others. */
			lines: v.optional(v.array(code)),
			indicators: v.optional(v.array(code)),
			enteredBy: v.pipe(v.array(recorderSchema), v.nonEmpty()),
			confirmedBy: v.picklist(['office', 'task-rule'])
		})
	),
	/** From which share of what a condition asks an entity of a register counts as near. */
	registers: v.optional(v.strictObject({ nearFrom: rateSchema }), { nearFrom: 0.8 }),
	rollupWeights: v.strictObject({ lead: numberSchema, joint: numberSchema, territory: numberSchema }),
	verdict: v.strictObject({
		/** Actual / pace line: from which factor a figure is on course, and from which at risk; below it is behind. */
		pace: v.strictObject({ onCourseFrom: rateSchema, atRiskFrom: rateSchema }),
		milestones: v.strictObject({ remindDaysBefore: countSchema, behindAfterDays: countSchema }),
		/** Share of tasks behind from which the whole is at risk, and from which it is behind. */
		overall: v.strictObject({ atRiskShareFrom: rateSchema, behindShareFrom: rateSchema }),
		reportStaleAfterDays: countSchema,
		/** How much of what is reported may wait for confirmation on the day up to which the confirmed layer is judged. */
		confirmedGap: v.optional(rateSchema, 0.02),
		/** From which share of the units that owe a figure of a stock their newest period is judged. */
		judgedShare: v.optional(rateSchema, 0.6),
		/** How many closures of a year it takes before their median or mean is compared. */
		minClosures: v.optional(numberSchema, 20),
		/** How many points below its target a score still counts as at risk. */
		score: v.optional(v.strictObject({ nearBy: rateSchema }), { nearBy: 2 })
	})
});

/** The schema of each file. */
export const partSchemas = {
	plan: headSchema,
	clauses: v.array(clauseSchema),
	units: v.array(unitSchema),
	goals: v.array(goalSchema),
	targets: v.array(targetSchema),
	indicators: v.array(indicatorSchema),
	tasks: v.array(taskSchema),
	milestones: v.array(taskMilestonesSchema),
	budget: budgetSchema,
	phases: v.array(phaseSchema),
	safeguards: v.array(safeguardSchema),
	readings: v.array(readingSchema),
	settings: settingsSchema
} as const satisfies Record<PlanPart, v.GenericSchema>;

/** The files as their schemas leave them, before they are checked against each other. */
export type PlanParts = { [Part in PlanPart]: v.InferOutput<(typeof partSchemas)[Part]> };

/** A Chinese and an English name. */
export type Name = v.InferOutput<typeof nameSchema>;
export type UnitKind = (typeof unitKinds)[number];
export type PlanUnit = v.InferOutput<typeof unitSchema>;
export type PlanTarget = v.InferOutput<typeof targetSchema>;
export type PlanIndicator = v.InferOutput<typeof indicatorSchema>;
export type PlanTask = v.InferOutput<typeof taskSchema>;
export type PlanBudget = v.InferOutput<typeof budgetSchema>;
export type PlanPhase = v.InferOutput<typeof phaseSchema>;
export type PlanSafeguard = v.InferOutput<typeof safeguardSchema>;
export type SafeguardMeasure = NonNullable<PlanSafeguard['measures']>[number];
export type PlanReading = v.InferOutput<typeof readingSchema>;
export type PlanSettings = v.InferOutput<typeof settingsSchema>;
/** Who may enter a record by one of the plan's rules. */
export type Recorder = PlanSettings['recording'][number]['enteredBy'][number];
export type TaskMilestones = v.InferOutput<typeof taskMilestonesSchema>;

/**
 * A checked plan: every reference in it leads somewhere. Units stand in official order; an indicator's owners are unit
 * codes only; money is yuan with two decimals.
 */
export type PlanDocument = PlanParts['plan'] & Omit<PlanParts, 'plan'>;

/** A stored document with the settings that an earlier release did not know, at their defaults. */
export function withDefaults<Stored extends PlanDocument>(document: Stored): Stored {
	const settings = v.safeParse(settingsSchema, document.settings);
	return settings.success ? { ...document, settings: settings.output } : document;
}

/** Districts and zones: the units that a record's territory may be. */
export function isTerritory(unit: { readonly kind: UnitKind }): boolean {
	return unit.kind === 'district' || unit.kind === 'zone';
}

/** The word that stands for every district and zone in an indicator's owners. */
export const allTerritories = 'territories';
