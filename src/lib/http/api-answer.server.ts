// Under /api every answer that says no is a problem with an id: what the framework answers by itself there is said anew.
import { isHttpError, isRedirect, type RequestEvent } from '@sveltejs/kit';
import { refuse, type Refusal } from '#lib/kernel/result.ts';
import { isApiPath } from '#lib/protocol/api-path.ts';
import { problem } from './http.server.ts';

/** Something unexpected that happened to a request. */
export interface Failure {
	/** Stands in the log too. */
	readonly id: string;
	/** Whether the database was away: the same may be asked again. */
	readonly away: boolean;
}

/** Whether programs are answered: by the route, or by the address where it has none. */
export function isApi({ route, url }: RequestEvent): boolean {
	return isApiPath(route.id ?? url.pathname);
}

/**
 * The answer to a request of the API.
 * @param noteFailure puts what is thrown into the log
 */
export async function apiAnswer(
	event: RequestEvent,
	answer: () => Promise<Response>,
	noteFailure: (event: RequestEvent, thrown: unknown) => Failure
): Promise<Response> {
	try {
		return asProblem(event, await answer());
	} catch (thrown) {
		if (isRedirect(thrown) || isHttpError(thrown)) throw thrown;
		const { id, away } = noteFailure(event, thrown);
		return problem(away ? refuse('unavailable', 'busy') : refuse('unexpected', 'unexpected'), id);
	}
}

function asProblem({ request, locals }: RequestEvent, answer: Response): Response {
	if (answer.status === 405 && request.method === 'OPTIONS') return allowedMethods(answer);
	if (answer.status < 400 || answer.headers.get('content-type') === 'application/problem+json') return answer;
	const said = problem(refusalOf(answer.status, locals.failure), locals.failure?.id);
	const allow = answer.headers.get('allow');
	if (allow !== null) said.headers.set('Allow', allow);
	for (const cookie of answer.headers.getSetCookie()) said.headers.append('Set-Cookie', cookie);
	return said;
}

/** What an address takes, for whoever asks just that. */
function allowedMethods(answer: Response): Response {
	return new Response(null, { status: 204, headers: { Allow: `${answer.headers.get('allow') ?? ''}, OPTIONS` } });
}

function refusalOf(status: number, failure: Failure | null): Refusal {
	if (failure?.away) return refuse('unavailable', 'busy');
	if (status === 400) return refuse('malformed', 'bad_address');
	if (status === 404) return refuse('not_found', 'unknown_path');
	if (status === 405) return refuse('method_not_allowed', 'method_not_allowed');
	return refuse('unexpected', 'unexpected');
}
