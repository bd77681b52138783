// What waits for a second person, and its confirmation.
import { requireReview } from '#lib/access/page-rights.server.ts';
import { parseMonth } from '#lib/kernel/day.ts';
import { ok, refuse } from '#lib/kernel/result.ts';
import { confirmationSchemaOf, withdrawalSchema } from '#lib/ledgers/confirmation.ts';
import { milestoneTitles, planNames } from '#lib/ledgers/plan-names.ts';
import { chosenGroup, isAsked, milestonesIn } from '#lib/ledgers/review-page.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { submitForm } from '#lib/server/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('live:review');
	const { plan, reads } = locals.app;
	const actor = requireReview(locals, plan);
	const waiting = await reads.waiting(actor);
	const chosen = chosenGroup(waiting, url.searchParams);
	const entries = chosen === null ? [] : await reads.waitingOf(actor, chosen.unit, chosen.month);
	// Asked for by the address, so that it works without scripts: what confirming the whole month would do.
	const month = chosen && isAsked(chosen, url.searchParams) ? parseMonth(chosen.month) : null;
	const preview = chosen && month ? await reads.monthPreview(actor, chosen.unit, month) : null;
	return {
		waiting,
		preview,
		doubled: await reads.doubled(actor),
		chosen,
		entries,
		names: planNames(plan, getLocale()),
		milestones: milestoneTitles(
			plan,
			getLocale(),
			milestonesIn([...entries, ...waiting.reversals, ...(preview?.leftOut ?? [])])
		),
		opId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	withdraw: (event) =>
		submitForm(event, 'withdrawal', {
			schema: withdrawalSchema,
			input: ({ ids = [] }) => ok({ ids }),
			command: event.locals.app.commands.withdrawConfirmations
		}),
	confirm: (event) =>
		submitForm(event, 'confirmation', {
			schema: confirmationSchemaOf,
			input: ({ chosen, ids = [], unit = [], month = [] }) => {
				if (chosen === undefined) return ok({ unit: unit[0], month: month[0] });
				return ids.length === 0 ? refuse('invalid', 'bad_choice', '/ids') : ok({ ids });
			},
			command: (actor, call, input) => event.locals.app.commands.confirm(actor, call, input)
		})
};
