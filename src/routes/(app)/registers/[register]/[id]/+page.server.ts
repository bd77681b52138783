// One entity of a register: how it stands, how it came to this, its edit, and the reversal of its last change.
import { error } from '@sveltejs/kit';
import { requireRecords } from '#lib/access/page-rights.server.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { entityChangeInput, entityConflicts } from '#lib/registers/entity-form.ts';
import { registerOf, storyPage } from '#lib/registers/register-frame.ts';
import { entityChangeSchema } from '#lib/registers/register.ts';
import { single, submitForm } from '#lib/http/form.server.ts';
import { reversalForm } from '#lib/entries/record-forms.server.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, depends }) => {
	const register = registerOf(params.register) ?? error(404);
	depends(liveName(invalidated.register(register)));
	const { plan, clock, reads, audit } = locals.app;
	const actor = requireRecords(locals);
	const story = (await reads.entity(actor, register, params.id)) ?? error(404, m.registers_not_found());
	return {
		history: await audit.historyOf(actor, [params.id, ...story.versions.map(({ id }) => id)]),
		...storyPage(plan, actor, story, clock.today(), getLocale()),
		names: planNames(plan, getLocale()),
		opId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	change: (event) =>
		submitForm(event, 'entity', {
			schema: entityChangeSchema,
			input: entityChangeInput,
			conflicts: entityConflicts,
			command: single(event.locals.app.commands.recordEntities)
		}),
	reverse: reversalForm
};
