// The server's side of the feature: its ledger, its commands, and what its records answer.
import type { Recording } from '#lib/commands/recording.server.ts';
import type { ServerFeature, After } from '#lib/entries/server-feature.server.ts';
import { orNull, said, text, whole } from '#lib/http/json-schema.ts';
import { freezeBases } from './freeze-base.server.ts';
import { giveBaseFigures } from './give-base.server.ts';
import { observationsPort } from './observations-port.server.ts';
import { recordObservations } from './record-observation.server.ts';

export const observationsOnServer = {
	port: observationsPort,
	commands: (recording: Recording) => ({
		recordObservations: (...args: After<typeof recordObservations>) => recordObservations(recording, ...args),
		giveBaseFigures: (...args: After<typeof giveBaseFigures>) => giveBaseFigures(recording, ...args),
		freezeBases: (...args: After<typeof freezeBases>) => freezeBases(recording, ...args)
	}),
	/** What records say in the answers of the API, by kind. */
	described: {
		observation: { indicator: text, of: text, period: text, value: text, note: orNull(text) },
		base: {
			target: text,
			year: whole,
			value: text,
			source: said(text, '`derived` where it was frozen of records'),
			records: said(orNull(whole), 'How many records are in what was frozen'),
			reason: said(orNull(text), 'Why it was frozen again')
		}
	}
} satisfies ServerFeature;
