// What every page may have to say, also before signing in and where it turns somebody away: whom to ask.
import { invalidated, liveName } from '#lib/protocol/invalidations.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals, depends }) => {
	depends(liveName(invalidated.settings));
	return { contact: locals.app.settings.current().installation.contact };
};
