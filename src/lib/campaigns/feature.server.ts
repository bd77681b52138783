// The server's side of the feature: its ledger, its command, and what its records answer.
import type { Recording } from '#lib/commands/recording.server.ts';
import type { After, ServerFeature } from '#lib/entries/server-feature.server.ts';
import { listOf, oneOf, orNull, text, whole } from '#lib/http/json-schema.ts';
import { campaignKinds } from './campaign.ts';
import { campaignsPort } from './campaigns-port.server.ts';
import { recordCampaigns } from './record-campaigns.server.ts';

export const campaignsOnServer = {
	port: () => campaignsPort,
	commands: (recording: Recording) => ({
		recordCampaigns: (...args: After<typeof recordCampaigns>) => recordCampaigns(recording, ...args)
	}),
	described: {
		campaign: {
			...{ name: text, campaign: oneOf(campaignKinds), start: text, end: orNull(text), units: listOf(text) },
			...{ cases: orNull(whole), reference: orNull(text) }
		}
	}
} satisfies ServerFeature;
