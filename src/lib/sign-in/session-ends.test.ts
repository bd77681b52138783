// The countdown of a session's end.
import { expect, it } from 'vitest';
import { announcedOf, standingOf } from './session-ends.ts';

const minute = 60_000;

it('counts to the end that comes first', () => {
	const idle = { idleMs: 30 * minute, absoluteMs: 600 * minute, seenMs: 0 };
	expect(standingOf(idle, 0)).toEqual({ why: 'idle', leftMs: 30 * minute, warned: false });
	expect(standingOf({ ...idle, absoluteMs: 10 * minute }, 0)).toEqual({
		why: 'hours',
		leftMs: 10 * minute,
		warned: false
	});
});

it('warns two minutes before, and never counts below nought', () => {
	const ends = { idleMs: 30 * minute, absoluteMs: 600 * minute, seenMs: 0 };
	expect(standingOf(ends, 28 * minute - 1).warned).toBe(false);
	expect(standingOf(ends, 28 * minute).warned).toBe(true);
	expect(standingOf(ends, 31 * minute).leftMs).toBe(0);
});

it('speaks at two minutes, one minute and twenty seconds', () => {
	expect([120_000, 60_001, 60_000, 20_001, 20_000, 0].map(announcedOf)).toEqual([120, 120, 60, 60, 20, 20]);
});
