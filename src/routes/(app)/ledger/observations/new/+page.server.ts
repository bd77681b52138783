// Reporting a figure: first whose and of which indicator, as the address says it, then its period and value.
import { error } from '@sveltejs/kit';
import { requireRecords } from '#lib/access/page-rights.server.ts';
import { observationChoices } from '#lib/observations/observation-choices.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import { observationSchema } from '#lib/observations/observation.ts';
import { chosenSeries, reportFrame } from '#lib/observations/report-page.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { single, submitForm } from '#lib/http/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends(liveName(invalidated.ledger('observations')));
	const { plan, clock, reads } = locals.app;
	const actor = requireRecords(locals);
	const choices = observationChoices(plan, actor);
	const chosen = chosenSeries(choices, url.searchParams, actor.unit) ?? error(403, m.ledgers_not_yours_to_enter());
	const standing = await reads.series(chosen.indicator, chosen.unit);
	return {
		choices,
		frame: reportFrame(plan, chosen, standing, clock.today(), getLocale()),
		names: planNames(plan, getLocale()),
		opId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	default: (event) =>
		submitForm(event, 'observation', {
			schema: observationSchema,
			command: single(event.locals.app.commands.recordObservations),
			next: ({ ids }) => `/ledger/observations?recorded=${ids[0]}`
		})
};
