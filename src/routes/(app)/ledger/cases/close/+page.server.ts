// Entering that a case was closed.
import { error } from '@sveltejs/kit';
import { requireRecords } from '#lib/access/page-rights.server.ts';
import { closureSchema } from '#lib/cases/case.ts';
import { firstDayOfYear } from '#lib/kernel/day.ts';
import { territoryChoices } from '#lib/entries/territory-choices.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { single, submitForm } from '#lib/http/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const { plan, clock, reads } = locals.app;
	const actor = requireRecords(locals);
	if (territoryChoices(plan, actor, 'case').length === 0) error(403, m.ledgers_not_yours_to_enter());
	const id = url.searchParams.get('case');
	return {
		chosen: id === null ? null : await reads.entry(actor, 'cases', id),
		names: planNames(plan, getLocale()),
		minDay: firstDayOfYear(plan.document.baseYear),
		today: clock.today(),
		opId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	default: (event) =>
		submitForm(event, 'case', {
			schema: closureSchema,
			command: single(event.locals.app.commands.closeCases),
			next: ({ ids }) => `/ledger/cases?recorded=${ids[0]}`
		})
};
