// Whether a share may change or a milestone be reported: who sees it, who holds it, what the edit makes of it; as pure answers.
import { actsFor, mayUpdateShare, seesEverything } from '#lib/access/rights.ts';
import { unitsOf, type Actor } from '#lib/access/roles.ts';
import { mergeEdit } from '#lib/commands/merge.ts';
import type { Day } from '#lib/kernel/day.ts';
import { invalid, ok, refuse, type FaultCode, type Result } from '#lib/kernel/result.ts';
import { dateFault } from '#lib/entries/dates.ts';
import { tasksOfUnit, type PlanIndex } from '#lib/plan/plan-index.ts';
import type { PlanShare } from '#lib/plan/shares.ts';
import type { MilestoneInput, ShareFields, TaskUpdateInput } from './share.ts';

/** What stands in a share that may be edited. */
export interface ShareState {
	readonly fields: ShareFields;
	readonly version: number;
	/** Its milestones that stand as reported. */
	readonly reached: number;
}

export interface DecidedUpdate {
	readonly share: PlanShare;
	readonly before: ShareState;
	readonly after: ShareState;
	/** The fields that the update changes. */
	readonly changed: readonly (keyof ShareFields)[];
}

export interface DecidedReport {
	readonly milestone: string;
	readonly share: PlanShare;
	readonly actual: Day;
	readonly phaseItem: string | null;
}

/** Fields that somebody else has changed in between: the command adds what stands there, by whom and since when. */
export interface StaleEdit {
	readonly stale: readonly (keyof ShareFields)[];
}

/**
 * Decides on one update of a share.
 * @param shares as they stand after the updates before it in the same batch
 */
export function decideUpdate(
	plan: PlanIndex,
	shares: ReadonlyMap<string, ShareState>,
	actor: Actor,
	input: TaskUpdateInput
): Result<DecidedUpdate> | StaleEdit {
	const held = heldShare(plan, actor, plan.shares.get(input.share), '/share', 'unknown_share');
	if (!held.ok) return held;
	const share = held.value;
	const before = shares.get(share.id);
	if (!before) return refuse('not_found', 'unknown_share', '/share', { share: share.id });
	const computed = computedProgress(share, before.reached);
	const current = computed === null ? before.fields : { ...before.fields, progress: computed };
	const merge = mergeEdit(current, input.changes);
	if ('conflicts' in merge) return { stale: merge.conflicts };
	if (merge.changed.length === 0) return refuse('invalid', 'nothing_changed', '/changes');
	if (computed !== null && merge.changed.includes('progress'))
		return refuse('invalid', 'progress_computed', '/changes/progress', {
			reached: before.reached,
			planned: share.milestones.length
		});
	if (merge.merged.status === 'completed' && merge.merged.progress < 100)
		return refuse(
			'invalid',
			'completed_needs_full_progress',
			computed === null ? '/changes/progress' : '/changes/status',
			{ progress: merge.merged.progress }
		);
	return ok({
		share,
		before,
		after: { ...before, fields: merge.merged, version: before.version + 1 },
		changed: merge.changed
	});
}

/** Whole percent of its milestones that are reached, rounded down; null where a share has none and says its own. */
export function computedProgress(share: { readonly milestones: readonly unknown[] }, reached: number): number | null {
	const planned = share.milestones.length;
	return planned === 0 ? null : Math.floor((100 * Math.min(reached, planned)) / planned);
}

/**
 * Decides on one report that a milestone was reached.
 * @param reported the milestones that stand as reported, with those before it in the same batch, and their days
 * @param today on the business clock
 */
export function decideReport(
	plan: PlanIndex,
	reported: ReadonlyMap<string, Day>,
	actor: Actor,
	today: Day,
	input: MilestoneInput
): Result<DecidedReport> {
	const milestone = plan.milestones.get(input.id);
	const held = heldShare(plan, actor, milestone?.share, '/id', 'unknown_milestone');
	if (!held.ok) return held;
	const date = dateFault(input.actual, today, plan.document.baseYear, '/actual');
	if (date) return invalid([date]);
	const before = reported.get(input.id);
	if (before !== undefined) return refuse('conflict', 'already_reported', '/id', { actual: before });
	const phaseItem = milestone?.phaseItem ?? null;
	return ok({ milestone: input.id, share: held.value, actual: input.actual, phaseItem });
}

/** Every unit with a share sees the whole task and updates only its own share. A task that one may not see does not exist. */
function heldShare(
	plan: PlanIndex,
	actor: Actor,
	share: PlanShare | undefined,
	pointer: string,
	unknown: FaultCode
): Result<PlanShare> {
	if (!share || !seesTask(plan, actor, share.task)) return refuse('not_found', unknown, pointer);
	if (mayUpdateShare(actor, share.unit)) return ok(share);
	return refuse('forbidden', actsFor(actor, share.unit) ? 'not_allowed' : 'not_your_unit', pointer, {
		territory: share.unit
	});
}

function seesTask(plan: PlanIndex, actor: Actor, task: string): boolean {
	return seesEverything(actor) || unitsOf(actor).some((unit) => tasksOfUnit(plan, unit).includes(task));
}
