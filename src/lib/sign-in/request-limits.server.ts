// How often a session or a token may ask, and how often somebody may take a sheet away: counted in the memory of this node.
import type { Result } from '#lib/kernel/result.ts';
import { openMinuteLimit } from '#lib/access/minute-limit.server.ts';

/** Each may hold the whole log: people need few of them, whoever carries data away many. */
const exportsOfOne = 10;

export interface RequestLimits {
	/** Counts a request by a session or a token; refused where it asks too often. */
	readonly request: (id: string) => Promise<Result<null>>;
	/** Counts an export of somebody's. */
	readonly export: (accountId: string) => Promise<Result<null>>;
}

/** @param requestsAMinute of one session or token */
export function openRequestLimits(requestsAMinute: number): RequestLimits {
	return { request: openMinuteLimit(requestsAMinute).count, export: openMinuteLimit(exportsOfOne).count };
}
