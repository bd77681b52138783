// Records fund movements, also in the place of others: load the sums, decide, store, tell.
import { unitOfMovement } from './decide.ts';
import { nodesOf } from './reversible.server.ts';
import type { Refusal } from '#lib/kernel/result.ts';
import { actsFor } from '#lib/access/rights.ts';
import { feedOf, type Actor } from '#lib/access/roles.ts';
import { ok, refuse, type Result } from '#lib/kernel/result.ts';
import type { Fact } from '#lib/log/fact.ts';
import type { WriteTx, Written } from '#lib/log/event-log.server.ts';
import { insertEntries } from '#lib/entries/insert-entries.server.ts';
import { newId, prefixOf, recordBatch, settle, type Call, type Recording } from '#lib/commands/recording.server.ts';
import type { ReverseWithin } from '#lib/entries/reverse.server.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { invalidated } from '#lib/protocol/invalidations.ts';
import { unitStream } from '#lib/protocol/streams.ts';
import { lockBudget, lockNodes } from './budget-ledger.server.ts';
import { addTo, chainPlace, sumKey, type BudgetState } from './budget.ts';
import { decideMovements } from './decide.ts';
import { exceptionSubject, movementDeltas, movementValues, type DisbursementInput, type Movement } from './movement.ts';
import { barsOfReversals, countedMovements } from './reversible.server.ts';
import { sameMovements } from './same-again.server.ts';
import { fundMovement } from './tables.server.ts';

/**
 * One movement or up to 500, all or nothing. One that goes beyond the budget or the step before is taken as an exception alone, and
 * waits. One that replaces another takes it out in the same write, which is looked at when all is in (R291).
 */
export function recordDisbursements(
	recording: Recording,
	reverse: ReverseWithin,
	actor: Actor,
	call: Call,
	inputs: readonly DisbursementInput[]
): Promise<Result<Written>> {
	const { plan } = recording;
	return recordBatch(recording, actor, call, 'disbursements', inputs, async (write, batch, today) => {
		const replaced = await takeOut(write, plan, reverse, actor, batch);
		const gone = replaced.flatMap((one) => (one?.ok ? [one.value.row] : []));
		const leaving = await countedMovements(write.tx, plan, gone);
		const state = await booksWithout(write, plan, batch, leaving);
		const same = await sameMovements(write.tx, actor, batch);
		const decided = settle(
			decideMovements(plan, state, actor, today, batch).map((result, index) => ({
				prefix: prefixOf(index, batch.length),
				result: decideReplacing(
					// The same once more mostly overdraws as well: that it stands already says more.
					!result.ok && result.kind !== 'conflict' ? result : (same[index] ?? result),
					replaced[index] ?? null
				)
			}))
		);
		if (!decided.ok) return decided;
		const bars = await barsOfReversals(
			write.tx,
			plan,
			gone,
			decided.value.filter(({ exceeds }) => !exceeds)
		);
		const kept = settle(
			decided.value.map((movement, index) => {
				const one = replaced[index];
				const bar = one?.ok ? bars.get(one.value.row.id) : undefined;
				return {
					prefix: prefixOf(index, batch.length),
					result: bar
						? refuse('conflict', bar.code, '/replaces', bar.params)
						: leaving.some(({ row, detail }) => saysTheSame(row, detail, movement, batch[index]))
							? refuse('invalid', 'nothing_changed', '/replaces')
							: ok(movement)
				};
			})
		);
		if (!kept.ok) return kept;
		const records = kept.value.map((movement, index) => {
			const one = replaced[index];
			return { id: newId(), movement, input: batch[index], first: one?.ok ? one.value.fact : undefined };
		});
		await insertEntries(
			write,
			'funds',
			actor,
			records.map(({ id, movement }) => ({
				id,
				kind: 'movement',
				unit: movement.unit,
				day: movement.date,
				territory: movement.territory,
				subject: movement.exceeds ? exceptionSubject : movement.step,
				amount: movement.amount,
				line: movement.line,
				source: movement.source,
				exception: Boolean(movement.exceeds)
			}))
		);
		await write.tx.insert(fundMovement).values(
			records.map(({ id, movement, input }) => ({
				entry: id,
				line: movement.line,
				source: movement.source,
				step: movement.step,
				amount: movement.amount,
				payee: input?.payee ?? null,
				reference: input?.reference ?? '',
				note: input?.note ?? null,
				exception: input?.exception ?? null,
				exceeds: movement.exceeds ?? null,
				replaces: input?.replaces ?? null
			}))
		);
		return ok(records.map(({ id, movement, first }) => ({ id, fact: recordedFact(id, movement), first })));
	});
}

type Replaced = Awaited<ReturnType<ReverseWithin>>[number];

/** Takes out what the movements replace; null for one that replaces nothing, or does not say why. */
async function takeOut(
	write: WriteTx,
	plan: PlanIndex,
	reverse: ReverseWithin,
	actor: Actor,
	batch: readonly DisbursementInput[]
): Promise<readonly (Replaced | null)[]> {
	const asked = batch.flatMap((input, index) => {
		const { replaces: id, reason } = input;
		return id && reason ? [{ id, reason, input, index }] : [];
	});
	if (asked.length === 0) return batch.map(() => null);
	const results = await reverse(
		write,
		actor,
		asked.map(({ id, reason }) => ({ id, reason })),
		{
			bar: (row, at) => replacedBar(plan, actor, row, asked[at]?.input),
			lock: async (rows) =>
				lockNodes(write.tx, [...nodesOfBatch(plan, batch), ...(await nodesOf(write.tx, plan, rows))])
		}
	);
	const byPlace = new Map(asked.map(({ index }, at) => [index, results[at]]));
	return batch.map((_, index) => {
		const result = byPlace.get(index);
		if (!result) return null;
		return result.ok
			? result
			: { ...result, faults: result.faults.map((fault) => ({ ...fault, pointer: '/replaces' })) };
	});
}

/** A movement replaces one of its own unit, kind and feed: a record does not pass from hand to hand. */
function replacedBar(
	plan: PlanIndex,
	actor: Actor,
	row: Pick<Leaving['row'], 'kind' | 'feed' | 'unit'>,
	input: DisbursementInput | undefined
): Refusal | null {
	if (row.kind !== 'movement') return refuse('conflict', 'replaces_other_kind', '/replaces');
	if (row.feed !== feedOf(actor)) return refuse('forbidden', 'entry_of_feed', '/replaces');
	if (input && row.unit !== unitOfMovement(plan, actor, input) && !actsFor(actor, row.unit))
		return refuse('forbidden', 'not_your_unit', '/replaces', { territory: row.unit });
	return null;
}

function nodesOfBatch(
	plan: PlanIndex,
	movements: readonly Pick<DisbursementInput, 'line' | 'source'>[]
): readonly string[] {
	return movements
		.filter(({ line }) => plan.nodes.has(line))
		.map(({ line, source }) => chainPlace(plan, line, source).node);
}

/** Where the books stand without what leaves, under the locks of all nodes concerned; entries are locked before nodes. */
async function booksWithout(
	{ tx }: WriteTx,
	plan: PlanIndex,
	batch: readonly DisbursementInput[],
	gone: readonly Leaving[]
): Promise<BudgetState> {
	const leaving = gone.map(({ detail }) => detail);
	const { totals, changes } = await lockBudget(tx, plan, nodesOfBatch(plan, [...batch, ...leaving]));
	if (gone.length === 0) return { totals, changes };
	const stood = { totals: new Map(totals), kept: new Map(totals) };
	for (const { line, source, step, amount, exceeds } of leaving) {
		const key = sumKey(plan, line, source, step);
		addTo(totals, key, 0n - amount);
		if (exceeds !== null) addTo(stood.kept, key, 0n - amount);
	}
	return { totals, changes, stood };
}

type Leaving = Awaited<ReturnType<typeof countedMovements>>[number];

/** Whether a movement says of the one that it replaces nothing else than that one did. */
function saysTheSame(
	row: Leaving['row'],
	detail: Leaving['detail'],
	movement: Movement,
	input: DisbursementInput | undefined
): boolean {
	return (
		row.id === input?.replaces &&
		row.day === movement.date &&
		row.territory === movement.territory &&
		(['line', 'source', 'step', 'amount'] as const).every((field) => detail[field] === movement[field]) &&
		(['payee', 'reference', 'note', 'exception'] as const).every((field) => detail[field] === (input[field] ?? null))
	);
}

/** What is wrong with the movement itself is told before what is with the one that it replaces. */
function decideReplacing(decided: Result<Movement>, replaced: Replaced | null): Result<Movement> {
	return !replaced || replaced.ok || (!decided.ok && decided.kind === 'invalid') ? decided : replaced;
}

function recordedFact(id: string, movement: Movement): Fact {
	return {
		type: 'disbursementRecorded',
		ids: [id],
		unit: movement.unit,
		after: `fund_movement:${id}@1`,
		values: movementValues(movement),
		// An exception counts in both layers from its approval on.
		deltas: movement.exceeds ? [] : movementDeltas(movement, 'reported', 1n),
		touches: [invalidated.ledger('funds'), invalidated.review, invalidated.unit(movement.unit)],
		streams: [...new Set([movement.unit, ...(movement.territory ? [movement.territory] : [])])].map(unitStream),
		feed: true
	};
}
