// API tokens: issued (shown once), listed, revoked.
import { requireAdministration } from '#lib/access/page-rights.server.ts';
import { planNames } from '#lib/plan/plan-names.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { newTokenSchema, revocationSchema } from '#lib/role-admin/token-list.ts';
import { tokenChoices } from '#lib/role-admin/token-rights.ts';
import { submitForm } from '#lib/http/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends(liveName(invalidated.tokens));
	const actor = requireAdministration(locals, 'tokens');
	const { audit, catalogue, clock, plan, security } = locals.app;
	await audit.noteRead(actor, { type: 'settingsRead', what: 'tokens' });
	return {
		...(await security.tokens()),
		...tokenChoices(plan, catalogue.records, clock.today()),
		revoking: url.searchParams.get('revoke'),
		names: planNames(plan, getLocale()),
		opId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	issue: (event) => {
		let token: string | null = null;
		return submitForm(event, 'tokens', {
			schema: newTokenSchema,
			command: async (actor, call, input) => {
				const issued = await event.locals.app.security.issueToken(actor, call, input);
				if (issued.ok) ({ token } = issued.value);
				return issued.ok ? { ok: true, value: issued.value.written } : issued;
			},
			also: () => ({ token })
		});
	},
	revoke: (event) =>
		submitForm(event, 'tokens', { schema: revocationSchema, command: event.locals.app.security.revokeToken })
};
