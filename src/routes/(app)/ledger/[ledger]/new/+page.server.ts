// Entering a record of any ledger that has one form for it, as its feature says.
import { error } from '@sveltejs/kit';
import { requireRecords } from '#lib/access/page-rights.server.ts';
import { listsIn } from '#lib/forms/form-answer.ts';
import { firstDayOfYear } from '#lib/kernel/day.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { single, submitForm } from '#lib/http/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) => {
	const { catalogue, plan, clock } = locals.app;
	const actor = requireRecords(locals);
	const form = catalogue.formOf(params.ledger) ?? error(404);
	return {
		ledger: params.ledger,
		choices: form.choices(plan, actor) ?? error(403, m.ledgers_not_yours_to_enter()),
		names: planNames(plan, getLocale()),
		minDay: firstDayOfYear(plan.document.baseYear),
		today: clock.today(),
		opId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	default: (event) => {
		const { app } = event.locals;
		const { ledger } = event.params;
		const { act, schema, lists = [], command } = app.catalogue.formOf(ledger) ?? error(404);
		return submitForm(event, act, {
			...{ schema, input: listsIn(lists), command: single(app.commandNamed(command)) },
			next: ({ ids }) => `/ledger/${ledger}?recorded=${ids[0]}`
		});
	}
};
