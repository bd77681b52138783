// Entering an entity into a register.
import { error } from '@sveltejs/kit';
import { requireRecords } from '#lib/access/page-rights.server.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { newEntityInput } from '#lib/registers/entity-form.ts';
import { entityChoices, registerFrame, registerOf } from '#lib/registers/register-frame.ts';
import { newEntitySchema } from '#lib/registers/register.ts';
import { single, submitForm } from '#lib/http/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) => {
	const register = registerOf(params.register) ?? error(404);
	const { plan, clock } = locals.app;
	const actor = requireRecords(locals);
	const choices = entityChoices(plan, actor, clock.today());
	if (choices.territories.length === 0 && !choices.cityWide) error(403, m.ledgers_not_yours_to_enter());
	return {
		frame: registerFrame(plan, register, getLocale()),
		choices,
		names: planNames(plan, getLocale()),
		opId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	default: (event) => {
		const register = registerOf(event.params.register) ?? error(404);
		return submitForm(event, 'entity', {
			schema: newEntitySchema,
			input: (values) => newEntityInput(register, values),
			command: single(event.locals.app.commands.recordEntities),
			next: ({ ids }) => `/registers/${register}?recorded=${ids[0]}`
		});
	}
};
