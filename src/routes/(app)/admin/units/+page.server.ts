// All units in official order, with how many people and tokens each has.
import { requireAdministration } from '#lib/access/page-rights.server.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, depends, url }) => {
	depends('live:units', 'live:accounts', 'live:tokens', 'live:day');
	requireAdministration(locals, 'units');
	const { units, plan, clock } = locals.app;
	return {
		units: await units.list(),
		names: planNames(plan, getLocale()),
		today: clock.today(),
		added: url.searchParams.get('added')
	};
};
