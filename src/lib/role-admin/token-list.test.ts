// What a token is good for, and what is taken as a new one.
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { holderKey, newTokenSchema, tokenState } from './token-list.ts';

describe('a token', () => {
	const now = new Date('2019-09-16T01:00:00Z');
	const later = new Date('2019-09-16T01:00:01Z');
	test.each([
		['valid', { expiresAt: later, revokedAt: null }, true],
		['unit_over', { expiresAt: later, revokedAt: null }, false],
		['expired', { expiresAt: now, revokedAt: null }, true],
		['revoked', { expiresAt: now, revokedAt: now }, false]
	] as const)('is %s', (state, token, unit) => {
		expect(tokenState(token, unit, now)).toBe(state);
	});

	test.each([
		['1', true],
		['365', true],
		['0', false],
		['366', false],
		['1.5', false],
		['', false]
	])('lasts %s days: %s', (days, taken) => {
		const sent = { name: '交易中心', holder: 'feed:trading-centre', scope: 'ingest', days };
		expect(v.safeParse(newTokenSchema, sent).success).toBe(taken);
	});

	test.each([
		['unit:amr', { unit: 'amr' }],
		['feed:trading-centre', { feed: 'trading-centre' }],
		['amr', null],
		['', null],
		['role:office', null],
		['unit:amr feed:bank', null],
		['unit:', null]
	])('belongs to a unit or a feed: %s', (holder, taken) => {
		const parsed = v.safeParse(newTokenSchema, { name: '交易中心', holder, scope: 'read', days: '1' });
		expect(parsed.success ? parsed.output.holder : null).toEqual(taken);
		if (taken !== null) expect(holderKey(taken)).toBe(holder);
	});
});
