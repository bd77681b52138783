// Links to the forms of what somebody may enter.
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { Actor } from '#lib/access/roles.ts';
import type { BookLedger } from '#lib/entries/entry-filter.ts';
import { mayEnterMovements } from '#lib/funds/fund-choices.ts';
import { territoryChoices } from '#lib/entries/territory-choices.ts';
import { observationChoices } from '#lib/observations/observation-choices.ts';

/** What an actor may enter at all: links to the forms. */
export function entryForms(plan: PlanIndex, actor: Actor): readonly BookLedger[] {
	return [
		...(mayEnterMovements(plan, actor) ? (['funds'] as const) : []),
		...(territoryChoices(plan, actor, 'transaction').length > 0 ? (['transactions'] as const) : []),
		...(territoryChoices(plan, actor, 'case').length > 0 ? (['cases'] as const) : []),
		...(observationChoices(plan, actor).length > 0 ? (['observations'] as const) : [])
	];
}
