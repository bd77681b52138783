// The server's side of the feature: its ledger, its commands, and what its records answer.
import type { Recording } from '#lib/commands/recording.server.ts';
import type { ServerFeature, After } from '#lib/entries/server-feature.server.ts';
import { flag, oneOf, orNull, ref, text } from '#lib/http/json-schema.ts';
import { acceptCases } from './accept-cases.server.ts';
import { caseTypes, channels, outcomes } from './case.ts';
import { casesPort } from './cases-port.server.ts';
import { closeCases } from './close-cases.server.ts';
import { reopenCases } from './reopen-cases.server.ts';

const ofCase = {
	number: text,
	type: oneOf(caseTypes),
	department: orNull(text),
	channel: orNull(oneOf(channels)),
	acceptedAt: ref('Day')
};

export const casesOnServer = {
	port: () => casesPort,
	commands: (recording: Recording) => ({
		acceptCases: (...args: After<typeof acceptCases>) => acceptCases(recording, ...args),
		closeCases: (...args: After<typeof closeCases>) => closeCases(recording, ...args),
		reopenCases: (...args: After<typeof reopenCases>) => reopenCases(recording, ...args)
	}),
	/** What records say in the answers of the API, by kind. */
	described: {
		case: { ...ofCase, opening: flag, isOpen: flag },
		closure: { ...ofCase, outcome: orNull(oneOf(outcomes)) },
		reopening: { ...ofCase, reason: text }
	}
} satisfies ServerFeature;
