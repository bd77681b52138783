// Every page of the app is for signed-in people; the frame is told who it is and what may be opened.
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import { redirect } from '@sveltejs/kit';
import { signInPath } from '#lib/sign-in/local-path.ts';
import { shellData } from '#lib/shell/shell-data.server.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals, url, depends }) => {
	depends(liveName(invalidated.day), liveName(invalidated.plan));
	if (!locals.signedIn) redirect(303, signInPath(url.pathname + url.search, locals.sessionOver));
	const { person, ends } = locals.signedIn;
	return {
		...shellData(locals.app, person),
		duty: person.duties.length > 0,
		session: { account: person.actor.id, ends }
	};
};
