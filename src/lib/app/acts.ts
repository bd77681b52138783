// What forms and endpoints send, and to whom it is nothing at all: asked before anything that was sent is looked at.
import { isAdministered, mayAdminister, mayReview, seesRecords, writingBar } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import type { MayAct } from '#lib/entries/feature.ts';
import type { FaultCode } from '#lib/kernel/result.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { mayDecideGates } from '#lib/stages/gate.ts';
import { features } from './features.ts';

/** What all records have in common, and what features bring. */
const business: ReadonlyMap<string, MayAct> = new Map<string, MayAct>([
	// What one sees one by one may be one's own to reverse.
	['reversal', (_, actor) => seesRecords(actor)],
	['confirmation', mayConfirmAny],
	// Taking one's own confirmation back.
	['withdrawal', mayConfirmAny],
	['gate', (_, actor) => mayDecideGates(actor)],
	...features.flatMap(({ acts }) => Object.entries(acts))
]);

function mayConfirmAny(plan: PlanIndex, actor: Actor): boolean {
	return actor.via !== 'token' && mayReview(actor, [...plan.tasks.values()]);
}

/**
 * Why an actor may send such a thing about nothing at all; null for one that may about something.
 * @param act what belongs to the city's business, to one of the administrators, or to whoever is signed in (`own`)
 * @throws for an act that nobody brings
 */
export function actBar(plan: PlanIndex, actor: Actor, act: string): FaultCode | null {
	if (act === 'own') return null;
	if (isAdministered(act)) return mayAdminister(actor, act) ? null : 'nothing_to_send';
	const mayAct = business.get(act);
	if (!mayAct) throw new Error(`nobody brings the act ${act}`);
	return writingBar(actor) ?? (mayAct(plan, actor) ? null : 'not_allowed');
}
