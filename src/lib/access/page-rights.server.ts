// What a page asks before it shows anything: a role that lacks it gets 403 and is told whom to ask.
import { error, redirect } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import type { PlanIndex } from '#lib/plan/plan-index.ts';
import type { Person } from './people.server.ts';
import { administratorOf, mayAdminister, mayReview, seesCity, seesRecords, type Administered } from './rights.ts';
import { roleWord } from './role-words.ts';
import type { Actor, UnitActor } from './roles.ts';

type Locals = { readonly signedIn: { readonly person: Person } | null };

/** The signed-in person, for pages of their own account. */
export function requirePerson(locals: Locals): Person {
	if (!locals.signedIn) error(401, m.rights_sign_in_first());
	return locals.signedIn.person;
}

/** The signed-in actor; the layout has sent everybody else to sign in. */
export function requireActor(locals: Locals): Actor {
	return requirePerson(locals).actor;
}

/** Person and session, for the pages of one's own account. */
export function requireSignedIn<SignedIn>(locals: { readonly signedIn: SignedIn | null }): SignedIn {
	if (!locals.signedIn) error(401, m.rights_sign_in_first());
	return locals.signedIn;
}

export function requireCity(locals: Locals): Actor {
	const actor = requireActor(locals);
	if (!seesCity(actor)) error(403, m.rights_no_business_data());
	return actor;
}

/** For pages of records one by one: leaders, the office, and everybody who acts for a unit. */
export function requireRecords(locals: Locals): Actor {
	const actor = requireActor(locals);
	if (!seesRecords(actor)) error(403, m.rights_no_business_data());
	return actor;
}

/** For the queue of confirmations: leaders, the office, and lead departments of tasks. */
export function requireReview(locals: Locals, plan: PlanIndex): Actor {
	const actor = requireActor(locals);
	if (!mayReview(actor, [...plan.tasks.values()])) error(403, m.ledgers_no_review());
	return actor;
}

/** For the pages of administrators: each opens its own alone. */
export function requireAdministration(locals: Locals, what: Administered): Actor {
	const actor = requireActor(locals);
	if (!mayAdminister(actor, what)) error(403, m.rights_administrator_only({ role: roleWord(administratorOf(what)) }));
	return actor;
}

/** For the page of a unit's own work; who acts for none is led to what it may open. */
export function requireUnit(locals: Locals): UnitActor {
	const actor = requireActor(locals);
	if (actor.unit === null) redirect(303, '/');
	return actor;
}
