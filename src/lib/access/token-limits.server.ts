// How often a token may ask and how often an address may show a bad one, counted in the memory of this node.
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { ok, refuse, type Refusal, type Result } from '#lib/kernel/result.ts';

const seconds = 60;
/** 50 a second over a whole minute: more than any feed of the plan needs, less than would be felt by people. */
const requestsOfToken = 3000;
const badTokensOfAddress = 30;

export interface TokenLimits {
	/** Counts a request by a token; refused where it asks too often. */
	readonly request: (tokenId: string) => Promise<Result<null>>;
	/** Counts a token that is none; the refusal to answer with. */
	readonly bad: (address: string) => Promise<Refusal>;
}

export function openTokenLimits(): TokenLimits {
	const requests = new RateLimiterMemory({ points: requestsOfToken, duration: seconds });
	const bad = new RateLimiterMemory({ points: badTokensOfAddress, duration: seconds });
	return {
		request: async (tokenId) => {
			const wait = await secondsToWait(requests, tokenId);
			return wait === null ? ok(null) : tooMany(wait);
		},
		bad: async (address) => {
			const wait = await secondsToWait(bad, address);
			return wait === null ? refuse('unauthenticated', 'bad_token') : tooMany(wait);
		}
	};
}

function tooMany(wait: number): Refusal {
	return refuse('too_many_requests', 'too_many_requests', '', { seconds: wait });
}

/** Null while there are points left. */
async function secondsToWait(limiter: RateLimiterMemory, key: string): Promise<number | null> {
	try {
		await limiter.consume(key);
		return null;
	} catch (failure) {
		if (failure instanceof RateLimiterRes) return Math.max(1, Math.ceil(failure.msBeforeNext / 1000));
		throw failure;
	}
}
