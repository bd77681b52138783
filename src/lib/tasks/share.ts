// A unit's share of a task: status, progress and prose that change by {base, new}, and the cells that follow.
import * as v from 'valibot';
import {
	itemMilestones,
	milestoneIds,
	milestoneReached,
	milestonesReached,
	sharesProgress,
	sharesByStatus,
	shareStatus,
	statusesInKeys
} from '#lib/figures/families/tasks.ts';
import type { Day } from '#lib/kernel/day.ts';
import { dayField, digitsField, longText, codeField, optionalText } from '#lib/kernel/fields.ts';
import type { CellDelta, Layer } from '#lib/protocol/cells.ts';

export const shareStatuses = ['not_started', ...statusesInKeys] as const;
export type ShareStatus = (typeof shareStatuses)[number];

const percent = v.pipe(
	v.union([v.number(), digitsField('bad_percent', 3)], 'bad_percent'),
	v.safeInteger('bad_percent'),
	v.minValue(0, 'bad_percent'),
	v.maxValue(100, 'bad_percent')
);

function change<T extends v.GenericSchema>(field: T) {
	return v.optional(v.strictObject({ base: field, new: field }));
}

/** What was read is compared with what stands, whatever rules that was entered by. */
function textChange(length: number) {
	return v.optional(v.strictObject({ base: v.pipe(v.string('not_text'), v.trim()), new: longText(length) }));
}

/** The edit of a share: each field with the value it was read with and the new one. */
export const taskUpdateSchema = v.strictObject({
	share: codeField,
	changes: v.strictObject({
		status: change(v.picklist(shareStatuses, 'bad_choice')),
		progress: change(percent),
		narrative: textChange(2000),
		nextStep: textChange(500)
	})
});
export type TaskUpdateInput = v.InferOutput<typeof taskUpdateSchema>;

export const milestoneSchema = v.strictObject({
	id: codeField,
	actual: dayField,
	note: optionalText(500)
});
export type MilestoneInput = v.InferOutput<typeof milestoneSchema>;

/** "I look after it", said of a share. */
export const lookAfterSchema = v.strictObject({ share: codeField });
export type LookAfterInput = v.InferOutput<typeof lookAfterSchema>;

/** The fields of a share that an update changes. */
export interface ShareFields {
	readonly status: ShareStatus;
	readonly progress: number;
	readonly narrative: string;
	readonly nextStep: string;
}

/** Cells that move when a share goes from one set of figures to another in one layer. Not started is the absence of a status. */
export function shareDeltas(
	share: { readonly task: string; readonly unit: string },
	before: Pick<ShareFields, 'status' | 'progress'>,
	after: Pick<ShareFields, 'status' | 'progress'>,
	layer: Layer
): CellDelta[] {
	const deltas: CellDelta[] = [];
	const count = (status: ShareStatus, delta: bigint) => {
		if (status === 'not_started') return;
		deltas.push(
			sharesByStatus.delta({ status }, layer, delta),
			shareStatus.delta({ task: share.task, unit: share.unit, status }, layer, delta)
		);
	};
	if (before.status !== after.status) {
		count(before.status, -1n);
		count(after.status, 1n);
	}
	if (before.progress !== after.progress)
		deltas.push(
			sharesProgress.delta({ task: share.task, unit: share.unit }, layer, BigInt(after.progress - before.progress))
		);
	return deltas;
}

/** The item of the timetable that a milestone serves, and the day on which it was reached. */
export interface ServedItem {
	readonly item: string;
	readonly day: Day;
}

/** Cells of a milestone that is reported as reached (sign 1) or withdrawn (-1). */
export function milestoneDeltas(
	milestone: string,
	layer: Layer,
	sign: 1n | -1n,
	serves: ServedItem | null = null
): CellDelta[] {
	const own = milestoneIds.read(milestone);
	if (!own) throw new RangeError(`no milestone has the id ${milestone}`);
	const deltas = [milestonesReached.delta({}, layer, sign), milestoneReached.delta(own, layer, sign)];
	if (serves) deltas.push(itemMilestones.delta(serves, layer, sign));
	return deltas;
}
