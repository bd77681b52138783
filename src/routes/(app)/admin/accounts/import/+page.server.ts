// Accounts from a sheet: looked at first, then all of it or nothing.
import { requireAdministration } from '#lib/access/page-rights.server.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { importSheet, previewSheet } from '#lib/accounts/account-forms.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
	requireAdministration(locals, 'accounts');
	return { names: planNames(locals.app.plan, getLocale()), opId: crypto.randomUUID() };
};

export const actions: Actions = { preview: previewSheet, import: importSheet };
