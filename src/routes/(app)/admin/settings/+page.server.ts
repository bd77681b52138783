// What holds for the whole installation, in every version.
import { requireAdministration } from '#lib/access/page-rights.server.ts';
import { defaultInstallation } from '#lib/access/settings.ts';
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import { installationChangeSchema } from '#lib/role-admin/setting-change.ts';
import { submitForm } from '#lib/http/form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, depends }) => {
	depends(liveName(invalidated.settings));
	const actor = requireAdministration(locals, 'settings');
	const { audit, security } = locals.app;
	await audit.noteRead(actor, { type: 'settingsRead', what: 'settings' });
	const { versions, doers } = await security.installationVersions();
	return {
		installation: versions[0]?.value ?? defaultInstallation,
		version: versions[0]?.version ?? 0,
		versions,
		doers,
		opId: crypto.randomUUID()
	};
};

export const actions: Actions = {
	change: (event) =>
		submitForm(event, 'settings', {
			schema: installationChangeSchema,
			command: event.locals.app.security.changeInstallation
		})
};
