// How often something may happen in a minute, counted by a key in the memory of this node.
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { ok, refuse, type Result } from '#lib/kernel/result.ts';

const seconds = 60;

export interface MinuteLimit {
	/** Counts one; refused, with the seconds to wait, where it is one too many. */
	readonly count: (key: string) => Promise<Result<null>>;
	/** Refused as `count` would be; counts nothing. */
	readonly look: (key: string) => Promise<Result<null>>;
}

/** @param times in a minute that begins with the first of them */
export function openMinuteLimit(times: number): MinuteLimit {
	const limiter = new RateLimiterMemory({ points: times, duration: seconds });
	return {
		count: async (key) => {
			try {
				await limiter.consume(key);
				return ok(null);
			} catch (failure) {
				if (!(failure instanceof RateLimiterRes)) throw failure;
				return tooMany(failure);
			}
		},
		look: async (key) => {
			const counted = await limiter.get(key);
			return counted && counted.consumedPoints >= times ? tooMany(counted) : ok(null);
		}
	};
}

function tooMany({ msBeforeNext }: RateLimiterRes) {
	// A timer ends the minute; the library tells what is left by the wall clock, which may have been put back meanwhile.
	const wait = Math.min(seconds, Math.max(1, Math.ceil(msBeforeNext / 1000)));
	return refuse('too_many_requests', 'too_many_requests', '', { seconds: wait });
}
