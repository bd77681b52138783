// Shares without rounding, and the one light of many.
import { describe, expect, it } from 'vitest';
import type { Light } from './layered.ts';
import { lightOfMany, ratioOf, reachesShare } from './ratios.ts';

const overall = { behindShareFrom: 0.25, atRiskShareFrom: 0.1 } as const;
const light = (...lights: Light[]) => lightOfMany(lights, overall);
const times = (count: number, one: Light) => Array.from({ length: count }, () => one);

describe('a share', () => {
	it('is reached exactly, and never by none', () => {
		expect(reachesShare(1, 10, 0.1)).toBe(true);
		expect(reachesShare(1, 11, 0.1)).toBe(false);
		expect(reachesShare(0, 10, 0)).toBe(false);
	});

	it('of nothing is nothing', () => {
		expect(ratioOf(3n, 0n)).toBe(0);
		expect(ratioOf(1n, 4n)).toBe(0.25);
	});
});

describe('the light of many', () => {
	it('follows the share that is behind, then the share that is not on track', () => {
		expect(light(...times(3, 'good'), 'behind')).toBe('behind');
		expect(light(...times(9, 'good'), 'blocked')).toBe('risk');
		expect(light(...times(3, 'good'), 'risk')).toBe('risk');
		expect(light(...times(10, 'good'), 'behind')).toBe('good');
	});

	it('does not count what is cancelled or not known', () => {
		expect(light('behind', ...times(3, 'good'), ...times(9, 'unreported'))).toBe('behind');
		expect(light('done', 'done_late', 'cancelled', 'too_few')).toBe('done');
	});

	it('is unreported where nothing is known, and cancelled where all is', () => {
		expect(light()).toBe('unreported');
		expect(light('unreported', 'base_missing')).toBe('unreported');
		expect(light('cancelled', 'cancelled')).toBe('cancelled');
		expect(light('not_started', 'not_started')).toBe('not_started');
	});
});
