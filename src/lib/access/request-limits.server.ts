// How often a session or a token may ask, how often a sheet may be taken away, and how often an address may show a bad token: counted in the memory of this node.
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { ok, refuse, type Refusal, type Result } from '#lib/kernel/result.ts';

const seconds = 60;
/** Each may hold the whole log: people need few of them, whoever carries data away many. */
const exportsOfOne = 10;
const badTokensOfAddress = 30;

export interface RequestLimits {
	/** Counts a request by a session or a token; refused where it asks too often. */
	readonly request: (id: string) => Promise<Result<null>>;
	/** Counts an export of somebody's. */
	readonly export: (accountId: string) => Promise<Result<null>>;
	/** Counts a token that is none; the refusal to answer with. */
	readonly bad: (address: string) => Promise<Refusal>;
}

/** @param requestsAMinute of one session or token */
export function openRequestLimits(requestsAMinute: number): RequestLimits {
	const requests = new RateLimiterMemory({ points: requestsAMinute, duration: seconds });
	const exports = new RateLimiterMemory({ points: exportsOfOne, duration: seconds });
	const bad = new RateLimiterMemory({ points: badTokensOfAddress, duration: seconds });
	return {
		request: (id) => count(requests, id),
		export: (accountId) => count(exports, accountId),
		bad: async (address) => {
			const counted = await count(bad, address);
			return counted.ok ? refuse('unauthenticated', 'bad_token') : counted;
		}
	};
}

async function count(limiter: RateLimiterMemory, key: string): Promise<Result<null>> {
	try {
		await limiter.consume(key);
		return ok(null);
	} catch (failure) {
		if (!(failure instanceof RateLimiterRes)) throw failure;
		const wait = Math.max(1, Math.ceil(failure.msBeforeNext / 1000));
		return refuse('too_many_requests', 'too_many_requests', '', { seconds: wait });
	}
}
