// Signing in ends the session that the browser had before: nobody goes on with what another has left open in it.
import type { RequestEvent } from '@sveltejs/kit';

/** Ends the session that came with the request, whoever's it was; to be called where a new one is set. */
export async function endFormerSession({ locals: { app, signedIn } }: RequestEvent): Promise<void> {
	if (signedIn) await app.access.signOut(signedIn.person, signedIn.sessionId);
}
