// The server's side of the feature: its ledger, its commands, and what its records answer.
import type { Recording } from '#lib/commands/recording.server.ts';
import type { ServerFeature, After } from '#lib/entries/server-feature.server.ts';
import { oneOf, orNull, ref, text, whole } from '#lib/http/json-schema.ts';
import { dealKinds } from './deal.ts';
import { recordTransactions } from './record-transaction.server.ts';
import { transactionsPort } from './transactions-port.server.ts';

export const transactionsOnServer = {
	port: () => transactionsPort,
	commands: (recording: Recording) => ({
		recordTransactions: (...args: After<typeof recordTransactions>) => recordTransactions(recording, ...args)
	}),
	/** What records say in the answers of the API, by kind. */
	described: {
		deal: {
			amount: ref('Yuan'),
			deal: oneOf(dealKinds),
			count: whole,
			registration: orNull(text),
			parties: orNull(text),
			bank: orNull(text),
			reference: text
		}
	}
} satisfies ServerFeature;
