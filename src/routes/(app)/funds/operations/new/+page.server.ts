// Entering what a fund did with its money.
import { error } from '@sveltejs/kit';
import { requireRecords } from '#lib/access/page-rights.server.ts';
import { operationLines } from '#lib/funds/fund-rights.ts';
import { operationSchema } from '#lib/funds/operation.ts';
import { firstDayOfYear } from '#lib/kernel/day.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { single, submitForm } from '#lib/http/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	const { plan, clock } = locals.app;
	const own = operationLines(plan, requireRecords(locals));
	if (own.length === 0) error(403, m.ledgers_not_yours_to_enter());
	const line = url.searchParams.get('line') ?? '';
	return {
		lines: plan.document.budget.lines.filter(({ id }) => own.includes(id)).map(({ id, kind }) => ({ id, kind })),
		names: planNames(plan, getLocale()),
		line: own.includes(line) ? line : '',
		minDay: firstDayOfYear(plan.document.baseYear),
		today: clock.today(),
		opId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	default: (event) =>
		submitForm(event, 'operation', {
			schema: operationSchema,
			command: single(event.locals.app.commands.recordOperations),
			next: ({ ids }) => `/ledger/funds?recorded=${ids[0]}`
		})
};
