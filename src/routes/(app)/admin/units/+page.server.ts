// All units in official order, with how many people and tokens each has.
import { requireAdministration } from '#lib/access/page-rights.server.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, depends, url }) => {
	depends(
		liveName(invalidated.units),
		liveName(invalidated.accounts),
		liveName(invalidated.tokens),
		liveName(invalidated.day)
	);
	requireAdministration(locals, 'units');
	const { units, plan, clock } = locals.app;
	return {
		units: await units.list(),
		names: planNames(plan, getLocale()),
		today: clock.today(),
		added: url.searchParams.get('added')
	};
};
