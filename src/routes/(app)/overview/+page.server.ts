// The overview's first figures, computed here; the page then folds what the feed brings.
import { requireCity } from '#lib/access/page-rights.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const actor = requireCity(locals);
	const { view, feed } = await locals.app.dashboard(actor);
	return { view, feed, plan: locals.app.summary };
};
