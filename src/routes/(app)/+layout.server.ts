// Every page of the app is for signed-in people; the frame is told who it is and what may be opened.
import { redirect } from '@sveltejs/kit';
import { signInPath } from '#lib/sign-in/local-path.ts';
import { shellData } from '#lib/shell/shell-data.server.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals, url, depends }) => {
	depends('live:day', 'live:plan');
	if (!locals.signedIn) redirect(303, signInPath(url.pathname + url.search, locals.sessionOver));
	const { person, ends } = locals.signedIn;
	return {
		...shellData(locals.app, person),
		duty: person.duties.length > 0,
		session: { account: person.actor.id, ends }
	};
};
