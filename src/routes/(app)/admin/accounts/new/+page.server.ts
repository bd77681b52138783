// A new account, with the link that invites its person.
import { requireAdministration } from '#lib/access/page-rights.server.ts';
import { newAccountSchema } from '#lib/accounts/account.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { isOpenOn } from '#lib/plan/unit-terms.ts';
import { submitForLinks } from '#lib/accounts/account-forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
	requireAdministration(locals, 'accounts');
	const { plan, clock } = locals.app;
	return {
		units: [...plan.units.values()].filter((unit) => isOpenOn(unit, clock.today())),
		names: planNames(plan, getLocale()),
		opId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	default: (event) => submitForLinks(event, { schema: newAccountSchema, command: event.locals.app.accounts.create })
};
