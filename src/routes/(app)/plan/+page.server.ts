// The plan as an outline, its readings and safeguards, and the forms by which the office keeps them.
import { requireCity } from '#lib/access/page-rights.server.ts';
import { ok } from '#lib/kernel/result.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import { readingSchema } from '#lib/plan-changes/reading.ts';
import { safeguardSchema } from '#lib/plan-changes/safeguard.ts';
import { single, submitForm } from '#lib/http/form.server.ts';
import { planPage } from '#lib/plan-changes/plan-page.server.ts';
import { conflictsOf, editInput } from '#lib/tasks/edit-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url, depends }) => {
	depends(liveName(invalidated.planRecords));
	return planPage(locals.app, requireCity(locals), url);
};

export const actions: Actions = {
	reading: (event) =>
		submitForm(event, 'plan', { schema: readingSchema, command: single(event.locals.app.commands.proposeReadings) }),
	safeguard: (event) =>
		submitForm(event, 'plan', {
			schema: safeguardSchema,
			input: (values) => {
				const edit = editInput(values);
				if (!edit.ok) return edit;
				const { share: safeguard, changes } = edit.value as { share: unknown; changes: unknown };
				return ok({ safeguard, changes });
			},
			conflicts: conflictsOf,
			command: single(event.locals.app.commands.updateSafeguards)
		})
};
