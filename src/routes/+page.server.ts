// The front door: everybody lands where their work is.
import { redirect } from '@sveltejs/kit';
import { seesCity } from '#lib/access/rights.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
	const actor = locals.signedIn?.person.actor;
	if (!actor) redirect(303, '/login');
	const reports = actor.role === 'department' || actor.role === 'district' || actor.role === 'fund_manager';
	if (reports) redirect(303, '/work');
	redirect(303, seesCity(actor) ? '/overview' : '/me');
};
