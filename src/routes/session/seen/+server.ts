// A page says that its person did something (POST), or asks how the session stands (GET). The hook has moved the end already where it moves.
import { json } from '@sveltejs/kit';
import { refuse } from '#lib/kernel/result.ts';
import { problem } from '#lib/server/http.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals }) =>
	locals.signedIn ? json(locals.signedIn.ends) : problem(refuse('unauthenticated', 'sign_in_required'));

export const POST = GET;
