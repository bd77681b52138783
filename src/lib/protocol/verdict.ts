// The verdict on the wire: how many parts of each measure stand at which light, computed by the server for all readers alike.
import * as v from 'valibot';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const lightSchema = v.picklist([
	'done',
	'good',
	'risk',
	'behind',
	'done_late',
	'unreported',
	'base_missing',
	'too_few',
	'not_started',
	'blocked',
	'returned',
	'cancelled'
]);

const measureNames = ['targets', 'funds', 'tasks', 'milestones'] as const;

const measureSchema = v.object({
	measure: v.picklist(measureNames),
	/** How many of its parts stand at each light; zeros are left out. */
	lights: v.record(v.string(), count),
	/** Its parts in the plan's order; none where the measure is one light. */
	parts: v.array(v.object({ id: v.string(), light: lightSchema })),
	/** Figures of a measure that is one light: shares as fractions, counts, days. */
	figures: v.record(v.string(), v.number())
});

const urgentSchema = v.object({
	about: v.picklist(['target', 'funds', 'line', 'task', 'milestones']),
	/** Of the target, the budget line or the task. */
	id: v.nullable(v.string()),
	light: lightSchema,
	/** Who must act. */
	unit: v.nullable(v.string()),
	/** The last day for it; null where that day has passed. */
	by: v.nullable(v.string()),
	daysLate: v.nullable(count)
});

export const verdictSchema = v.object({
	day: v.string(),
	/** Where the streams stood that it is computed from. */
	heads: v.record(v.string(), count),
	measures: v.array(measureSchema),
	/** Milestones that are reported as reached although their target is below what they prove, with the layers in which that is so. */
	conflicts: v.array(
		v.object({
			milestone: v.string(),
			target: v.string(),
			layers: v.array(v.picklist(['reported', 'confirmed']))
		})
	),
	/** What is to be done first; null when nothing is. */
	urgent: v.nullable(urgentSchema)
});
export type Verdict = v.InferOutput<typeof verdictSchema>;
export type MeasureState = Verdict['measures'][number];
export type ProofConflict = Verdict['conflicts'][number];
export type Urgent = NonNullable<Verdict['urgent']>;
