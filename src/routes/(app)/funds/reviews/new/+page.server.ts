// Entering the performance review of a line.
import { error } from '@sveltejs/kit';
import { requireRecords } from '#lib/access/page-rights.server.ts';
import { reviewLines } from '#lib/funds/fund-rights.ts';
import { reviewableYears, reviewSchema } from '#lib/funds/review.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { single, submitForm } from '#lib/http/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	const { plan, clock } = locals.app;
	const lines = reviewLines(plan, requireRecords(locals));
	if (lines.length === 0) error(403, m.ledgers_not_yours_to_enter());
	const line = url.searchParams.get('line') ?? '';
	return {
		lines,
		years: reviewableYears(plan, clock.today()),
		names: planNames(plan, getLocale()),
		line: lines.includes(line) ? line : '',
		opId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	default: (event) =>
		submitForm(event, 'performance', {
			schema: reviewSchema,
			command: single(event.locals.app.commands.recordReviews),
			next: ({ ids }) => `/ledger/funds?recorded=${ids[0]}`
		})
};
