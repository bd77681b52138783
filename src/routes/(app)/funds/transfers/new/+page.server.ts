// Proposing a transfer of budget.
import { error } from '@sveltejs/kit';
import { requireRecords } from '#lib/access/page-rights.server.ts';
import { transferChoices } from '#lib/funds/transfer-choices.ts';
import { mayProposeTransfer, transferSchema } from '#lib/funds/transfer.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { single, submitForm } from '#lib/http/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const { plan, figures } = locals.app;
	const actor = requireRecords(locals);
	if (!mayProposeTransfer(actor)) error(403, m.ledgers_not_yours_to_enter());
	const choices = transferChoices(plan, (await figures(actor)).cells);
	const line = url.searchParams.get('line') ?? '';
	return {
		choices,
		names: planNames(plan, getLocale()),
		line: choices.some(({ node }) => node === line) ? line : '',
		opId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	default: (event) =>
		submitForm(event, 'transfer', {
			schema: transferSchema,
			command: single(event.locals.app.commands.proposeTransfers),
			next: ({ ids }) => `/ledger/funds?recorded=${ids[0]}`
		})
};
