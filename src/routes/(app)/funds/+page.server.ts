// All money of the plan: first figures from here, then the page folds what the feed brings.
import { requireCity } from '#lib/access/page-rights.server.ts';
import { seesEverything, seesRecords } from '#lib/access/rights.ts';
import { formsFor } from '#lib/funds/fund-rights.ts';
import { fundsPageView } from '#lib/funds/funds-page-view.ts';
import { fundsPlanOf } from '#lib/funds/funds-plan.ts';
import { besidePages } from '#lib/funds/movement-filter.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { shownFigures } from '#lib/figures/shown-figures.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends(liveName(invalidated.ledger('funds')));
	const actor = requireCity(locals);
	const { reads } = locals.app;
	const { state, asOf } = await shownFigures(locals.app, actor, url);
	const shown = reads.planOn(state.today);
	const plan = fundsPlanOf(shown.document);
	return {
		view: fundsPageView(plan, state),
		plan,
		asOf,
		names: planNames(shown, getLocale()),
		reconciled: seesEverything(actor) ? await reads.fundsReconciled() : null,
		beside: seesRecords(actor)
			? await besidePages((filter) => reads.entries(actor, filter), ['transfer', 'exception'])
			: null,
		forms: formsFor(locals.app.plan, actor),
		opened: url.searchParams.get('open'),
		actor: { role: actor.role, unit: actor.unit }
	};
};
