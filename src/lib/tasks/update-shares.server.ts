// Updates shares of tasks by {base, new}: lock them, merge, store a new version, tell.
import { and, asc, count, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Actor } from '#lib/access/roles.ts';
import { ok, type EditConflict, type Refusal, type Result } from '#lib/kernel/result.ts';
import { insertEntries } from '#lib/entries/insert-entries.server.ts';
import { newId, prefixOf, recordBatch, settle, type Call, type Recording } from '#lib/commands/recording.server.ts';
import { entry } from '#lib/entries/tables.server.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { WriteTx, Written } from '#lib/log/event-log.server.ts';
import type { Tx } from '#lib/platform/database.server.ts';
import { computedProgress, decideUpdate, type DecidedUpdate, type ShareState } from './decide.ts';
import { updateFact } from './record.ts';
import type { ShareFields, TaskUpdateInput } from './share.ts';
import { milestone, milestoneReport, share as shareTable, shareUpdate } from './tables.server.ts';

type StoredUpdate = DecidedUpdate & { readonly id: string };

/**
 * One update or up to 500, all or nothing. A refusal `edit_conflict` carries, in the order of its faults, what stands in each
 * field now, by which unit and since when.
 */
export function updateShares(
	recording: Recording,
	actor: Actor,
	call: Call,
	inputs: readonly TaskUpdateInput[]
): Promise<Result<Written>> {
	const { plan } = recording;
	return recordBatch(recording, actor, call, 'task-updates', inputs, async (write, batch, today) => {
		const shares = await lockShares(
			write.tx,
			batch.map((input) => input.share)
		);
		const results: { prefix: string; result: Result<StoredUpdate> }[] = [];
		for (const [index, input] of batch.entries()) {
			const prefix = prefixOf(index, batch.length);
			const decided = decideUpdate(plan, shares, actor, input);
			if ('stale' in decided) {
				const earlier = results.flatMap(({ result }) => (result.ok ? [result.value] : []));
				results.push({ prefix, result: await conflict(recording, write, earlier, shares, input, decided.stale) });
			} else if (decided.ok) {
				shares.set(decided.value.share.id, decided.value.after);
				results.push({ prefix, result: ok({ id: newId(), ...decided.value }) });
			} else results.push({ prefix, result: decided });
		}
		const settled = settleEdits(results);
		if (!settled.ok) return settled;
		await insertEntries(
			write,
			'tasks',
			actor,
			settled.value.map(({ id, share }) => ({
				id,
				kind: 'update',
				unit: share.unit,
				day: today,
				territory: share.role === 'territory' ? share.unit : null,
				task: share.task
			}))
		);
		await store(write.tx, settled.value);
		return ok(
			settled.value.map(({ id, share, before, after }) => ({
				id,
				fact: updateFact(
					id,
					share,
					{ version: before.version, ...before.fields },
					{ version: after.version, ...after.fields }
				)
			}))
		);
	});
}

/** Rows that are not there are left out: whether a share exists is the rules' question. */
async function lockShares(tx: Tx, ids: readonly string[]): Promise<Map<string, ShareState>> {
	const rows = await tx
		.select()
		.from(shareTable)
		.where(inArray(shareTable.id, [...new Set(ids)]))
		.orderBy(asc(shareTable.id))
		.for('update');
	const reached = await reachedMilestones(
		tx,
		rows.map(({ id }) => id)
	);
	return new Map(
		rows.map(({ id, version, status, progress, narrative, nextStep }) => [
			id,
			{ version, fields: { status, progress, narrative, nextStep }, reached: reached.get(id) ?? 0 }
		])
	);
}

/** How many milestones of each share stand as reported. */
async function reachedMilestones(tx: Tx, shares: readonly string[]): Promise<ReadonlyMap<string, number>> {
	const rows = await tx
		.select({ share: milestone.share, reached: count() })
		.from(milestoneReport)
		.innerJoin(milestone, eq(milestone.id, milestoneReport.milestone))
		.where(and(inArray(milestone.share, [...shares]), eq(milestoneReport.reversed, false)))
		.groupBy(milestone.share);
	return new Map(rows.map((row) => [row.share, row.reached]));
}

async function store(tx: Tx, updates: readonly StoredUpdate[]): Promise<void> {
	await tx.insert(shareUpdate).values(
		updates.map(({ id, share, after, changed }) => ({
			entry: id,
			share: share.id,
			version: after.version,
			...after.fields,
			changed: [...changed]
		}))
	);
	// The last version in a batch is the one that stands.
	for (const [id, { fields, version }] of new Map(updates.map(({ share, after }) => [share.id, after])))
		await tx
			.update(shareTable)
			.set({ ...fields, version })
			.where(eq(shareTable.id, id));
}

async function conflict(
	recording: Recording,
	write: WriteTx,
	earlier: readonly StoredUpdate[],
	shares: ReadonlyMap<string, ShareState>,
	input: TaskUpdateInput,
	stale: readonly (keyof ShareFields)[]
): Promise<Refusal> {
	const { plan } = recording;
	const conflicts: EditConflict[] = [];
	for (const field of stale) {
		const inBatch = earlier.find(({ share, changed }) => share.id === input.share && changed.includes(field));
		const last = inBatch
			? { unit: inBatch.share.unit, at: write.effectiveAt }
			: await lastChange(write.tx, input.share, field);
		conflicts.push({
			field,
			base: input.changes[field]?.base,
			mine: input.changes[field]?.new,
			theirs: shownField(plan, shares, input.share, field),
			by: last?.unit ?? null,
			at: last?.at.toISOString() ?? null
		});
	}
	return {
		ok: false,
		kind: 'edit_conflict',
		faults: stale.map((field) => ({ pointer: `/changes/${field}`, code: 'edit_conflict' })),
		conflicts
	};
}

/** A field as readers see it: of a share with milestones, progress is computed. */
function shownField(
	plan: PlanIndex,
	shares: ReadonlyMap<string, ShareState>,
	id: string,
	field: keyof ShareFields
): string | number | undefined {
	const [share, state] = [plan.shares.get(id), shares.get(id)];
	const computed = share && state && field === 'progress' ? computedProgress(share, state.reached) : null;
	return computed ?? state?.fields[field];
}

/** The unit whose person last changed a field, and the business time of it. */
async function lastChange(tx: Tx, share: string, field: keyof ShareFields) {
	const [last] = await tx
		.select({ unit: entry.unit, at: entry.effectiveAt })
		.from(shareUpdate)
		.innerJoin(entry, eq(entry.id, shareUpdate.entry))
		.where(and(eq(shareUpdate.share, share), sql`${field} = any(${shareUpdate.changed})`))
		.orderBy(desc(shareUpdate.version))
		.limit(1);
	return last;
}

/** As `settle`, and an edit conflict stays one unless something graver is wrong with the batch. */
function settleEdits(
	results: readonly { readonly prefix: string; readonly result: Result<StoredUpdate> }[]
): Result<readonly StoredUpdate[]> {
	const settled = settle(results);
	const conflicts = results.flatMap(({ result }) => (result.ok ? [] : (result.conflicts ?? [])));
	if (settled.ok || conflicts.length === 0 || settled.kind !== 'invalid') return settled;
	return { ...settled, kind: 'edit_conflict', conflicts };
}
