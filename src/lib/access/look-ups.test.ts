// Secrets that open nothing cost their sender alone; those that open something are never in the way.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { duringRequest } from '#lib/log/request-origin.server.ts';
import { openLookUps, type LookUps } from './look-ups.server.ts';

let lookUps: LookUps<string | null>;
/** What was asked for, in order. */
let asked: string[];
/** What there is. */
let there: Set<string>;
beforeEach(() => {
	vi.useFakeTimers({ toFake: ['performance', 'Date', 'setTimeout', 'clearTimeout'] });
	lookUps = openLookUps(120, (answer) => answer !== null);
	asked = [];
	there = new Set(['session', 'token']);
});
afterEach(() => {
	vi.useRealTimers();
});

function find(secret: string, from = '192.0.2.7') {
	return duringRequest(from, null, () =>
		lookUps.find(secret, () => {
			asked.push(secret);
			return Promise.resolve(there.has(secret) ? secret : null);
		})
	);
}
async function findMany(count: number, from?: string): Promise<number> {
	const found = await Promise.all(Array.from({ length: count }, (_, n) => find(`made-up ${from} ${n}`, from)));
	return found.filter(({ ok }) => ok).length;
}
const nothing = { ok: true, value: null };
const tooMany = { ok: false, kind: 'too_many_requests' };

describe('a secret that opens nothing', () => {
	test('is looked up once in ten seconds, however often it is shown', async () => {
		expect(await find('x')).toEqual(nothing);
		await Promise.all(Array.from({ length: 50 }, () => find('x')));
		vi.advanceTimersByTime(9_999);
		expect(await find('x')).toEqual(nothing);
		expect(asked).toEqual(['x']);
		vi.advanceTimersByTime(1);
		expect(await find('x')).toEqual(nothing);
		expect(asked).toEqual(['x', 'x']);
	});

	test('shown many times at once is looked up by those alone that are side by side', async () => {
		await Promise.all(Array.from({ length: 50 }, () => find('x')));
		expect(asked.length).toBeLessThanOrEqual(4);
	});

	test('is refused unasked after too many from its network, for a minute', async () => {
		const found = await findMany(500);
		expect(asked).toHaveLength(found);
		expect(found).toBeGreaterThanOrEqual(120);
		expect(found).toBeLessThanOrEqual(123);
		expect(await find('one more')).toMatchObject(tooMany);
		expect(await find('one more', '192.0.2.8')).toEqual(nothing);
		vi.advanceTimersByTime(60_000);
		expect(await find('one more')).toEqual(nothing);
	});

	test('counts by /64, whichever address of it', async () => {
		for (let host = 0; host < 130; host++) await find(`x ${host}`, `2001:db8:1:2::${host.toString(16)}`);
		expect(await find('y', '2001:db8:1:2:ffff::1')).toMatchObject(tooMany);
		expect(await find('y', '2001:db8:1:3::1')).toEqual(nothing);
	});
});

describe('a secret that opens something', () => {
	test('is found however many others of its address do, all at once', async () => {
		there = new Set(Array.from({ length: 1000 }, (_, n) => `made-up 192.0.2.7 ${n}`));
		expect(await findMany(1000, '192.0.2.7')).toBe(1000);
		expect(asked).toHaveLength(1000);
	});

	test('is found while its address is refused, if it has been shown or given out here', async () => {
		await find('session');
		lookUps.know('token');
		await findMany(500);
		expect(await find('session')).toEqual({ ok: true, value: 'session' });
		expect(await find('token')).toEqual({ ok: true, value: 'token' });
		expect([lookUps.knows('session'), lookUps.knows('x')]).toEqual([true, false]);
	});

	test('is nothing from the moment on in which it opens nothing', async () => {
		await find('session');
		there.clear();
		expect(await find('session')).toEqual(nothing);
		expect(lookUps.knows('session')).toBe(false);
	});

	test('stays unknown where the database cannot be asked', async () => {
		const away = () => Promise.reject(new Error('away'));
		await expect(duringRequest('192.0.2.7', null, () => lookUps.find('session', away))).rejects.toThrow('away');
		expect(await find('session')).toEqual({ ok: true, value: 'session' });
	});
});
