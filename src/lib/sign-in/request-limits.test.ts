// Sessions and tokens that ask too often, and people who take too many sheets away.
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
});
