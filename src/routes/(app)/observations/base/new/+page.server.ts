// Giving a base figure: what is missing, what the records of the base year say, and the form.
import { error } from '@sveltejs/kit';
import { requireCity } from '#lib/access/page-rights.server.ts';
import { mayGiveBase } from '#lib/access/rights.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import { baseFigureSchema } from '#lib/observations/base-figure.ts';
import { baseFrames } from '#lib/observations/observations-frame.ts';
import { basesView } from '#lib/targets/bases-view.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { single, submitForm } from '#lib/http/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends(liveName(invalidated.ledger('observations')));
	const actor = requireCity(locals);
	if (!mayGiveBase(actor)) error(403, m.observations_base_not_yours());
	const { plan, summaryOn, figures, reads } = locals.app;
	const state = await figures(actor);
	return {
		bases: basesView(summaryOn(state.today), state),
		frames: baseFrames(plan, getLocale()),
		waiting: await reads.waitingBases(),
		chosen: url.searchParams.get('target'),
		names: planNames(plan, getLocale()),
		opId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	default: (event) =>
		submitForm(event, 'base', {
			schema: baseFigureSchema,
			command: single(event.locals.app.commands.giveBaseFigures),
			next: ({ ids }) => `/ledger/observations?recorded=${ids[0]}`
		})
};
