// Keeps who has a duty open from everything else: pages lead to it, programs are told, until it is done.
import { redirect, type RequestEvent } from '@sveltejs/kit';
import { refuse } from '#lib/kernel/result.ts';
import { problem } from '#lib/http/http.server.ts';
import { dutyPath } from '#lib/access/duties.ts';

/** Where somebody may go meanwhile: the duties' own pages, the way out, and what is open to everybody. */
const open =
	/^\/(me\/(password|second-factor)|session\/(seen|ends)|logout|locale|login|login\/second-factor|welcome\/[^/]+|setup\/[^/]+)$/;

/**
 * The answer to a request by a session with an open duty; null for one that may go on.
 * @throws the redirect to the duty's page
 */
export function holdToDuty({ locals, url }: RequestEvent): Response | null {
	const [duty] = locals.signedIn?.person.duties ?? [];
	if (!duty || open.test(url.pathname)) return null;
	if (url.pathname.startsWith('/api/')) return problem(refuse('forbidden', 'duty_open'));
	redirect(303, dutyPath(duty));
}
