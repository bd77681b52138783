// What forms and endpoints send, and to whom it is nothing at all: asked before anything that was sent is looked at.
import {
	isAdministered,
	mayAdminister,
	mayGiveBase,
	mayReview,
	mayUpdateShare,
	seesRecords,
	writingBar,
	type Administered
} from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import { operationLines, reviewLines } from '#lib/funds/fund-rights.ts';
import { mayProposeTransfer } from '#lib/funds/transfer.ts';
import type { FaultCode } from '#lib/kernel/result.ts';
import { territoryChoices } from '#lib/entries/territory-choices.ts';
import { observationChoices } from '#lib/observations/observation-choices.ts';
import { mayEnterMovements } from '#lib/funds/fund-choices.ts';
import { keepsPlan } from '#lib/plan-changes/reading.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { mayKeepAny } from '#lib/registers/register-frame.ts';
import { mayDecideGates } from '#lib/stages/gate.ts';

/** Whether there is any record to which an actor may do it; to which, its command decides. */
const business = {
	movement: mayEnterMovements,
	operation: (plan, actor) => operationLines(plan, actor).length > 0,
	performance: (plan, actor) => reviewLines(plan, actor).length > 0,
	transfer: (_, actor) => mayProposeTransfer(actor),
	transaction: (plan, actor) => territoryChoices(plan, actor, 'transaction').length > 0,
	case: (plan, actor) => territoryChoices(plan, actor, 'case').length > 0,
	observation: (plan, actor) => observationChoices(plan, actor).length > 0,
	base: (_, actor) => mayGiveBase(actor),
	entity: mayKeepAny,
	share: (plan, actor) => [...plan.shares.values()].some(({ unit }) => mayUpdateShare(actor, unit)),
	/** What one sees one by one may be one's own to reverse. */
	reversal: (_, actor) => seesRecords(actor),
	confirmation: mayConfirmAny,
	/** Taking one's own confirmation back. */
	withdrawal: mayConfirmAny,
	plan: (_, actor) => keepsPlan(actor),
	gate: (_, actor) => mayDecideGates(actor)
} satisfies Record<string, (plan: PlanIndex, actor: Actor) => boolean>;

function mayConfirmAny(plan: PlanIndex, actor: Actor): boolean {
	return actor.via !== 'token' && mayReview(actor, [...plan.tasks.values()]);
}

/** What belongs to the city's business, to one of the administrators, or to whoever is signed in (`own`). */
export type Act = keyof typeof business | Administered | 'own';

/** Why an actor may send such a thing about nothing at all; null for one that may about something. */
export function actBar(plan: PlanIndex, actor: Actor, act: Act): FaultCode | null {
	if (act === 'own') return null;
	if (isAdministered(act)) return mayAdminister(actor, act) ? null : 'nothing_to_send';
	return writingBar(actor) ?? (business[act](plan, actor) ? null : 'not_allowed');
}
