// Entering a fund movement, also in the place of one that stands.
import { error } from '@sveltejs/kit';
import { requireRecords } from '#lib/access/page-rights.server.ts';
import { disbursementSchema } from '#lib/funds/movement.ts';
import { firstDayOfYear } from '#lib/kernel/day.ts';
import { fundChoices } from '#lib/funds/fund-choices.ts';
import { correctable } from '#lib/funds/correction.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { single, submitForm } from '#lib/http/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const { plan, clock, reads } = locals.app;
	const actor = requireRecords(locals);
	const choices = fundChoices(plan, actor);
	if (choices.nodes.length === 0) error(403, m.ledgers_not_yours_to_enter());
	const line = url.searchParams.get('line');
	const id = url.searchParams.get('replaces');
	const entry = id === null ? null : await reads.entry(actor, 'funds', id);
	const replaced = correctable(actor, entry) ?? (id === null ? null : error(404, m.audit_record_not_found()));
	return {
		choices,
		line: choices.nodes.some(({ node }) => node === line) ? (line ?? '') : '',
		...{ replaced, names: planNames(plan, getLocale()) },
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
