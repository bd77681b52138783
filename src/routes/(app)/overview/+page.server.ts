// The overview's first figures, computed here; the page then folds what the feed brings.
import { requireCity } from '#lib/access/page-rights.server.ts';
import { seesEverything } from '#lib/access/rights.ts';
import { viewOf } from '#lib/overview/view.ts';
import { fundsPageView } from '#lib/funds/funds-page-view.ts';
import { fundsPlanOf } from '#lib/funds/funds-plan.ts';
import { failedChecks } from '#lib/funds/reconciliation.ts';
import { shownFigures } from '#lib/figures/shown-figures.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const actor = requireCity(locals);
	const { reads } = locals.app;
	const { state, plan, asOf, past } = await shownFigures(locals.app, actor, url);
	const { checks } = fundsPageView(fundsPlanOf(reads.planOn(state.today).document), state).matrix;
	// Records are those of now: against a day gone by they would not agree.
	const opensRecords = seesEverything(actor);
	const reconciled = opensRecords && asOf.day === null ? await reads.fundsReconciled() : null;
	return {
		view: viewOf(plan, state),
		feed: state.feed,
		plan,
		asOf,
		past,
		opensRecords,
		failedChecks: failedChecks(checks, reconciled)
	};
};
