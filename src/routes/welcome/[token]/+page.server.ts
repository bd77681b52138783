// What an invitation or a reset link opens: the choice of a password, then a session.
import { error, redirect } from '@sveltejs/kit';
import { endFormerSession } from '#lib/sign-in/former-session.server.ts';
import { newPasswordSchema } from '#lib/sign-in/new-password.server.ts';
import { parse } from '#lib/kernel/fields.ts';
import { plainInput } from '#lib/forms/form-answer.ts';
import { m } from '#lib/paraglide/messages.js';
import { readForm, refuseForm } from '#lib/http/form.server.ts';
import { valueOrError } from '#lib/http/http.server.ts';
import { setCookie } from '#lib/sign-in/session-cookie.server.ts';
import { planTitle } from '#lib/shell/shell-data.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { app }, params, setHeaders }) => {
	// The address is the key: no other page may hear of it.
	setHeaders({ 'referrer-policy': 'no-referrer' });
	const link = valueOrError(await app.access.readLink(params.token));
	if (!link?.account || link.kind === 'setup') error(410, m.access_link_over_text());
	const { username, name } = link.account;
	const rules = app.access.passwordRules();
	return { kind: link.kind, username, name, rules, plan: planTitle(app), opId: crypto.randomUUID() };
};

export const actions: Actions = {
	default: async (event) => {
		const sent = await readForm(event.request);
		const given = parse(newPasswordSchema, plainInput(sent.values));
		if (!given.ok) return refuseForm(event, sent, given);
		const opened = await event.locals.app.access.setPasswordByLink(event.params.token, given.value);
		if (!opened.ok && opened.faults.some(({ code }) => code === 'no_role_yet')) redirect(303, '/login?waiting');
		if (!opened.ok) return refuseForm(event, sent, opened);
		if (!opened.value.codeNeeded) await endFormerSession(event);
		setCookie(event.cookies, opened.value.cookie);
		redirect(303, opened.value.codeNeeded ? '/login/second-factor' : '/');
	}
};
