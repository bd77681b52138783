// The office's switch of the demonstration's sample activity.
import { randomUUID } from 'node:crypto';
import { error, redirect } from '@sveltejs/kit';
import { localPath } from '#lib/sign-in/local-path.ts';
import { requireActor } from '#lib/access/page-rights.server.ts';
import { mayRunSamples } from '#lib/access/rights.ts';
import { faultSentence } from '#lib/http/fault-sentence.ts';
import { readFields } from '#lib/http/form.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ request, locals }) => {
	const actor = requireActor(locals);
	if (!mayRunSamples(actor)) error(403, faultSentence({ code: 'not_allowed' }));
	const fields = await readFields(request);
	const switched = await locals.app.sample.set(actor, { opId: randomUUID() }, fields.get('on') === '1');
	if (!switched.ok) error(403, switched.faults[0] ? faultSentence(switched.faults[0]) : '');
	const next = fields.get('next');
	redirect(303, localPath(typeof next === 'string' ? next : null));
};
