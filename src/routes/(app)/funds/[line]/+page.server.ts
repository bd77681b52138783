// One line or class of the budget, with its records as far as the reader may see them.
import { error } from '@sveltejs/kit';
import { requireCity } from '#lib/access/page-rights.server.ts';
import { seesRecords } from '#lib/access/rights.ts';
import { unitsOf } from '#lib/access/roles.ts';
import { formsFor } from '#lib/funds/fund-rights.ts';
import { linePageView } from '#lib/funds/funds-page-view.ts';
import { fundsPlanOf, isGroup, nodeOf } from '#lib/funds/funds-plan.ts';
import { besideKindsOf, besidePages, movementsOn, readMovementFilter } from '#lib/funds/movement-filter.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { shownFigures } from '#lib/figures/shown-figures.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
	depends(liveName(invalidated.ledger('funds')));
	const actor = requireCity(locals);
	const { reads } = locals.app;
	const { state, asOf } = await shownFigures(locals.app, actor, url);
	const shown = reads.planOn(state.today);
	const plan = fundsPlanOf(shown.document);
	const node = nodeOf(plan, params.line) ?? error(404);
	const nodes = isGroup(node) ? [node.id, ...node.lines.map(({ id }) => id)] : [node.id];
	const filter = readMovementFilter(url.searchParams);
	const sees = seesRecords(actor);
	return {
		view: linePageView(plan, node.id, state),
		plan,
		node,
		asOf,
		names: planNames(shown, getLocale()),
		filter,
		movements: sees ? await reads.entries(actor, movementsOn(nodes, filter)) : null,
		beside: sees ? await besidePages((one) => reads.entries(actor, one), besideKindsOf(node), nodes) : null,
		forms: formsFor(locals.app.plan, actor, node.id),
		opened: url.searchParams.get('open'),
		actor: { role: actor.role, unit: actor.unit, predecessors: unitsOf(actor).slice(1) }
	};
};
