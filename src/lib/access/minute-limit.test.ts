// A minute is a minute, even when the machine's clock is changed.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openMinuteLimit } from './minute-limit.server.ts';

beforeEach(() => {
	vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
});
afterEach(() => {
	vi.useRealTimers();
});

test('so many are counted in a minute, then none until it is over', async () => {
	const limit = openMinuteLimit(2);
	expect([await limit.count('a'), await limit.count('a'), await limit.count('a')].map(({ ok }) => ok)).toEqual([
		true,
		true,
		false
	]);
	expect([(await limit.look('a')).ok, (await limit.look('b')).ok, (await limit.count('b')).ok]).toEqual([
		false,
		true,
		true
	]);
	vi.advanceTimersByTime(60_000);
	expect((await limit.look('a')).ok).toBe(true);
});

test('the clock put back an hour makes the minute no longer, and nobody is told to wait for an hour', async () => {
	const limit = openMinuteLimit(1);
	await limit.count('a');
	vi.setSystemTime(Date.now() - 3_600_000);
	for (const refused of [await limit.count('a'), await limit.look('a')])
		expect(refused).toMatchObject({ ok: false, faults: [{ params: { seconds: 60 } }] });
	vi.advanceTimersByTime(60_000);
	expect((await limit.count('a')).ok).toBe(true);
});
