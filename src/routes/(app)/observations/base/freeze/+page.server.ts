// Freezing a base: what would be frozen of each target's base year, and the form.
import { error } from '@sveltejs/kit';
import { requireCity } from '#lib/access/page-rights.server.ts';
import { mayGiveBase } from '#lib/access/rights.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import { baseFreezeSchema } from '#lib/observations/base-freeze.ts';
import { baseFrames } from '#lib/observations/observations-frame.ts';
import { freezePreviews } from '#lib/targets/bases-view.ts';
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
		previews: freezePreviews(summaryOn(state.today), state),
		frames: baseFrames(plan, getLocale()),
		waiting: await reads.waitingBases(),
		chosen: url.searchParams.get('target'),
		opId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	default: (event) =>
		submitForm(event, 'base', {
			schema: baseFreezeSchema,
			command: single(event.locals.app.commands.freezeBases),
			next: ({ ids }) => `/ledger/observations?recorded=${ids[0]}`
		})
};
