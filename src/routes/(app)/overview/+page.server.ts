// The overview's first figures, computed here; the page then folds what the feed brings.
import { requireCity } from '#lib/access/page-rights.server.ts';
import { viewOf } from '#lib/dashboard/view.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const actor = requireCity(locals);
	const { summary, figures } = locals.app;
	const state = await figures(actor);
	return { view: viewOf(summary, state), feed: state.feed, plan: summary };
};
