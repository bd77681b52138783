// Whether a fund movement may be recorded: the rules of the budget, as a pure answer.
import { actsFor, mayRecord, type RecordInQuestion } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import type { Day } from '#lib/kernel/day.ts';
import { toYuan } from '#lib/kernel/money.ts';
import { invalid, ok, refuse, type Fault, type Refusal, type Result } from '#lib/kernel/result.ts';
import { dateFault } from '#lib/ledgers/dates.ts';
import { linesOf, type BudgetNode, type PlanIndex } from '#lib/plan/plan-index.ts';
import { limitOf, totalKey, type BudgetState } from './budget.ts';
import type { DisbursementInput, Movement, Source } from './movement.ts';

/**
 * Decides on one movement.
 * @param state sums so far, with the movements before it in the same batch, and what transfers have changed
 * @param today on the business clock
 */
export function decideMovement(
	plan: PlanIndex,
	state: BudgetState,
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
	const over = overdraft(plan, state, input);
	if (over) return over;
	return ok({
		line: input.line,
		source: input.source,
		step: input.step,
		amount: input.amount,
		date: input.date,
		territory,
		unit: actor.unit ?? territory ?? plan.document.coordinatingOffice,
		exception: input.exception !== null
	});
}

/** What the recording rules ask of a movement that stands. */
export function movementInQuestion(
	plan: PlanIndex,
	{ line, source, territory }: Pick<Movement, 'line' | 'source' | 'territory'>
): RecordInQuestion {
	const node = plan.nodes.get(line);
	return { record: 'fund-movement', lines: node ? linesOf(plan, node) : [line], source, territory };
}

/** Why an actor may not record on a node; null when it may. */
export function rightToRecord(
	plan: PlanIndex,
	node: BudgetNode,
	actor: Actor,
	source: Source | null,
	territory: string | null
): Refusal | null {
	const record = {
		record: 'fund-movement' as const,
		lines: linesOf(plan, node),
		...(source === null ? {} : { source }),
		territory
	};
	if (mayRecord(actor, record, plan.document.settings)) return null;
	if (source !== null && actor.role === 'district' && !actsFor(actor, territory))
		return refuse('forbidden', 'not_your_unit', '/territory', { territory: territory ?? '' });
	return refuse('forbidden', 'not_allowed', '/line', { line: node.id });
}

/** Over the budget only as an exception that somebody else is to approve; an exception only where one is over it. */
function overdraft(plan: PlanIndex, { totals, changes }: BudgetState, input: DisbursementInput): Refusal | null {
	const needless = () =>
		input.exception === null ? null : refuse('conflict', 'exception_not_needed', '/exception', { line: input.line });
	const limit = limitOf(plan, input.line, input.source, changes);
	if (!limit) return needless();
	if (limitOf(plan, input.line, input.source)?.amount === 0n)
		return refuse('invalid', 'source_not_planned', '/source', { line: input.line, source: input.source });
	const key = totalKey(plan, input.line, input.source, input.step);
	const recorded = (key === null ? undefined : totals.get(key)) ?? 0n;
	if (recorded + input.amount <= limit.amount) return needless();
	if (input.exception !== null) return null;
	return refuse('conflict', 'line_overdrawn', '/amount', {
		node: limit.node,
		budget: toYuan(limit.amount),
		recorded: toYuan(recorded),
		left: toYuan(recorded < limit.amount ? limit.amount - recorded : 0n)
	});
}
