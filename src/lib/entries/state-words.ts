// How far a record has come, in the reader's words.
import { m } from '#lib/paraglide/messages.js';
import type { EntryState } from './entry.ts';

const words: Readonly<Record<EntryState, () => string>> = {
	reported: () => m.ledgers_state_reported(),
	confirmed: () => m.ledgers_state_confirmed(),
	reversal_waits: () => m.ledgers_state_reversal_waits(),
	reversed: () => m.ledgers_state_reversed()
};

export function stateWord(state: EntryState): string {
	return words[state]();
}
