// A page says that its person did something; the answer says when the session ends now. The hook has moved the end already.
import { json } from '@sveltejs/kit';
import { refuse } from '#lib/kernel/result.ts';
import { problem } from '#lib/http/http.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = ({ locals }) =>
	locals.signedIn ? json(locals.signedIn.ends) : problem(refuse('unauthenticated', 'sign_in_required'));
