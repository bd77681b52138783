// Which ledgers somebody enters records of.
import type { Actor } from '#lib/access/roles.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import { features } from './features.ts';

/** The ledgers of which an actor may enter any record, in the order of the features. */
export function entryForms(plan: PlanIndex, actor: Actor): readonly string[] {
	return features.flatMap(({ ledger: { ledger, book } }) => (book?.mayEnter(plan, actor) ? [ledger] : []));
}
