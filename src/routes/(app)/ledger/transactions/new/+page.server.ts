// Entering a deal or a pledge loan.
import { error } from '@sveltejs/kit';
import { requireRecords } from '#lib/access/page-rights.server.ts';
import { firstDayOfYear } from '#lib/kernel/day.ts';
import { territoryChoices } from '#lib/entries/territory-choices.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { single, submitForm } from '#lib/http/form.server.ts';
import { transactionSchema } from '#lib/transactions/deal.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
	const { plan, clock } = locals.app;
	const territories = territoryChoices(plan, requireRecords(locals), 'transaction');
	if (territories.length === 0) error(403, m.ledgers_not_yours_to_enter());
	return {
		territories,
		names: planNames(plan, getLocale()),
		minDay: firstDayOfYear(plan.document.baseYear),
		today: clock.today(),
		opId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	default: (event) =>
		submitForm(event, 'transaction', {
			schema: transactionSchema,
			command: single(event.locals.app.commands.recordTransactions),
			next: ({ ids }) => `/ledger/transactions?recorded=${ids[0]}`
		})
};
