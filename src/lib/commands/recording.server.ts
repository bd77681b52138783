// What every recording command works with: the log, the plan and today's date on the business clock.
import { randomUUID } from 'node:crypto';
import { writingBar } from '#lib/access/rights.ts';
import { feedOf, keyOwnerOf, type Actor } from '#lib/access/roles.ts';
import { dayAt, type Day } from '#lib/kernel/day.ts';
import { invalid, ok, refuse, type Fault, type Result } from '#lib/kernel/result.ts';
import { write, type EventLog, type Operation, type WriteTx, type Written } from '#lib/log/event-log.server.ts';
import type { Fact } from '#lib/log/fact.ts';
import { batchLimit } from './limits.ts';
import type { PlanInForce } from '#lib/plan/plan-index.ts';

export interface Recording extends PlanInForce {
	readonly log: EventLog;
}

/** The caller's part of a write: its idempotency key, and the instant where the seeder writes history. */
export interface Call {
	readonly opId: string;
	readonly at?: Date;
}

/** What a feature does with a batch inside the write: check and store everything, or name every fault. */
export type Record<Input> = (
	write: WriteTx,
	inputs: readonly Input[],
	today: Day
) => Promise<Result<readonly Recorded[]>>;

interface Recorded {
	readonly id: string;
	readonly fact: Fact;
	/** What the write does first to make room for it. */
	readonly first?: Fact | undefined;
}

/** Runs a batch of records through the one door: all of them or none. */
export async function recordBatch<Input>(
	recording: Recording,
	actor: Actor,
	call: Call,
	kind: string,
	inputs: readonly Input[],
	record: Record<Input>
): Promise<Result<Written>> {
	const bar = writingBar(actor);
	if (bar) return refuse('forbidden', bar);
	if (inputs.length === 0) return refuse('invalid', 'required');
	if (inputs.length > batchLimit) return refuse('too_large', 'too_many', '', { max: batchLimit });
	return write(recording.log, operationOf(actor, call, { kind, inputs }), async (writing) => {
		const recorded = await record(writing, inputs, dayAt(writing.effectiveAt.getTime()));
		if (!recorded.ok) return recorded;
		return ok({
			ids: recorded.value.map((item) => item.id),
			facts: recorded.value
				.flatMap(({ first, fact }) => (first ? [first, fact] : [fact]))
				.map((fact) => withFeed(fact, feedOf(actor)))
		});
	});
}

/** What a feed enters is of the territory's unit: that the feed brought it stands beside. */
function withFeed(fact: Fact, feed: string | null): Fact {
	return feed === null ? fact : { ...fact, values: { ...fact.values, feed } };
}

export function operationOf(actor: Actor, call: Call, request: unknown): Operation {
	const operation = { actor: actor.id, keyOwner: keyOwnerOf(actor), opId: call.opId, request: plain(request) };
	return call.at ? { ...operation, at: call.at } : operation;
}

/** Money as text: a request is hashed as JSON. */
function plain(value: unknown): unknown {
	return JSON.parse(JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? `${member}` : member)));
}

export function newId(): string {
	return randomUUID();
}

/** Pointer prefix of the nth record: a single record is the body itself. */
export function prefixOf(index: number, count: number): string {
	return count === 1 ? '' : `/${index}`;
}

/** All faults of a batch with their records' prefixes, or the values. */
export function settle<T>(
	results: readonly { readonly prefix: string; readonly result: Result<T> }[]
): Result<readonly T[]> {
	const faults: Fault[] = [];
	const values: T[] = [];
	let kind: 'invalid' | 'forbidden' | 'conflict' | 'not_found' = 'invalid';
	for (const { prefix, result } of results) {
		if (result.ok) values.push(result.value);
		else {
			if (result.kind === 'forbidden' || result.kind === 'conflict' || result.kind === 'not_found') kind = result.kind;
			faults.push(...result.faults.map((fault) => ({ ...fault, pointer: prefix + fault.pointer })));
		}
	}
	if (faults.length === 0) return ok(values);
	// Only a write that nothing else is wrong with is asked whether it means the same again.
	if (faults.every((fault) => fault.code === 'duplicate')) return { ...invalid(faults), kind: 'duplicate' };
	return { ...invalid(faults), kind };
}
