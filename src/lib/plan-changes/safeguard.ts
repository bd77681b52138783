// The safeguards as tasks of the office: how each stands, changed by {base, new}, and the cells that follow.
import * as v from 'valibot';
import type { Actor } from '#lib/access/roles.ts';
import { mergeEdit } from '#lib/commands/merge.ts';
import { safeguardProgress, safeguardStatus } from '#lib/figures/families/plan.ts';
import { codeField } from '#lib/kernel/fields.ts';
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { CellDelta, Layer } from '#lib/protocol/cells.ts';
import { taskUpdateSchema, type ShareFields } from '#lib/tasks/share.ts';
import type { StaleEdit } from '#lib/tasks/decide.ts';
import { keepsPlan } from './reading.ts';

export const safeguardSchema = v.strictObject({
	safeguard: codeField,
	changes: taskUpdateSchema.entries.changes
});
export type SafeguardInput = v.InferOutput<typeof safeguardSchema>;

export interface SafeguardFigures extends Pick<ShareFields, 'status' | 'progress'> {
	readonly version: number;
}

export interface DecidedSafeguard {
	readonly before: { readonly fields: ShareFields; readonly version: number };
	readonly after: { readonly fields: ShareFields; readonly version: number };
	readonly changed: readonly (keyof ShareFields)[];
}

/** What a safeguard shows before its first update. */
export const untouchedSafeguard: { readonly fields: ShareFields; readonly version: number } = {
	fields: { status: 'not_started', progress: 0, narrative: '', nextStep: '' },
	version: 0
};

export function decideSafeguard(
	plan: PlanIndex,
	before: DecidedSafeguard['before'],
	actor: Actor,
	input: SafeguardInput
): Result<DecidedSafeguard> | StaleEdit {
	if (!keepsPlan(actor)) return refuse('forbidden', 'not_allowed');
	if (!plan.document.safeguards.some(({ id }) => id === input.safeguard))
		return refuse('not_found', 'unknown_safeguard', '/safeguard');
	const merge = mergeEdit(before.fields, input.changes);
	if ('conflicts' in merge) return { stale: merge.conflicts };
	if (merge.changed.length === 0) return refuse('invalid', 'nothing_changed', '/changes');
	if (merge.merged.status === 'completed' && merge.merged.progress < 100)
		return refuse('invalid', 'completed_needs_full_progress', '/changes/progress', { progress: merge.merged.progress });
	return ok({ before, after: { fields: merge.merged, version: before.version + 1 }, changed: merge.changed });
}

/** Cells that move when a safeguard goes from one set of figures to another. Not started is the absence of a status. */
export function safeguardDeltas(
	safeguard: string,
	before: Pick<ShareFields, 'status' | 'progress'>,
	after: Pick<ShareFields, 'status' | 'progress'>,
	layer: Layer
): CellDelta[] {
	const deltas: CellDelta[] = [];
	const count = (status: ShareFields['status'], delta: bigint) => {
		if (status !== 'not_started') deltas.push(safeguardStatus.delta({ id: safeguard, status }, layer, delta));
	};
	if (before.status !== after.status) {
		count(before.status, -1n);
		count(after.status, 1n);
	}
	if (before.progress !== after.progress)
		deltas.push(safeguardProgress.delta({ id: safeguard }, layer, BigInt(after.progress - before.progress)));
	return deltas;
}

/**
 * The cells that confirming updates of one safeguard moves, by version: each takes the confirmed layer from the version before
 * it to its own; one that is not newer than the confirmed version has nothing left to say.
 */
export function safeguardSteps(
	safeguard: string,
	confirmed: SafeguardFigures,
	updates: readonly SafeguardFigures[]
): ReadonlyMap<
	number,
	{ readonly from: SafeguardFigures; readonly deltas: readonly CellDelta[] | 'already_confirmed' }
> {
	const steps = new Map<number, { from: SafeguardFigures; deltas: readonly CellDelta[] | 'already_confirmed' }>();
	let from = confirmed;
	for (const update of [...updates].sort((a, b) => a.version - b.version)) {
		if (update.version <= from.version) {
			steps.set(update.version, { from, deltas: 'already_confirmed' });
			continue;
		}
		steps.set(update.version, { from, deltas: safeguardDeltas(safeguard, from, update, 'confirmed') });
		from = update;
	}
	return steps;
}

/**
 * The cells that taking back the confirmations of updates of one safeguard moves, by version; one that a newer confirmed version
 * has overtaken stays.
 * @param others what the confirmed layer shows without them
 */
export function safeguardWithdrawals(
	safeguard: string,
	others: SafeguardFigures,
	updates: readonly SafeguardFigures[]
): ReadonlyMap<number, readonly CellDelta[] | 'confirmation_rested_on'> {
	const steps = new Map<number, readonly CellDelta[] | 'confirmation_rested_on'>();
	let to = others;
	for (const update of [...updates].sort((a, b) => a.version - b.version)) {
		if (update.version <= others.version) steps.set(update.version, 'confirmation_rested_on');
		else {
			steps.set(update.version, safeguardDeltas(safeguard, update, to, 'confirmed'));
			to = update;
		}
	}
	return steps;
}
