// What every page may have to say, also before signing in and where it turns somebody away: whom to ask.
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals, depends }) => {
	depends('live:settings');
	return { contact: locals.app.settings.current().installation.contact };
};
