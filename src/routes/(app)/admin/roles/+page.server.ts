// Who holds which role; granting, changing, ending and declining.
import { requireAdministration } from '#lib/access/page-rights.server.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { declineSchema, grantsOfForm, grantsSchema, roleChangeSchema, roleEndSchema } from '#lib/role-admin/grant.ts';
import { readRolesAct, readRolesFilter } from '#lib/role-admin/roles-list.ts';
import { submitForm } from '#lib/http/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends(liveName(invalidated.roles));
	const actor = requireAdministration(locals, 'roles');
	const { audit, clock, plan, security } = locals.app;
	await audit.noteRead(actor, { type: 'personalDataRead', what: 'roles' });
	return {
		...(await security.roles()),
		filter: readRolesFilter(url.searchParams),
		act: readRolesAct(url.searchParams),
		self: actor.id,
		today: clock.today(),
		names: planNames(plan, getLocale()),
		opId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	grant: (event) =>
		submitForm(event, 'roles', {
			schema: grantsSchema,
			input: grantsOfForm,
			command: event.locals.app.security.grantRoles
		}),
	change: (event) =>
		submitForm(event, 'roles', { schema: roleChangeSchema, command: event.locals.app.security.changeRole }),
	end: (event) => submitForm(event, 'roles', { schema: roleEndSchema, command: event.locals.app.security.endRole }),
	decline: (event) =>
		submitForm(event, 'roles', { schema: declineSchema, command: event.locals.app.security.declineRole })
};
