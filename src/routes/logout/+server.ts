// Signing out: ends the session with its sockets, and takes the cookie away.
import { redirect } from '@sveltejs/kit';
import { setCookie } from '#lib/server/http.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ locals, cookies, setHeaders }) => {
	const { app, signedIn } = locals;
	if (signedIn) await app.access.signOut(signedIn.person, signedIn.sessionId);
	setCookie(cookies, app.sessions.blankCookie());
	// What pages kept in this browser goes too; over plain http browsers do not listen to it.
	setHeaders({ 'Clear-Site-Data': '"storage"' });
	redirect(303, '/login');
};
