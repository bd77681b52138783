// Sessions and tokens that ask too often, people who take too many sheets away, and addresses that show too many bad tokens.
import { describe, expect, test } from 'vitest';
import { openRequestLimits } from './request-limits.server.ts';

const tooMany = {
	kind: 'too_many_requests',
	faults: [{ code: 'too_many_requests', params: { seconds: expect.any(Number) } }]
};

describe('limits of requests', () => {
	test('let a session or a token ask so many times a minute, and each for itself', async () => {
		const limits = openRequestLimits(3000);
		for (let count = 0; count < 3000; count++) expect((await limits.request('token:a')).ok).toBe(true);
		expect(await limits.request('token:a')).toMatchObject(tooMany);
		expect((await limits.request('token:b')).ok).toBe(true);
	});

	test('let somebody take ten sheets away a minute, and each for themselves', async () => {
		const limits = openRequestLimits(3000);
		for (let count = 0; count < 10; count++) expect((await limits.export('a')).ok).toBe(true);
		expect(await limits.export('a')).toMatchObject(tooMany);
		expect((await limits.export('b')).ok).toBe(true);
	});

	test('tell an address thirty times that its token is bad, then to wait', async () => {
		const limits = openRequestLimits(3000);
		for (let count = 0; count < 30; count++) expect(await limits.bad('::1')).toMatchObject({ kind: 'unauthenticated' });
		const refused = await limits.bad('::1');
		expect(refused).toMatchObject(tooMany);
		expect(Number(refused.faults[0]?.params?.['seconds'])).toBeGreaterThan(0);
		expect(Number(refused.faults[0]?.params?.['seconds'])).toBeLessThanOrEqual(60);
		expect(await limits.bad('::2')).toMatchObject({ kind: 'unauthenticated' });
	});
});
