// All targets of the plan, computed here; the page then folds what the feed brings.
import { requireCity } from '#lib/access/page-rights.server.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { shownFigures } from '#lib/figures/shown-figures.server.ts';
import { goalFrame } from '#lib/targets/goal-frame.ts';
import { goalsView } from '#lib/targets/goals-view.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends(liveName(invalidated.plan));
	const actor = requireCity(locals);
	const { state, plan, asOf, past } = await shownFigures(locals.app, actor, url);
	return {
		view: goalsView(plan, state),
		frame: goalFrame(locals.app.reads.planOn(state.today), getLocale()),
		mayGiveBase: actor.role === 'office',
		plan,
		asOf,
		past
	};
};
