// For which places an actor may enter a campaign, and which units may take part.
import { mayRecord } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import { territoryChoices } from '#lib/entries/territory-choices.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';

export interface CampaignChoices {
	/** Districts and zones, in official order. */
	readonly territories: readonly string[];
	readonly city: boolean;
	/** All of the plan but institutions, in official order. */
	readonly units: readonly string[];
	/** The unit of the one who enters; null for the leading group. */
	readonly own: string | null;
}

/** Null if the actor may enter no campaign. */
export function campaignChoices(plan: PlanIndex, actor: Actor): CampaignChoices | null {
	const territories = territoryChoices(plan, actor, 'campaign');
	const city = mayRecord(actor, { record: 'campaign', territory: null }, plan.document.settings);
	if (territories.length === 0 && !city) return null;
	const units = [...plan.units.values()].flatMap(({ code, kind }) => (kind === 'institution' ? [] : [code]));
	return { territories, city, units, own: actor.unit };
}
