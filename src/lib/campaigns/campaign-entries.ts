// Campaigns as lists and pages show them.
import { joined, type RecordKind } from '#lib/entries/feature.ts';
import { m } from '#lib/paraglide/messages.js';
import type { CampaignKind } from './campaign.ts';

export interface CampaignDetails {
	readonly kind: 'campaign';
	readonly name: string;
	readonly campaign: CampaignKind;
	readonly start: string;
	/** Null while it runs. */
	readonly end: string | null;
	readonly units: readonly string[];
	/** Null while it is not known. */
	readonly cases: number | null;
	readonly reference: string | null;
}

const kindWords: Readonly<Record<CampaignKind, () => string>> = {
	counterfeiting: () => m.campaigns_kind_counterfeiting(),
	ecommerce: () => m.campaigns_kind_ecommerce(),
	copyright: () => m.campaigns_kind_copyright(),
	other: () => m.campaigns_kind_other()
};

export function campaignWord(kind: CampaignKind): string {
	return kindWords[kind]();
}

export const campaignKind: RecordKind<CampaignDetails> = {
	kind: 'campaign',
	words: ({ name, campaign, start, end, cases, reference }) => ({
		title: name,
		sub: joined([
			campaignWord(campaign),
			end === null ? m.campaigns_since({ start }) : m.campaigns_days({ start, end }),
			cases === null ? null : m.campaigns_found({ count: cases })
		]),
		reference: reference ?? ''
	}),
	lines: ({ name, campaign, start, end, units, cases, reference }, names) => [
		[m.campaigns_name(), name],
		[m.campaigns_kind(), campaignWord(campaign)],
		[m.campaigns_start(), start],
		[m.campaigns_end(), end ?? m.campaigns_running()],
		[m.campaigns_units(), units.map((code) => names.units[code]?.short ?? code).join(m.campaigns_comma())],
		[m.campaigns_cases(), cases === null ? null : m.campaigns_found({ count: cases })],
		[m.campaigns_reference(), reference]
	]
};
