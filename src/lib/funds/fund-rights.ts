// Which forms of the funds an actor is offered: a form given is a form that works.
import { mayRecord } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import { fundChoices } from './fund-choices.ts';
import { linesOf, type PlanIndex } from '#lib/plan/plan-index.ts';
import { operationsOf } from './operation.ts';
import { mayProposeTransfer } from './transfer.ts';

export type FundForm = 'movement' | 'operation' | 'review' | 'transfer';

/** @param node only what concerns this class or line */
export function formsFor(plan: PlanIndex, actor: Actor, node: string | null = null): FundForm[] {
	const concerned = node === null ? null : plan.nodes.get(node);
	const own = (line: string) => !concerned || linesOf(plan, concerned).includes(line);
	return [
		...(fundChoices(plan, actor).nodes.some((choice) => node === null || choice.node === node)
			? (['movement'] as const)
			: []),
		...(operationLines(plan, actor).some(own) ? (['operation'] as const) : []),
		...(reviewLines(plan, actor).some(own) ? (['review'] as const) : []),
		...(mayProposeTransfer(actor) ? (['transfer'] as const) : [])
	];
}

/** Lines whose fund's operations an actor records, in the order of the budget. */
export function operationLines(plan: PlanIndex, actor: Actor): string[] {
	return linesWhere(plan, actor, (line) => operationsOf(line.kind).length > 0);
}

/** Lines that the document wants reviewed and that an actor records for. */
export function reviewLines(plan: PlanIndex, actor: Actor): string[] {
	return linesWhere(plan, actor, (line) => line.performanceReview === true);
}

type Line = PlanIndex['document']['budget']['lines'][number];

function linesWhere(plan: PlanIndex, actor: Actor, is: (line: Line) => boolean): string[] {
	const { budget, settings } = plan.document;
	return budget.lines
		.filter(is)
		.map((line) => line.id)
		.filter((line) => mayRecord(actor, { record: 'fund-movement', lines: [line], territory: null }, settings));
}
