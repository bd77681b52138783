// One's own password: changed for the present one; every other session ends with it.
import { redirect } from '@sveltejs/kit';
import { changeSchema } from '#lib/sign-in/own-password.server.ts';
import { requirePerson } from '#lib/access/page-rights.server.ts';
import { parse } from '#lib/kernel/fields.ts';
import { plainInput } from '#lib/forms/form-answer.ts';
import { readForm, refuseForm } from '#lib/http/form.server.ts';
import { setCookie } from '#lib/sign-in/session-cookie.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	const { username, duties } = requirePerson(locals);
	return {
		username,
		rules: locals.app.access.passwordRules(),
		forced: duties.includes('choose_password'),
		changed: url.searchParams.has('changed'),
		opId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	default: async (event) => {
		const person = requirePerson(event.locals);
		const sent = await readForm(event.request);
		const given = parse(changeSchema, plainInput(sent.values));
		if (!given.ok) return refuseForm(event, sent, given);
		const changed = await event.locals.app.access.changePassword(person, given.value);
		if (!changed.ok) return refuseForm(event, sent, changed);
		setCookie(event.cookies, changed.value);
		redirect(303, person.duties.length > 0 ? '/' : '/me/password?changed');
	}
};
