// What a form may offer an actor: what the recording rules would let it enter, so that a choice given is a choice that works.
import { mayRecord } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';

/** Territories for which an actor may enter records of a kind, in official order. */
export function territoryChoices(plan: PlanIndex, actor: Actor, record: string): string[] {
	return territoriesOf(plan).filter((territory) => mayRecord(actor, { record, territory }, plan.document.settings));
}

export function territoriesOf(plan: PlanIndex): string[] {
	return [...plan.units.keys()].filter((code) => plan.territories.has(code));
}
