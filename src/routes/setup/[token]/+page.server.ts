// The first three administrators: made by the one-time link of a start, their invitations shown once.
import { error } from '@sveltejs/kit';
import { setupSchema } from '#lib/sign-in/first-administrators.server.ts';
import { administratorRoles } from '#lib/access/roles.ts';
import { parse } from '#lib/kernel/fields.ts';
import { m } from '#lib/paraglide/messages.js';
import { readForm, refuseForm } from '#lib/http/form.server.ts';
import { valueOrError } from '#lib/http/http.server.ts';
import { planTitle } from '#lib/shell/shell-data.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { app }, params, request, setHeaders }) => {
	// The address is the key: no other page may hear of it.
	setHeaders({ 'referrer-policy': 'no-referrer' });
	// The answer to the form has just used the link up, and shows what it made.
	if (request.method === 'GET' && valueOrError(await app.access.readLink(params.token))?.kind !== 'setup')
		error(410, m.access_setup_over_text());
	return { plan: planTitle(app), opId: crypto.randomUUID() };
};

export const actions: Actions = {
	default: async (event) => {
		const sent = await readForm(event.request);
		const text = (name: string) => sent.values[name]?.[0] || undefined;
		const input = administratorRoles.map((role) => [
			role,
			{ username: text(`${role}.username`), name: text(`${role}.name`) }
		]);
		const given = parse(setupSchema, Object.fromEntries(input));
		if (!given.ok) return refuseForm(event, sent, given);
		const made = await event.locals.app.access.makeAdministrators(event.params.token, given.value);
		if (!made.ok) return refuseForm(event, sent, made);
		const invited = made.value.map(({ path, ...who }) => ({ ...who, link: new URL(path, event.url.origin).href }));
		return { form: sent.form, done: { ids: [] }, invited };
	}
};
