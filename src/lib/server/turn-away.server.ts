// The answers to what the http server refuses by itself: a problem where programs ask, a sentence elsewhere.
import type { IncomingHttpHeaders } from 'node:http';
import type { Refusal } from '#lib/kernel/result.ts';
import { paraglideMiddleware } from '#lib/paraglide/server.js';
import { isApiPath, methods } from './edge.ts';
import { problem, sentenceOf, statusOf } from './http.server.ts';

/** @param target the path that was asked for, with its query or without */
export function turnAway(target: string, { cookie = '' }: IncomingHttpHeaders, refusal: Refusal): Promise<Response> {
	// The language is a matter of the cookie alone.
	return paraglideMiddleware(new Request('http://localhost/', { headers: { cookie } }), () => {
		const answer = isApiPath(target) ? problem(refusal) : plain(refusal);
		if (refusal.kind === 'method_not_allowed') answer.headers.set('Allow', [...methods].join(', '));
		return answer;
	});
}

function plain(refusal: Refusal): Response {
	const status = statusOf[refusal.kind];
	const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };
	return new Response(`${status}: ${sentenceOf(refusal)}\n`, { status, headers });
}
