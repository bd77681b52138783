// Whether a fund movement may be recorded: the rules of the budget, as a pure answer.
import { mayRecord } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import type { Day } from '#lib/kernel/day.ts';
import { toYuan } from '#lib/kernel/money.ts';
import { invalid, ok, refuse, type Fault, type Result } from '#lib/kernel/result.ts';
import { dateFault } from '#lib/ledgers/dates.ts';
import { linesOf, type BudgetNode, type PlanIndex } from '#lib/plan/plan-index.ts';
import type { DisbursementInput, Movement, Source, Step } from './movement.ts';

/** Sums already recorded (reported layer, whole fen) by `node source-kind step`; see `totalKey`. */
export type Totals = ReadonlyMap<string, bigint>;

/** Central money is limited line by line, local money (city and district) where the document puts the amount: on the class. */
export function totalKey(plan: PlanIndex, line: string, source: Source, step: Step): string | null {
	const limited = limitOf(plan, line, source);
	return limited ? `${limited.node} ${limited.kind} ${step}` : null;
}

/** The node whose amount limits a movement, and that amount; null for social money, which the plan does not limit. */
export function limitOf(
	plan: PlanIndex,
	line: string,
	source: Source
): { readonly node: string; readonly kind: 'central' | 'local'; readonly amount: bigint } | null {
	if (source === 'social') return null;
	const node = plan.nodes.get(line);
	if (!node) return null;
	if (source === 'central') return { node: node.id, kind: 'central', amount: node.central ?? 0n };
	if (node.local !== null) return { node: node.id, kind: 'local', amount: node.local };
	return { node: node.group, kind: 'local', amount: plan.nodes.get(node.group)?.local ?? 0n };
}

/**
 * Decides on one movement.
 * @param totals sums so far, with the movements before it in the same batch
 * @param today on the business clock
 */
export function decideMovement(
	plan: PlanIndex,
	totals: Totals,
	actor: Actor,
	today: Day,
	input: DisbursementInput
): Result<Movement> {
	const node = plan.nodes.get(input.line);
	if (!node) return refuse('invalid', 'unknown_line', '/line', { line: input.line });
	const faults: Fault[] = [];
	const late = dateFault(input.date, today, plan.document.baseYear, '/date');
	if (late) faults.push(late);
	if (input.territory !== null && !plan.territories.has(input.territory))
		faults.push({ pointer: '/territory', code: 'unknown_territory', params: { territory: input.territory } });
	const territory = input.territory ?? (actor.role === 'district' ? actor.unit : null);
	if (faults.length > 0) return invalid(faults);
	const right = rightToRecord(plan, node, actor, input.source, territory);
	if (right) return right;
	const over = overdraft(plan, totals, input);
	if (over) return over;
	return ok({
		line: input.line,
		source: input.source,
		step: input.step,
		amount: input.amount,
		date: input.date,
		territory,
		unit: actor.unit ?? territory ?? plan.document.coordinatingOffice
	});
}

function rightToRecord(plan: PlanIndex, node: BudgetNode, actor: Actor, source: Source, territory: string | null) {
	const record = { record: 'fund-movement' as const, lines: linesOf(plan, node), source, territory };
	if (mayRecord(actor, record, plan.document.settings)) return null;
	if (actor.role === 'district' && territory !== actor.unit)
		return refuse('forbidden', 'not_your_unit', '/territory', { territory: territory ?? '' });
	return refuse('forbidden', 'not_allowed', '/line', { line: node.id });
}

function overdraft(plan: PlanIndex, totals: Totals, input: DisbursementInput) {
	const limit = limitOf(plan, input.line, input.source);
	if (!limit) return null;
	if (limit.amount === 0n)
		return refuse('invalid', 'source_not_planned', '/source', { line: input.line, source: input.source });
	const key = totalKey(plan, input.line, input.source, input.step);
	const recorded = (key === null ? undefined : totals.get(key)) ?? 0n;
	if (recorded + input.amount <= limit.amount) return null;
	return refuse('conflict', 'line_overdrawn', '/amount', {
		node: limit.node,
		budget: toYuan(limit.amount),
		recorded: toYuan(recorded),
		left: toYuan(limit.amount - recorded)
	});
}
