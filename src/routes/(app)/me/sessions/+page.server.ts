// Where I am signed in, and ending it there.
import { sessionsPage } from '#lib/sign-in/own-pages.server.ts';
import { sessionEndingSchema } from '#lib/sign-in/own-sessions.ts';
import { requireSignedIn } from '#lib/access/page-rights.server.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import { submitForm } from '#lib/http/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, depends }) => {
	depends(liveName(invalidated.sessions));
	return sessionsPage(locals.app.sessions, requireSignedIn(locals));
};

export const actions: Actions = {
	default: (event) =>
		submitForm(event, 'own', {
			schema: sessionEndingSchema,
			command: (actor, call, input) =>
				event.locals.app.access.endOwnSessions(actor, call, input, event.locals.signedIn?.sessionId ?? '')
		})
};
