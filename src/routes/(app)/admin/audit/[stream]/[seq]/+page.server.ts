// One event of the log, checked against its hash.
import { error } from '@sveltejs/kit';
import { requireAdministration } from '#lib/access/page-rights.server.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const actor = requireAdministration(locals, 'audit');
	const { audit, plan } = locals.app;
	const story = /^[\w:./-]{1,100}$/.test(params.stream) && /^\d{1,15}$/.test(params.seq);
	const found = story ? await audit.event(params.stream, Number(params.seq)) : null;
	if (!found) error(404, m.audit_event_not_found());
	await audit.noteRead(actor, { type: 'personalDataRead', what: 'event', ids: [`${params.stream}@${params.seq}`] });
	return { ...found, units: planNames(plan, getLocale()).units };
};
