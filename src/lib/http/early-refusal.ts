// What the http server refuses by itself, before a page, a file or the API is asked: names, methods and addresses that are none of ours.
import { refuse, type Refusal } from '#lib/kernel/result.ts';
import { methods } from './edge.ts';
import { isApiPath } from '#lib/protocol/api-path.ts';

/** Longest address that is read, in characters: what leads from it elsewhere has to fit into the headers of an answer. */
export const longestTarget = 2048;

/**
 * Why a request is not looked at; null for one that is.
 * @param isOwn whether it asks for a host of ours
 */
export function earlyRefusal(
	{ method = '', url = '' }: { method?: string; url?: string },
	isOwn: boolean
): Refusal | null {
	if (!isOwn) return refuse('misdirected', 'foreign_host');
	if (!methods.has(method)) return refuse('method_not_allowed', 'method_not_allowed');
	if (url.length > longestTarget) return refuse('address_too_long', 'address_too_long', '', { max: longestTarget });
	// The framework's own question for the script of a route, which it would answer by itself; the API has no scripts.
	if (isApiPath(url) && /\/__route\.js(\?|$)/.test(url)) return refuse('not_found', 'unknown_path');
	return null;
}

/** What is wrong with bytes that Node could not read as a request, by the code of its error. */
export function brokenRequest(code: string | undefined): Refusal {
	if (code === 'HPE_HEADER_OVERFLOW') return refuse('head_too_long', 'head_too_long');
	if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return refuse('too_slow', 'too_slow');
	return refuse('malformed', 'broken_request');
}

/** The address that broken bytes asked for, as far as it can be seen. */
export function targetOf(bytes: Uint8Array | undefined): string {
	const start = Buffer.from(bytes?.subarray(0, 64) ?? []).toString('latin1');
	return /^[A-Z]+ (\/\S*)/.exec(start)?.[1] ?? '/';
}
