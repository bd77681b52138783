// The security policy: what is in force, what the address proposes, and its confirmation.
import { requireAdministration } from '#lib/access/page-rights.server.ts';
import { defaultPolicy } from '#lib/access/policy.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import { readProposal } from '#lib/role-admin/policy-proposal.ts';
import { policyChangeSchema } from '#lib/role-admin/setting-change.ts';
import { faultSentence } from '#lib/http/fault-sentence.ts';
import { submitForm } from '#lib/http/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends(liveName(invalidated.policy));
	const actor = requireAdministration(locals, 'policy');
	const { audit, demo, security } = locals.app;
	await audit.noteRead(actor, { type: 'settingsRead', what: 'policy' });
	const { versions, doers } = await security.policyVersions();
	const policy = versions[0]?.value ?? defaultPolicy;
	const version = versions[0]?.version ?? 0;
	const proposed = readProposal(url.searchParams, policy, version);
	const proposal = proposed && {
		...proposed,
		counts: proposed.policy && (await security.countPolicy(proposed.policy)),
		faults: proposed.faults.map((fault) => ({ field: fault.pointer.slice(1), message: faultSentence(fault) }))
	};
	return { policy, version, versions, doers, original: defaultPolicy, proposal, demo, opId: crypto.randomUUID() };
};

export const actions: Actions = {
	change: (event) =>
		submitForm(event, 'policy', { schema: policyChangeSchema, command: event.locals.app.security.changePolicy })
};
