// One's own second factor: begun, confirmed, its recovery codes renewed, removed or set up anew.
import type { RequestEvent } from '@sveltejs/kit';
import { codeSchema, ownPasswordSchema } from '#lib/sign-in/credentials.ts';
import { requirePerson } from '#lib/access/page-rights.server.ts';
import { shownSecondFactor } from '#lib/sign-in/shown-second-factor.ts';
import type { Result } from '#lib/kernel/result.ts';
import { ownForm } from '#lib/http/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	const person = requirePerson(locals);
	const { secondFactor } = locals.app.access;
	return {
		username: person.username,
		factor: shownSecondFactor(await secondFactor.state(person)),
		demanded: secondFactor.demanded(person),
		forced: person.duties.includes('enrol_second_factor'),
		opId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	begin: (event) => ownForm(event, ownPasswordSchema, (person, { current }) => of(event).begin(person, current)),
	confirm: (event) =>
		ownForm(event, codeSchema, async (person, { code }) => shown(await of(event).confirm(person, code))),
	renew: (event) =>
		ownForm(event, ownPasswordSchema, async (person, { current }) =>
			shown(await of(event).renewCodes(person, current))
		),
	remove: (event) => ownForm(event, ownPasswordSchema, (person, { current }) => of(event).remove(person, current)),
	anew: (event) => ownForm(event, ownPasswordSchema, (person, { current }) => of(event).setUpAnew(person, current))
};

const of = (event: RequestEvent) => event.locals.app.access.secondFactor;
const shown = (codes: Result<readonly string[]>) => (codes.ok ? { ...codes, value: { codes: codes.value } } : codes);
