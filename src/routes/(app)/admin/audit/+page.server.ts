// The audit: events of the log by the filter of the address, newest first.
import { requireAdministration } from '#lib/access/page-rights.server.ts';
import { readAuditFilter, readPlace } from '#lib/audit/audit-filter.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { faultSentence } from '#lib/http/fault-sentence.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const actor = requireAdministration(locals, 'audit');
	const { audit, plan } = locals.app;
	const { filter, faults } = readAuditFilter(url.searchParams);
	const behind = readPlace(url.searchParams);
	await audit.noteRead(actor, { type: 'personalDataRead', what: 'audit' });
	return {
		filter,
		errors: Object.fromEntries(faults.map((fault) => [fault.pointer.slice(1), faultSentence(fault)])),
		...(await audit.search(filter, behind)),
		first: behind === null,
		units: planNames(plan, getLocale()).units,
		heads: audit.headsAtStart
	};
};
