// What the product does by itself: jobs, reactions, and events that were set aside.
import { requireAdministration } from '#lib/access/page-rights.server.ts';
import { submitForm } from '#lib/http/form.server.ts';
import { runNowSchema, tryAgainSchema } from '#lib/job-admin/job-acts.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, depends }) => {
	depends(liveName(invalidated.jobs), liveName(invalidated.day));
	requireAdministration(locals, 'jobs');
	return { view: await locals.app.jobAdmin.view(), opId: crypto.randomUUID() };
};

export const actions: Actions = {
	run: (event) => submitForm(event, 'jobs', { schema: runNowSchema, command: event.locals.app.jobAdmin.runNow }),
	again: (event) => submitForm(event, 'jobs', { schema: tryAgainSchema, command: event.locals.app.jobAdmin.tryAgain })
};
