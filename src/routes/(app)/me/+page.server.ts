// Who I am here.
import { profilePage } from '#lib/sign-in/own-pages.server.ts';
import { requireSignedIn } from '#lib/access/page-rights.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => profilePage(locals.app.access, requireSignedIn(locals));
