// What the reader's unit owes, and its reports.
import { requireUnit } from '#lib/access/page-rights.server.ts';
import { unitsOf } from '#lib/access/roles.ts';
import { firstDayOfYear } from '#lib/kernel/day.ts';
import { wordsOfRecords } from '#lib/ledgers/review-page.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { reversalForm } from '#lib/entries/record-forms.server.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import { single, submitForm } from '#lib/http/form.server.ts';
import { shareEdit } from '#lib/tasks/edit-form.ts';
import { lookAfterSchema, milestoneSchema } from '#lib/tasks/share.ts';
import { haveProofs, workOf } from '#lib/tasks/work.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, depends }) => {
	const { plan, clock, reads, figures, formsOf } = locals.app;
	const actor = requireUnit(locals);
	for (const code of unitsOf(actor)) depends(liveName(invalidated.work(code)), liveName(invalidated.unit(code)));
	const [forms, happenings] = [formsOf(actor), await reads.happenings(actor)];
	const told = haveProofs(plan, unitsOf(actor)) ? await figures(actor) : null;
	return {
		...{ unit: actor.unit, reader: actor.id, forms, today: clock.today(), opId: crypto.randomUUID(), happenings },
		work: workOf(plan, await reads.sharesOf(unitsOf(actor)), clock.today(), getLocale(), told?.verdict?.conflicts),
		...wordsOfRecords(plan, getLocale(), happenings),
		...{ minDay: firstDayOfYear(plan.document.baseYear), waiting: await reads.waitingByLedger(actor.unit, forms) }
	};
};

export const actions: Actions = {
	update: (event) =>
		submitForm(event, 'share', { ...shareEdit, command: single(event.locals.app.commands.updateShares) }),
	reach: (event) =>
		submitForm(event, 'share', {
			schema: milestoneSchema,
			command: single(event.locals.app.commands.reportMilestones)
		}),
	contact: (event) =>
		submitForm(event, 'share', { schema: lookAfterSchema, command: event.locals.app.commands.lookAfterShare }),
	reverse: reversalForm
};
