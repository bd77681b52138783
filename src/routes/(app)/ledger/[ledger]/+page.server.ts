// A ledger's records, filtered by the address; and the reversal of one of them.
import { error } from '@sveltejs/kit';
import { requireRecords } from '#lib/access/page-rights.server.ts';
import { seesEverything } from '#lib/access/rights.ts';
import { unitsOf } from '#lib/access/roles.ts';
import { ledgerPage } from '#lib/ledgers/ledger-page.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { reversalForm } from '#lib/entries/record-forms.server.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
	const { plan, clock, reads, formsOf, catalogue } = locals.app;
	const actor = requireRecords(locals);
	const ledger = catalogue.books.find((name) => name === params.ledger) ?? error(404);
	depends(liveName(invalidated.ledger(ledger)));
	const mayEnter = formsOf(actor).includes(ledger);
	const shown = ledgerPage(
		plan,
		catalogue.bookOf(ledger),
		mayEnter,
		ledger,
		url.searchParams,
		clock.today(),
		getLocale()
	);
	const one = url.searchParams.get('reverse');
	return {
		...shown,
		actor: { role: actor.role, unit: actor.unit, predecessors: unitsOf(actor).slice(1) },
		units: seesEverything(actor) ? [...plan.units.keys()] : [],
		records: await reads.entries(actor, shown.filter),
		reversing: one === null ? null : await reads.entry(actor, ledger, one),
		opId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	reverse: reversalForm
};
