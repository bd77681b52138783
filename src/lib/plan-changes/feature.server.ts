// The server's side of the feature: its ledger, its commands, and what its records answer.
import type { RecordRules } from '#lib/plan/recording-rules.ts';
import type { LedgerPorts } from '#lib/entries/port.server.ts';
import type { Recording } from '#lib/commands/recording.server.ts';
import type { After, AfterPorts, ServerFeature } from '#lib/entries/server-feature.server.ts';
import { planPort } from './plan-port.server.ts';
import { proposeAmendment } from './propose-amendment.server.ts';
import { proposeReadings } from './propose-readings.server.ts';
import { updateSafeguards } from './update-safeguards.server.ts';

export const planChangesOnServer = {
	port: planPort,
	commands: (recording: Recording, _ports: LedgerPorts, records: RecordRules) => ({
		proposeReadings: (...args: After<typeof proposeReadings>) => proposeReadings(recording, ...args),
		updateSafeguards: (...args: After<typeof updateSafeguards>) => updateSafeguards(recording, ...args),
		proposeAmendment: (...args: AfterPorts<typeof proposeAmendment>) => proposeAmendment(recording, records, ...args)
	}),
	/** What records say in the answers of the API, by kind. */
	described: {}
} satisfies ServerFeature;
