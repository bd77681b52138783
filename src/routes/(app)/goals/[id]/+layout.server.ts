// One target's figures, computed here; the page then folds what the feed brings.
import { error } from '@sveltejs/kit';
import { requireCity } from '#lib/access/page-rights.server.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { shownFigures } from '#lib/figures/shown-figures.server.ts';
import { goalFrame } from '#lib/targets/goal-frame.ts';
import { targetPageView } from '#lib/targets/goals-view.ts';
import { targetAbout } from '#lib/targets/target-about.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, url, params, depends }) => {
	depends(liveName(invalidated.plan), liveName(invalidated.day));
	const actor = requireCity(locals);
	const { app } = locals;
	const { state, plan, asOf, past } = await shownFigures(app, actor, url);
	const index = app.reads.planOn(state.today);
	const versions = app.reads.planVersions().filter(({ effectiveFrom }) => effectiveFrom <= state.today);
	const about = targetAbout(index.document, versions, params.id, getLocale());
	const view = targetPageView(plan, state, params.id);
	if (!about || !view.target) error(404, m.targets_unknown_title());
	const history = await app.snapshots.lightsOf(params.id);
	return {
		view,
		about,
		frame: goalFrame(index, getLocale()),
		history: history.filter(({ day }) => day <= state.today),
		mayGiveBase: actor.role === 'office' && asOf.day === null,
		plan,
		asOf,
		past
	};
};
