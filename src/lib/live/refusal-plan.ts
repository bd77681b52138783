// What a page does after the server has refused its handshake: when it tries again, and whether it says so at once.
import { refusals, type Refusal } from '#lib/protocol/messages.ts';

interface RefusalPlan {
	/** When the page tries again by itself, in ms; null: not before its session has been asked for. */
	readonly retryMs: number | null;
	/** Whether the reader can do something about it, and is told at once; the others pass by themselves more often than not. */
	readonly atOnce: boolean;
}

export const refusalPlans: Readonly<Record<Refusal, RefusalPlan>> = {
	unauthenticated: { retryMs: null, atOnce: false },
	// The page loads the server's own scripts; of several servers one may still be of yesterday.
	protocol: { retryMs: 60_000, atOnce: true },
	// Another window may have been closed.
	too_many_sockets: { retryMs: 5_000, atOnce: true },
	busy: { retryMs: 2_000, atOnce: false },
	limited: { retryMs: 15_000, atOnce: true },
	foreign_origin: { retryMs: 60_000, atOnce: true }
};

/** Why HTTP itself refuses a connection, as its body says: docs/protocol.md. */
const refusalsOfHttp: Readonly<Record<string, Refusal>> = {
	foreign_origin: 'foreign_origin',
	foreign_host: 'foreign_origin',
	too_many_waiting: 'limited',
	too_many_refused: 'limited'
};

/**
 * Why a connection was refused; null where it only failed.
 * @param message of the refusal
 * @param body of HTTP's answer, where the transport tells it; '' where it does not
 */
export function refusalOf(message: string, body: string): Refusal | null {
	const known = Object.entries(refusalsOfHttp).find(([cause]) => body.includes(`"${cause}"`));
	return known?.[1] ?? refusals.find((refusal) => refusal === message) ?? null;
}
