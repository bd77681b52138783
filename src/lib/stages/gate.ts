// The leading group's decision at the gate of a phase: its input, and whether it may be taken.
import * as v from 'valibot';
import type { Actor } from '#lib/access/roles.ts';
import { decisionsInKeys, gatesDecided } from '#lib/figures/families/plan.ts';
import { firstDayOfYear, type Day } from '#lib/kernel/day.ts';
import { codeField, optionalText, shortText } from '#lib/kernel/fields.ts';
import { invalid, ok, refuse, type Fault, type Result } from '#lib/kernel/result.ts';
import { layers, type CellDelta } from '#lib/protocol/cells.ts';

export const gateDecisions = decisionsInKeys;
export type GateDecisionKind = (typeof gateDecisions)[number];

const blockerField = v.pipe(
	v.string('bad_id'),
	v.maxLength(120, 'too_long'),
	v.regex(/^(?:item|target):[\w.-]+$/, 'bad_id')
);

export const gateSchema = v.strictObject({
	phase: codeField,
	decision: v.picklist(gateDecisions, 'bad_choice'),
	/** Required to hold; a remark otherwise. */
	reason: optionalText(1000),
	/** With exceptions: a reason for each thing that blocks, by its id. */
	exceptions: v.optional(v.record(blockerField, shortText(500)), {})
});
export type GateInput = v.InferOutput<typeof gateSchema>;

/** A gate as far as a decision asks for it. */
export interface GateInQuestion {
	readonly year: number;
	readonly blockers: readonly { readonly id: string }[];
	/** Whether every gate before it has been passed. */
	readonly reachable: boolean;
}

export interface DecidedGate {
	readonly decision: GateDecisionKind;
	readonly reason: string | null;
	/** One for each thing that blocked, in its order. */
	readonly exceptions: readonly { readonly blocker: string; readonly reason: string }[];
}

/** The leading group signs, in person. */
export function mayDecideGates(actor: Actor): boolean {
	return actor.role === 'leader' && actor.via !== 'token';
}

/**
 * @param gate null where the plan has no such phase
 * @param today on the business clock
 */
export function decideOnGate(
	gate: GateInQuestion | null,
	actor: Actor,
	today: Day,
	input: GateInput
): Result<DecidedGate> {
	if (!mayDecideGates(actor)) return refuse('forbidden', 'not_allowed');
	if (!gate) return refuse('not_found', 'unknown_phase', '/phase');
	const { decision, reason } = input;
	if (decision === 'hold')
		return reason === null ? refuse('invalid', 'required', '/reason') : ok({ decision, reason, exceptions: [] });
	if (today < firstDayOfYear(gate.year))
		return refuse('conflict', 'phase_not_begun', '/decision', { from: firstDayOfYear(gate.year) });
	if (!gate.reachable) return refuse('conflict', 'gate_before_open', '/decision');
	if (decision === 'pass') {
		if (gate.blockers.length > 0)
			return refuse('conflict', 'gate_blocked', '/decision', { count: gate.blockers.length });
		return ok({ decision, reason, exceptions: [] });
	}
	if (gate.blockers.length === 0) return refuse('invalid', 'nothing_blocks', '/decision');
	const faults: Fault[] = [];
	const exceptions = gate.blockers.flatMap(({ id }) => {
		const why = input.exceptions[id];
		if (why !== undefined) return { blocker: id, reason: why };
		faults.push({ pointer: `/exceptions/${id}`, code: 'required' });
		return [];
	});
	return faults.length > 0 ? invalid(faults) : ok({ decision, reason, exceptions });
}

/** A later decision takes the place of the one that stood; in both layers, because the leading group signs. */
export function gateDeltas(phase: string, before: GateDecisionKind | null, after: GateDecisionKind): CellDelta[] {
	if (before === after) return [];
	const cell = (decision: GateDecisionKind, delta: bigint): CellDelta[] =>
		layers.map((layer) => gatesDecided.delta({ phase, decision }, layer, delta));
	return [...(before === null ? [] : cell(before, -1n)), ...cell(after, 1n)];
}

/** The form's fields: a reason for a blocker stands in `exceptions.<id>`. */
export function gateInput(values: Readonly<Record<string, readonly string[]>>): Result<unknown> {
	const one = (name: string) => values[name]?.[0]?.trim() || undefined;
	const exceptions = Object.keys(values).flatMap((name) => {
		const text = one(name);
		return name.startsWith('exceptions.') && text !== undefined
			? [[name.slice('exceptions.'.length), text] as const]
			: [];
	});
	const withExceptions = one('decision') === 'pass_with_exceptions';
	return ok({
		phase: one('phase'),
		decision: one('decision') ?? '',
		reason: one('reason'),
		exceptions: withExceptions ? Object.fromEntries(exceptions) : {}
	});
}
