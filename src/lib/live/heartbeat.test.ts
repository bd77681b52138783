// When a server says how it stands.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Heartbeat } from '#lib/protocol/messages.ts';
import { startHeartbeat } from './heartbeat.server.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('[R200] beats every two seconds, and at once when the log can no longer be read and when it can again', () => {
	const said: (Heartbeat & { readonly at: number })[] = [];
	const began = performance.now();
	let heldAt: number | null = null;
	const heart = startHeartbeat({
		ageMs: () => (heldAt === null ? 0 : performance.now() - heldAt),
		now: () => new Date('2019-09-16T01:00:00Z'),
		lastDay: () => '2019-09-15',
		say: (heartbeat) => said.push({ ...heartbeat, at: performance.now() - began })
	});
	vi.advanceTimersByTime(4000);
	heldAt = performance.now();
	vi.advanceTimersByTime(6000);
	heldAt = null;
	vi.advanceTimersByTime(500);
	heart.stop();
	vi.advanceTimersByTime(10_000);

	expect(said.map(({ at, ageMs }) => [at, ageMs])).toEqual([
		[500, 0],
		[2500, 0],
		[4500, 500],
		[6500, 2500],
		[7500, 3500],
		[9500, 5500],
		[10_500, 0]
	]);
	expect(said[0]).toMatchObject({ now: '2019-09-16T01:00:00.000Z', lastDay: '2019-09-15' });
});
