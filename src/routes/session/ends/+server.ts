// A page asks how its session stands, after a clock was changed or the computer slept. That it asks moves no end.
import { json } from '@sveltejs/kit';
import { refuse } from '#lib/kernel/result.ts';
import { problem } from '#lib/http/http.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals }) =>
	locals.signedIn ? json(locals.signedIn.ends) : problem(refuse('unauthenticated', 'sign_in_required'));
