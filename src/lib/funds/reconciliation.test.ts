// Failed checks of the funds are counted for the overview.
import { expect, it } from 'vitest';
import { failedChecks } from './reconciliation.ts';

it('[R236] each cross-check that fails counts once, and figures against records as one', () => {
	const checks = [{ faults: [] }, { faults: ['one', 'two'] }, { faults: ['three'] }];
	const difference = {
		key: 'funds/a/central/spent/2019-05',
		layer: 'reported',
		shown: '1.00',
		recorded: '2.00'
	} as const;
	expect(failedChecks([], null)).toBe(0);
	expect(failedChecks(checks, null)).toBe(2);
	expect(failedChecks(checks, { compared: 5, differences: [] })).toBe(2);
	expect(failedChecks(checks, { compared: 5, differences: [difference, difference] })).toBe(3);
});
