// Everybody who is signed in; ending sessions of others.
import { requireAdministration } from '#lib/access/page-rights.server.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { sessionEndSchema } from '#lib/role-admin/session-list.ts';
import { submitForm } from '#lib/http/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends(liveName(invalidated.sessions));
	const actor = requireAdministration(locals, 'sessions');
	const { audit, plan, security } = locals.app;
	await audit.noteRead(actor, { type: 'personalDataRead', what: 'sessions' });
	return {
		sessions: await security.sessions(),
		search: (url.searchParams.get('q') ?? '').slice(0, 80).toWellFormed(),
		ending: { session: url.searchParams.get('end'), account: url.searchParams.get('all') },
		own: locals.signedIn?.sessionId ?? '',
		names: planNames(plan, getLocale()),
		opId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	end: (event) =>
		submitForm(event, 'sessions', {
			schema: sessionEndSchema,
			command: (actor, call, input) =>
				event.locals.app.security.endSessions(actor, call, event.locals.signedIn?.sessionId ?? '', input)
		})
};
