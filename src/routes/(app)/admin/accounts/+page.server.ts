// All accounts, filtered by the address.
import { requireAdministration } from '#lib/access/page-rights.server.ts';
import { accountsAPage, filterAccounts, readAccountFilter } from '#lib/accounts/account-view.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends(liveName(invalidated.accounts), liveName(invalidated.units));
	const actor = requireAdministration(locals, 'accounts');
	const { accounts, audit, plan } = locals.app;
	await audit.noteRead(actor, { type: 'personalDataRead', what: 'accounts' });
	const units = [...plan.units.keys()];
	const filter = readAccountFilter(url.searchParams, new Set(units));
	const all = await accounts.list();
	const shown = filterAccounts(all, filter);
	return {
		filter,
		accounts: shown.slice((filter.page - 1) * accountsAPage, filter.page * accountsAPage),
		count: shown.length,
		all: all.length,
		units,
		names: planNames(plan, getLocale())
	};
};
