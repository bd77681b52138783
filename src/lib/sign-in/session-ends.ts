// When a session ends if nothing happens, as the server tells it and a page counts it down. Spans, never clock times.

/** Why a session is over, as the sign-in page says it. */
export const sessionOvers = ['idle', 'hours', 'elsewhere', 'role'] as const;
export type SessionOver = (typeof sessionOvers)[number];

export interface SessionEnds {
	/** Until the idle end, if nobody does anything, in ms. */
	readonly idleMs: number;
	/** Until the end that nothing moves, in ms. */
	readonly absoluteMs: number;
	/** Since a person was last seen to do something, in ms. */
	readonly seenMs: number;
}

/** How often a person's doing moves the end, at most. */
export const graceMs = 60_000;
/** How long before the end a page warns. */
const warnMs = 120_000;

/** How a session stands that was told `elapsed` ms ago. */
export interface Standing {
	/** The end that comes first. */
	readonly why: 'idle' | 'hours';
	/** Never below 0. */
	readonly leftMs: number;
	readonly warned: boolean;
}

export function standingOf(ends: SessionEnds, elapsed: number): Standing {
	const why = ends.absoluteMs <= ends.idleMs ? 'hours' : 'idle';
	const leftMs = Math.max(0, Math.min(ends.absoluteMs, ends.idleMs) - elapsed);
	return { why, leftMs, warned: leftMs <= warnMs };
}

/** Of the countdown, what is said aloud: at two minutes, one minute and twenty seconds. In seconds. */
export function announcedOf(leftMs: number): 120 | 60 | 20 {
	if (leftMs <= 20_000) return 20;
	return leftMs <= 60_000 ? 60 : 120;
}
