// A unit that the plan's document does not know.
import { requireAdministration } from '#lib/access/page-rights.server.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { submitForm } from '#lib/http/form.server.ts';
import { newUnitSchema } from '#lib/units/unit.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
	requireAdministration(locals, 'units');
	const { plan, clock } = locals.app;
	return {
		districts: [...plan.units.values()].filter(({ kind }) => kind === 'district').map(({ code }) => code),
		names: planNames(plan, getLocale()),
		today: clock.today(),
		opId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	default: (event) =>
		submitForm(event, 'units', {
			schema: newUnitSchema,
			command: event.locals.app.units.add,
			next: ({ ids }) => `/admin/units?added=${ids[0]}`
		})
};
