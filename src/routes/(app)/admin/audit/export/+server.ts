// The filtered events as a sheet, sent while they are read.
import { requireAdministration } from '#lib/access/page-rights.server.ts';
import { readAuditFilter } from '#lib/audit/audit-filter.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { problem } from '#lib/http/http.server.ts';
import { sendSheet } from '#lib/http/sheet.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
	const actor = requireAdministration(locals, 'audit');
	const { access, audit, plan, clock } = locals.app;
	const allowed = await access.allowExport(actor);
	if (!allowed.ok) return problem(allowed);
	await audit.noteRead(actor, { type: 'exported', what: 'audit' });
	const lines = audit.export(readAuditFilter(url.searchParams).filter, planNames(plan, getLocale()).units);
	return sendSheet(`audit-${clock.today()}.csv`, lines);
};
