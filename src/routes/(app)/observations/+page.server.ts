// Indicators and base figures: what has been reported, and what is missing.
import { requireCity } from '#lib/access/page-rights.server.ts';
import { mayGiveBase, readableStreams } from '#lib/access/rights.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import { baseFrames, indicatorFrames } from '#lib/observations/observations-frame.ts';
import { observationsView } from '#lib/observations/observations-page.ts';
import { basesView } from '#lib/targets/bases-view.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { shownFigures } from '#lib/figures/shown-figures.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends(liveName(invalidated.ledger('observations')), liveName(invalidated.plan));
	const actor = requireCity(locals);
	const { plan, reads } = locals.app;
	const { state, plan: summary, asOf } = await shownFigures(locals.app, actor, url);
	const frame = {
		indicators: indicatorFrames(plan, actor, getLocale()),
		bases: baseFrames(plan, getLocale()),
		firstDay: plan.firstDay,
		unitsSeen: readableStreams(actor, plan.document.settings, [], [], []).includes('breakdown')
	};
	return {
		frame,
		plan: summary,
		view: observationsView(frame, basesView(summary, state), state),
		waiting: asOf.day === null ? await reads.waitingBases() : [],
		names: planNames(plan, getLocale()),
		mayGiveBase: mayGiveBase(actor) && asOf.day === null,
		asOf
	};
};
