// An enforcement campaign 专项整治行动: what it is, and what is sent of it. It moves no cell: the plan has no target that counts it.
import * as v from 'valibot';
import { codeField, dayField, digitsField, optionalLine, shortText } from '#lib/kernel/fields.ts';
import type { Day } from '#lib/kernel/day.ts';

export const campaignKinds = ['counterfeiting', 'ecommerce', 'copyright', 'other'] as const;
export type CampaignKind = (typeof campaignKinds)[number];

const mostUnits = 40;
const mostCases = 1_000_000;

/** Cases found: a whole number from 0 on, as a number or as digits. */
const casesField = v.pipe(
	v.union([v.number(), digitsField('figure_not_whole', 15)], 'figure_not_whole'),
	v.safeInteger('figure_not_whole'),
	v.minValue(0, 'figure_not_whole'),
	v.maxValue(mostCases, 'figure_too_large')
);

export const campaignSchema = v.strictObject({
	name: shortText(80),
	kind: v.picklist(campaignKinds, 'bad_choice'),
	start: dayField,
	/** Null while it runs. */
	end: v.optional(v.nullable(dayField), null),
	/** The district or zone that runs it; null for the whole city. */
	territory: v.optional(v.nullable(codeField), null),
	/** Codes of all units that take part, in any order. */
	units: v.pipe(v.array(codeField, 'not_list'), v.minLength(1, 'required'), v.maxLength(mostUnits, 'too_many')),
	/** Cases that it has found; null while that is not known. */
	cases: v.optional(v.nullable(casesField), null),
	/** The document that ordered it, or its report. */
	reference: optionalLine(120)
});
export type CampaignInput = v.InferOutput<typeof campaignSchema>;

export interface Campaign {
	readonly name: string;
	readonly kind: CampaignKind;
	readonly start: Day;
	readonly end: Day | null;
	readonly territory: string | null;
	/** In official order. */
	readonly units: readonly string[];
	readonly cases: number | null;
}

/** What the log says of it: codes and figures. */
export function campaignValues(campaign: Campaign): Record<string, string | number | null> {
	const { kind, start, end, territory, cases } = campaign;
	return { ledger: 'campaigns', kind: 'campaign', campaign: kind, start, end, territory, cases };
}
