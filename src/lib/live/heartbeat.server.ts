// Says over the live path that the server lives, what time it is there, and how long ago its log could be read.
import { heartbeatEveryMs, oldAfterMs, type Heartbeat } from '#lib/protocol/messages.ts';

export interface HeartbeatParts {
	/** How long ago the log was last read, in ms. */
	readonly ageMs: () => number;
	/** The business clock. */
	readonly now: () => Date;
	/** The newest day that can be looked back at; null before the first. */
	readonly lastDay: () => string | null;
	readonly say: (heartbeat: Heartbeat) => void;
}

/** How soon a log that can no longer be read is noticed: what is bad news is not kept for the next beat. */
const lookEveryMs = 500;

export function startHeartbeat({ ageMs, now, lastDay, say }: HeartbeatParts): { readonly stop: () => void } {
	let saidAt = -Infinity;
	let wasOld = false;
	const timer = setInterval(() => {
		const age = ageMs();
		const isOld = age > oldAfterMs;
		if (isOld === wasOld && performance.now() - saidAt < heartbeatEveryMs) return;
		wasOld = isOld;
		saidAt = performance.now();
		say({ now: now().toISOString(), ageMs: age, lastDay: lastDay() });
	}, lookEveryMs);
	return { stop: () => clearInterval(timer) };
}
