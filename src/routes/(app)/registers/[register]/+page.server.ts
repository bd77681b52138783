// A register: its counts, folded live, and its entities as far as the reader may see them.
import { error } from '@sveltejs/kit';
import { requireCity } from '#lib/access/page-rights.server.ts';
import { seesEverything } from '#lib/access/rights.ts';
import { groupCells } from '#lib/figures/fold.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { readEntityFilter } from '#lib/registers/entity-view.ts';
import { mayKeepAny, registerFrame, registerOf, registerView } from '#lib/registers/register-frame.ts';
import { shownFigures } from '#lib/figures/shown-figures.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
	const register = registerOf(params.register) ?? error(404);
	depends(liveName(invalidated.register(register)), liveName(invalidated.plan));
	const actor = requireCity(locals);
	const { plan, reads } = locals.app;
	const { state, asOf } = await shownFigures(locals.app, actor, url);
	const frame = registerFrame(plan, register, getLocale());
	const industries = frame.industries.map(({ id }) => id);
	return {
		frame,
		view: registerView(frame, groupCells(state.cells)),
		entities: asOf.day === null ? await reads.entities(actor, register) : [],
		seesAll: seesEverything(actor),
		seesOwn: actor.unit !== null,
		mayAdd: mayKeepAny(plan, actor) && asOf.day === null,
		filter: readEntityFilter(url.searchParams, industries),
		recorded: url.searchParams.get('recorded'),
		names: planNames(plan, getLocale()),
		asOf
	};
};
