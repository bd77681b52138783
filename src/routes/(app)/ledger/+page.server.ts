// The ledgers' front door: the book that the reader enters into, or the first.
import { redirect } from '@sveltejs/kit';
import { requireRecords } from '#lib/access/page-rights.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
	const [first = 'funds'] = locals.app.formsOf(requireRecords(locals));
	redirect(303, `/ledger/${first}`);
};
