// The server's side of the feature: its ledger, its commands, and what its records answer.
import type { Recording } from '#lib/commands/recording.server.ts';
import type { ServerFeature, After, AfterPorts } from '#lib/entries/server-feature.server.ts';
import type { LedgerPorts } from '#lib/entries/port.server.ts';
import { reverseWithin } from '#lib/entries/reverse.server.ts';
import { oneOf, orNull, ref, text, whole } from '#lib/http/json-schema.ts';
import { budgetKinds } from './budget.ts';
import { fundsPort } from './funds-port.server.ts';
import { sources, steps } from './movement.ts';
import { fundOperations } from './operation.ts';
import { proposeTransfers } from './propose-transfer.server.ts';
import { recordDisbursements } from './record-disbursement.server.ts';
import { recordOperations } from './record-operation.server.ts';
import { recordReviews } from './record-review.server.ts';

export const fundsOnServer = {
	port: fundsPort,
	commands: (recording: Recording, ports: LedgerPorts) => ({
		recordDisbursements: (...args: AfterPorts<typeof recordDisbursements>) =>
			recordDisbursements(recording, reverseWithin(recording, ports), ...args),
		proposeTransfers: (...args: After<typeof proposeTransfers>) => proposeTransfers(recording, ...args),
		recordOperations: (...args: After<typeof recordOperations>) => recordOperations(recording, ...args),
		recordReviews: (...args: After<typeof recordReviews>) => recordReviews(recording, ...args)
	}),
	/** What records say in the answers of the API, by kind. */
	described: {
		movement: {
			amount: ref('Yuan'),
			line: text,
			source: oneOf(sources),
			step: oneOf(steps),
			payee: orNull(text),
			reference: text,
			note: orNull(text),
			exception: orNull(text)
		},
		transfer: {
			amount: ref('Yuan'),
			from: text,
			to: text,
			budget: oneOf(budgetKinds),
			reason: text,
			reference: orNull(text)
		},
		operation: {
			amount: ref('Yuan'),
			line: text,
			operation: oneOf(fundOperations),
			count: whole,
			counterpart: orNull(text),
			reference: text,
			note: orNull(text)
		},
		review: { line: text, year: whole, score: whole, reviewer: text, evidence: text }
	}
} satisfies ServerFeature;
