// The second step of signing in: the code, answered with the session's cookie.
import { redirect } from '@sveltejs/kit';
import { codeSchema } from '#lib/sign-in/credentials.ts';
import { endFormerSession } from '#lib/sign-in/former-session.server.ts';
import { localPath } from '#lib/sign-in/local-path.ts';
import { parse } from '#lib/kernel/fields.ts';
import { plainInput } from '#lib/forms/form-answer.ts';
import { readForm, refuseForm } from '#lib/http/form.server.ts';
import { valueOrError } from '#lib/http/http.server.ts';
import { setCookie } from '#lib/sign-in/session-cookie.server.ts';
import { planTitle } from '#lib/shell/shell-data.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { app, signedIn }, url, cookies }) => {
	const next = localPath(url.searchParams.get('next'));
	if (signedIn) redirect(303, next);
	const step = cookies.get(app.access.stepCookieName);
	if (step === undefined || !valueOrError(await app.access.readStep(step)))
		redirect(303, `/login?next=${encodeURIComponent(next)}`);
	return { next, plan: planTitle(app), opId: crypto.randomUUID() };
};

export const actions: Actions = {
	default: async (event) => {
		const { access } = event.locals.app;
		const sent = await readForm(event.request);
		const { next: [next] = [null], ...values } = sent.values;
		const given = parse(codeSchema, plainInput(values));
		if (!given.ok) return refuseForm(event, sent, given);
		const opened = await access.signInByCode(event.cookies.get(access.stepCookieName), given.value.code);
		if (!opened.ok) return refuseForm(event, sent, opened);
		await endFormerSession(event);
		setCookie(event.cookies, opened.value);
		setCookie(event.cookies, access.blankStepCookie());
		redirect(303, localPath(next));
	}
};
