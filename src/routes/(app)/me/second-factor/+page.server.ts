// One's own second factor: begun, confirmed, its recovery codes renewed, removed or set up anew.
import type { RequestEvent } from '@sveltejs/kit';
import { codeSchema, ownPasswordSchema } from '#lib/access/credentials.ts';
import { requirePerson } from '#lib/access/page-rights.server.ts';
import { shownSecondFactor } from '#lib/access/shown-second-factor.ts';
import type { Result } from '#lib/kernel/result.ts';
import { plainForm } from '#lib/server/form.server.ts';
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
	begin: (event) =>
		plainForm(event, ownPasswordSchema, ({ current }) => of(event).begin(requirePerson(event.locals), current)),
	confirm: (event) =>
		plainForm(event, codeSchema, async ({ code }) => shown(await of(event).confirm(requirePerson(event.locals), code))),
	renew: (event) =>
		plainForm(event, ownPasswordSchema, async ({ current }) =>
			shown(await of(event).renewCodes(requirePerson(event.locals), current))
		),
	remove: (event) =>
		plainForm(event, ownPasswordSchema, ({ current }) => of(event).remove(requirePerson(event.locals), current)),
	anew: (event) =>
		plainForm(event, ownPasswordSchema, ({ current }) => of(event).setUpAnew(requirePerson(event.locals), current))
};

const of = (event: RequestEvent) => event.locals.app.access.secondFactor;
const shown = (codes: Result<readonly string[]>) => (codes.ok ? { ...codes, value: { codes: codes.value } } : codes);
