// The pause before a refusal: for so many at once, and for nobody longer than a second.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openSlowDown, slowDownMs } from './slow-down.ts';

beforeEach(() => {
	vi.useFakeTimers({ toFake: ['setTimeout'] });
});
afterEach(() => {
	vi.useRealTimers();
});

test('holds two hundred for a second each, and lets the others go at once', async () => {
	const slowDown = openSlowDown();
	let over = 0;
	const pauses = Array.from({ length: 210 }, () => slowDown().then(() => over++));
	await vi.advanceTimersByTimeAsync(slowDownMs - 1);
	expect(over).toBe(10);
	await vi.advanceTimersByTimeAsync(1);
	await Promise.all(pauses);
	expect(over).toBe(210);
	const again = slowDown();
	await vi.advanceTimersByTimeAsync(slowDownMs);
	await again;
});
