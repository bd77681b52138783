// How far a record has come, as lists show it.
import { expect, it } from 'vitest';
import { entryState } from './entry.ts';

it.each([
	[false, false, false, 'reported'],
	[true, false, false, 'confirmed'],
	[false, true, false, 'reversed'],
	[true, true, true, 'reversal_waits'],
	[true, true, false, 'reversed']
] as const)('confirmed %s, reversed %s, its reversal waiting %s: %s', (confirmed, reversed, reversalWaits, state) => {
	expect(entryState({ confirmed, reversed, reversalWaits })).toBe(state);
});
