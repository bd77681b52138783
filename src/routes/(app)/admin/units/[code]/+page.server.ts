// One unit: its time, its successor, and what follows when it ends.
import { error } from '@sveltejs/kit';
import { requireAdministration } from '#lib/access/page-rights.server.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { submitForm } from '#lib/http/form.server.ts';
import { possibleSuccessors, unitEndSchema } from '#lib/units/unit.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, depends }) => {
	depends(
		liveName(invalidated.units),
		liveName(invalidated.accounts),
		liveName(invalidated.tokens),
		liveName(invalidated.day)
	);
	requireAdministration(locals, 'units');
	const { units, plan, clock } = locals.app;
	const known = plan.units.get(params.code) ?? error(404, m.units_not_found());
	const unit = (await units.list()).find(({ code }) => code === known.code) ?? error(404, m.units_not_found());
	return {
		unit,
		terms: await units.terms(known.code),
		successors: possibleSuccessors(plan.units, known, clock.today()).map(({ code }) => code),
		names: planNames(plan, getLocale()),
		today: clock.today(),
		opId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	default: (event) => submitForm(event, 'units', { schema: unitEndSchema, command: event.locals.app.units.end })
};
