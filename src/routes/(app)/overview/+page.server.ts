// The overview's first figures, computed here; the page then folds what the feed brings.
import { requireCity } from '#lib/access/page-rights.server.ts';
import { viewOf } from '#lib/dashboard/view.ts';
import { shownFigures } from '#lib/server/shown-figures.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const actor = requireCity(locals);
	const { state, plan, asOf, past } = await shownFigures(locals.app, actor, url);
	return { view: viewOf(plan, state), feed: state.feed, plan, asOf, past };
};
