// Whether a fund movement may be recorded: the rules of the budget, as a pure answer.
import { actsFor, mayRecord, type RecordInQuestion } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import type { Day } from '#lib/kernel/day.ts';
import { fen, toYuan } from '#lib/kernel/money.ts';
import { invalid, ok, refuse, type Fault, type Refusal, type Result } from '#lib/kernel/result.ts';
import { dateFault } from '#lib/entries/dates.ts';
import { linesOf, type BudgetNode, type PlanIndex } from '#lib/plan/plan-index.ts';
import { addTo, chainPlace, limitOf, sumKey, type BudgetState } from './budget.ts';
import { breachesOf, breachOf, type Breach } from './chain.ts';
import type { DisbursementInput, Movement, Source } from './movement.ts';

/**
 * Decides on the movements of one write: the budget one after the other, the chain when all of them are in.
 * @param state sums so far, and what transfers have changed
 * @param today on the business clock
 */
export function decideMovements(
	plan: PlanIndex,
	state: BudgetState,
	actor: Actor,
	today: Day,
	inputs: readonly DisbursementInput[]
): Result<Movement>[] {
	const totals = new Map(state.totals);
	const decided = inputs.map((input) => {
		const result = decideOne(plan, { ...state, totals }, actor, today, input);
		if (result.ok && input.exception === null)
			addTo(totals, sumKey(plan, input.line, input.source, input.step), input.amount);
		return result;
	});
	// Where a record is refused anyway, its money is missing from the sums: the others would be told what is not so.
	if (decided.some(({ ok: fits }) => !fits)) return decided;
	const counted = inputs.map((input) => ({ ...input, amount: input.exception === null ? input.amount : fen(0n) }));
	const breaches = breachesOf(plan, totals, counted, state.stood);
	return decided.map((result, index) => {
		const input = inputs[index];
		if (!result.ok || !input) return result;
		if (input.exception === null) {
			const breach = breaches.get(index);
			return breach ? tooFar(chainPlace(plan, input.line, input.source).node, breach) : result;
		}
		const overdraws = result.value.exceeds === 'budget';
		const breaks = breachOf(plan, totals, input, state.stood) !== null;
		if (!overdraws && !breaks) return refuse('conflict', 'exception_not_needed', '/exception', { line: input.line });
		return ok({ ...result.value, exceeds: !breaks ? 'budget' : overdraws ? 'both' : 'chain' });
	});
}

/** Money that goes further than it has come: what has come, what has gone, and what may go still. */
function tooFar(node: string, { step, limit, recorded }: Breach): Refusal {
	return refuse('conflict', step === 'spent' ? 'spent_beyond_disbursed' : 'disbursed_beyond_received', '/amount', {
		node,
		limit: toYuan(limit),
		recorded: toYuan(recorded),
		left: toYuan(recorded < limit ? limit - recorded : 0n)
	});
}

/** Decides on one movement but for the chain; `exceeds` says whether it overdraws the budget. */
function decideOne(
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
	if (input.replaces && !input.reason) faults.push({ pointer: '/reason', code: 'required' });
	if (!input.replaces && input.reason) faults.push({ pointer: '/replaces', code: 'required' });
	if (input.territory !== null && !plan.territories.has(input.territory))
		faults.push({ pointer: '/territory', code: 'unknown_territory', params: { territory: input.territory } });
	const territory = territoryOf(actor, input);
	if (faults.length > 0) return invalid(faults);
	const right = rightToRecord(plan, node, actor, input.source, territory);
	if (right) return right;
	const over = overdraft(plan, state, input);
	if (over && (input.exception === null || over.kind === 'invalid')) return over;
	return ok({
		line: input.line,
		source: input.source,
		step: input.step,
		amount: input.amount,
		date: input.date,
		territory,
		unit: unitOfMovement(plan, actor, input),
		exceeds: over ? 'budget' : null
	});
}

function territoryOf(actor: Actor, input: Pick<DisbursementInput, 'territory'>): string | null {
	return input.territory ?? (actor.role === 'district' ? actor.unit : null);
}

/** The unit that a movement is entered for. */
export function unitOfMovement(plan: PlanIndex, actor: Actor, input: Pick<DisbursementInput, 'territory'>): string {
	return actor.unit ?? territoryOf(actor, input) ?? plan.document.coordinatingOffice;
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

/** Why a movement is over its budget; null within it. A source that the document gives no budget is `invalid`. */
export function overdraft(
	plan: PlanIndex,
	{ totals, changes, stood }: BudgetState,
	input: Pick<Movement, 'line' | 'source' | 'step' | 'amount'>
): Refusal | null {
	const limit = limitOf(plan, input.line, input.source, changes);
	if (!limit) return null;
	if (limitOf(plan, input.line, input.source)?.amount === 0n)
		return refuse('invalid', 'source_not_planned', '/source', { line: input.line, source: input.source });
	const key = sumKey(plan, input.line, input.source, input.step);
	const recorded = totals.get(key) ?? 0n;
	if (recorded + input.amount <= limit.amount || recorded + input.amount <= (stood?.kept.get(key) ?? 0n)) return null;
	return refuse('conflict', 'line_overdrawn', '/amount', {
		node: limit.node,
		budget: toYuan(limit.amount),
		recorded: toYuan(recorded),
		left: toYuan(recorded < limit.amount ? limit.amount - recorded : 0n)
	});
}
