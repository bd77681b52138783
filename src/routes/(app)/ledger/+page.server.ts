// The ledgers' front door: the book that the reader enters into, or the first.
import { redirect } from '@sveltejs/kit';
import { requireRecords } from '#lib/access/page-rights.server.ts';
import { entryForms } from '#lib/entries/territory-choices.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
	const [first = 'funds'] = entryForms(locals.app.plan, requireRecords(locals));
	redirect(303, `/ledger/${first}`);
};
