// One record of a ledger: what it says, how far confirmation and reversal have come, and what was done to it.
import { error } from '@sveltejs/kit';
import { requireRecords } from '#lib/access/page-rights.server.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, depends }) => {
	const { plan, reads, audit, catalogue } = locals.app;
	const actor = requireRecords(locals);
	const ledger = catalogue.books.find((name) => name === params.ledger) ?? error(404);
	depends(liveName(invalidated.ledger(ledger)));
	const entry = (await reads.entry(actor, ledger, params.id)) ?? error(404, m.audit_record_not_found());
	const ids = [entry.id, ...(entry.reversal ? [entry.reversal.id] : [])];
	return { ledger, entry, history: await audit.historyOf(actor, ids), names: planNames(plan, getLocale()) };
};
