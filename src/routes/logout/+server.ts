// Signing out: ends the session with its sockets, and takes the cookie away.
import { redirect } from '@sveltejs/kit';
import { setCookie } from '#lib/sign-in/session-cookie.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ locals, cookies }) => {
	const { app, signedIn } = locals;
	if (signedIn) await app.access.signOut(signedIn.person, signedIn.sessionId);
	setCookie(cookies, app.sessions.blankCookie());
	redirect(303, '/login');
};
