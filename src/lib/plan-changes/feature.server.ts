// The server's side of the feature: its ledger, its commands, and what its records answer.
import type { Recording } from '#lib/commands/recording.server.ts';
import type { ServerFeature, After } from '#lib/entries/server-feature.server.ts';
import { planPort } from './plan-port.server.ts';
import { proposeAmendment } from './propose-amendment.server.ts';
import { proposeReadings } from './propose-readings.server.ts';
import { updateSafeguards } from './update-safeguards.server.ts';

export const planChangesOnServer = {
	port: planPort,
	commands: (recording: Recording) => ({
		proposeReadings: (...args: After<typeof proposeReadings>) => proposeReadings(recording, ...args),
		updateSafeguards: (...args: After<typeof updateSafeguards>) => updateSafeguards(recording, ...args),
		proposeAmendment: (...args: After<typeof proposeAmendment>) => proposeAmendment(recording, ...args)
	}),
	/** What records say in the answers of the API, by kind. */
	described: {}
} satisfies ServerFeature;
