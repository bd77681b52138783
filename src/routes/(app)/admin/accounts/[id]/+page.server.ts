// One account: what it is and has been, and what may be done with it.
import { error } from '@sveltejs/kit';
import { requireAdministration } from '#lib/access/page-rights.server.ts';
import { accountChangeSchema, disablingSchema, enablingSchema, linkSchema } from '#lib/accounts/account.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { isOpenOn } from '#lib/plan/unit-terms.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import { submitForLinks } from '#lib/accounts/account-forms.server.ts';
import { submitForm } from '#lib/http/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, depends }) => {
	depends(liveName(invalidated.accounts), liveName(invalidated.roles), liveName(invalidated.sessions));
	const actor = requireAdministration(locals, 'accounts');
	const { accounts, audit, plan, clock } = locals.app;
	const story = (await accounts.one(params.id)) ?? error(404, m.accounts_not_found());
	await audit.noteRead(actor, { type: 'personalDataRead', what: 'account', ids: [params.id] });
	return {
		story,
		own: actor.id === params.id,
		units: [...plan.units.values()].filter((unit) => isOpenOn(unit, clock.today())),
		names: planNames(plan, getLocale()),
		opId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	change: (event) =>
		submitForm(event, 'accounts', { schema: accountChangeSchema, command: event.locals.app.accounts.change }),
	link: (event) => submitForLinks(event, { schema: linkSchema, command: event.locals.app.accounts.renewLink }),
	disable: (event) =>
		submitForm(event, 'accounts', { schema: disablingSchema, command: event.locals.app.accounts.disable }),
	enable: (event) =>
		submitForm(event, 'accounts', { schema: enablingSchema, command: event.locals.app.accounts.enable })
};
