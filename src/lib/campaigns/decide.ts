// Whether a campaign may be recorded: its days, its units, the right; as a pure answer.
import { actsFor, mayRecord } from '#lib/access/rights.ts';
import type { Actor } from '#lib/access/roles.ts';
import { dateFault } from '#lib/entries/dates.ts';
import type { Day } from '#lib/kernel/day.ts';
import { invalid, ok, refuse, type Fault, type Result } from '#lib/kernel/result.ts';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { Campaign, CampaignInput } from './campaign.ts';

/** A campaign with the unit that it is entered for. */
export interface DecidedCampaign extends Campaign {
	readonly unit: string;
}

/**
 * [R293] Decides on one campaign.
 * @param today on the business clock
 */
export function decideCampaign(
	plan: PlanIndex,
	actor: Actor,
	today: Day,
	input: CampaignInput
): Result<DecidedCampaign> {
	const { territory, start, end } = input;
	const faults: (Fault | null)[] = [dateFault(start, today, plan.document.baseYear, '/start')];
	if (end !== null)
		faults.push(
			end < start
				? { pointer: '/end', code: 'end_before_start', params: { date: start } }
				: dateFault(end, today, plan.document.baseYear, '/end')
		);
	if (territory !== null && !plan.territories.has(territory))
		faults.push({ pointer: '/territory', code: 'unknown_territory', params: { territory } });
	for (const [number, unit] of input.units.entries())
		if (!plan.units.has(unit)) faults.push({ pointer: `/units/${number}`, code: 'unknown_unit', params: { unit } });
	const wrong = faults.filter((fault) => fault !== null);
	if (wrong.length > 0) return invalid(wrong);
	if (!mayRecord(actor, { record: 'campaign', territory }, plan.document.settings))
		return refuse(
			'forbidden',
			actor.role === 'district' && !actsFor(actor, territory) ? 'not_your_unit' : 'not_allowed',
			'/territory',
			{ territory: territory ?? '' }
		);
	const units = new Set(input.units);
	return ok({
		...{ name: input.name, kind: input.kind, start, end, territory, cases: input.cases },
		units: [...plan.units.keys()].filter((code) => units.has(code)),
		unit: actor.unit ?? territory ?? plan.document.coordinatingOffice
	});
}
