// Signing in: a plain form, answered with the session's cookie.
import { redirect } from '@sveltejs/kit';
import { credentialsSchema } from '#lib/sign-in/credentials.ts';
import { endFormerSession } from '#lib/sign-in/former-session.server.ts';
import { localPath } from '#lib/sign-in/local-path.ts';
import { parse } from '#lib/kernel/fields.ts';
import { plainInput } from '#lib/forms/form-answer.ts';
import { readForm, refuseForm } from '#lib/http/form.server.ts';
import { setCookie } from '#lib/sign-in/session-cookie.server.ts';
import { planTitle } from '#lib/shell/shell-data.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	const next = localPath(url.searchParams.get('next'));
	if (locals.signedIn) redirect(303, next);
	const { app } = locals;
	const { notice } = app.settings.current().installation;
	const waiting = url.searchParams.has('waiting');
	return { next, plan: planTitle(app), demo: app.demo, notice, waiting, opId: crypto.randomUUID() };
};

export const actions: Actions = {
	default: async (event) => {
		const sent = await readForm(event.request);
		const { next: [next] = [event.url.searchParams.get('next')], ...values } = sent.values;
		const given = parse(credentialsSchema, plainInput(values));
		if (!given.ok) return refuseForm(event, sent, given);
		const { username, password } = given.value;
		const opened = await event.locals.app.access.signIn(username, password);
		if (!opened.ok) return refuseForm(event, sent, opened);
		if (!opened.value.codeNeeded) await endFormerSession(event);
		setCookie(event.cookies, opened.value.cookie);
		redirect(
			303,
			opened.value.codeNeeded ? `/login/second-factor?next=${encodeURIComponent(localPath(next))}` : localPath(next)
		);
	}
};
