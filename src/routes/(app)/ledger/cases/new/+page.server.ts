// Entering a case that was accepted.
import { error } from '@sveltejs/kit';
import { requireRecords } from '#lib/access/page-rights.server.ts';
import { caseSchema } from '#lib/cases/case.ts';
import { ok } from '#lib/kernel/result.ts';
import { territoryChoices } from '#lib/entries/territory-choices.ts';
import { plainInput } from '#lib/forms/form-answer.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { single, submitForm } from '#lib/http/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
	const { plan, clock } = locals.app;
	const actor = requireRecords(locals);
	const territories = territoryChoices(plan, actor, 'case');
	if (territories.length === 0) error(403, m.ledgers_not_yours_to_enter());
	const departments = plan.document.settings.enforcingDepartments;
	return {
		territories,
		departments,
		ownDepartment: departments.find((code) => code === actor.unit) ?? null,
		names: planNames(plan, getLocale()),
		baseYear: plan.document.baseYear,
		today: clock.today(),
		opId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	default: (event) =>
		submitForm(event, 'case', {
			schema: caseSchema,
			input: ({ opening, ...values }) => ok({ ...plainInput(values), opening: opening !== undefined }),
			command: single(event.locals.app.commands.acceptCases),
			next: ({ ids }) => `/ledger/cases?recorded=${ids[0]}`
		})
};
