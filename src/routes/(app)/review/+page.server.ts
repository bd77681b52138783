// What waits for a second person, and its confirmation.
import { requireReview } from '#lib/access/page-rights.server.ts';
import { parseMonth } from '#lib/kernel/day.ts';
import { chosenGroup, isAsked, wordsOfRecords } from '#lib/ledgers/review-page.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { confirmationForm, withdrawalForm } from '#lib/entries/record-forms.server.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends(liveName(invalidated.review));
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
		...wordsOfRecords(plan, getLocale(), [...entries, ...waiting.reversals, ...(preview?.leftOut ?? [])]),
		opId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	confirm: confirmationForm,
	withdraw: withdrawalForm
};
