// The answers to what the http server refuses by itself: a problem where programs ask, a sentence elsewhere.
import type { IncomingHttpHeaders } from 'node:http';
import type { Refusal } from '#lib/kernel/result.ts';
import { paraglideMiddleware } from '#lib/paraglide/server.js';
import { methods } from './edge.ts';
import { isApiPath } from '#lib/protocol/api-path.ts';
import { problem, sentenceOf, statusOf } from './http.server.ts';

/** @param target the path that was asked for, with its query or without */
export function turnAway(target: string, headers: IncomingHttpHeaders, refusal: Refusal): Promise<Response> {
	const isApi = isApiPath(target);
	// The language is a matter of two headers and of who is answered.
	const { cookie = '', 'accept-language': language = '' } = headers;
	const asked = { headers: { cookie, 'accept-language': language } };
	return paraglideMiddleware(new Request(`http://localhost/${isApi ? 'api' : ''}`, asked), () => {
		const answer = isApi ? problem(refusal) : plain(refusal);
		if (refusal.kind === 'method_not_allowed') answer.headers.set('Allow', [...methods].join(', '));
		return answer;
	});
}

function plain(refusal: Refusal): Response {
	const status = statusOf[refusal.kind];
	const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };
	return new Response(`${status}: ${sentenceOf(refusal)}\n`, { status, headers });
}
