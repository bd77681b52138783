// The versions of the plan; the office proposes another, a second person adopts or withdraws it.
import { requireCity } from '#lib/access/page-rights.server.ts';
import { ok } from '#lib/kernel/result.ts';
import { confirmationSchemaOf } from '#lib/entries/confirmation.ts';
import { amendmentSchema } from '#lib/plan-changes/amendment.ts';
import { amendmentInput } from '#lib/plan-changes/usual-change.ts';
import { amendmentsPage } from '#lib/plan-changes/amendments-page.server.ts';
import { submitForm } from '#lib/http/form.server.ts';
import { reversalForm } from '#lib/entries/record-forms.server.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url, depends }) => {
	depends(liveName(invalidated.planRecords), liveName(invalidated.plan));
	return amendmentsPage(locals.app, requireCity(locals), url);
};

export const actions: Actions = {
	propose: (event) =>
		submitForm(event, 'plan', {
			schema: amendmentSchema,
			input: (values) => {
				const { plan, reads } = event.locals.app;
				return amendmentInput(reads.planVersions().at(-1)?.document ?? plan.document, values);
			},
			command: event.locals.app.commands.proposeAmendment
		}),
	adopt: (event) =>
		submitForm(event, 'confirmation', {
			schema: confirmationSchemaOf,
			input: ({ ids = [] }) => ok({ ids }),
			command: (actor, call, input) => event.locals.app.commands.confirm(actor, call, input)
		}),
	withdraw: reversalForm
};
