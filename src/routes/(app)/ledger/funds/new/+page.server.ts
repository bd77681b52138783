// Entering a fund movement.
import { error } from '@sveltejs/kit';
import { requireRecords } from '#lib/access/page-rights.server.ts';
import { disbursementSchema } from '#lib/funds/movement.ts';
import { firstDayOfYear } from '#lib/kernel/day.ts';
import { fundChoices } from '#lib/ledgers/choices.ts';
import { planNames } from '#lib/ledgers/plan-names.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { single, submitForm } from '#lib/server/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	const { plan, clock } = locals.app;
	const choices = fundChoices(plan, requireRecords(locals));
	if (choices.nodes.length === 0) error(403, m.ledgers_not_yours_to_enter());
	const line = url.searchParams.get('line');
	return {
		choices,
		line: choices.nodes.some(({ node }) => node === line) ? (line ?? '') : '',
		names: planNames(plan, getLocale()),
		minDay: firstDayOfYear(plan.document.baseYear),
		today: clock.today(),
		opId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	default: (event) =>
		submitForm(event, 'movement', {
			schema: disbursementSchema,
			command: single(event.locals.app.commands.recordDisbursements),
			next: ({ ids }) => `/ledger/funds?recorded=${ids[0]}`
		})
};
