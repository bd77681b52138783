// The server's side of the feature: its ledger, its commands, and what its records answer.
import type { Recording } from '#lib/commands/recording.server.ts';
import type { ServerFeature, After } from '#lib/entries/server-feature.server.ts';
import { recordEntities } from './record-entities.server.ts';
import { registersPort } from './registers-port.server.ts';

export const registersOnServer = {
	port: registersPort,
	commands: (recording: Recording) => ({
		recordEntities: (...args: After<typeof recordEntities>) => recordEntities(recording, ...args)
	}),
	/** What records say in the answers of the API, by kind. */
	described: {}
} satisfies ServerFeature;
